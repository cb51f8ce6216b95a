//! How many people made some requests: everybody, those who sent nothing but the text of a campaign,
//! and those whom a score counts.

use std::collections::{BTreeMap, BTreeSet};

use super::counted::Counted;
use super::evidence::{Evidence, RequestEvidence};
use super::weights::Demand;

/// How many people made these requests.
pub(super) fn people(counted: Counted, evidence: &Evidence) -> usize {
    let people: BTreeSet<u64> = counted.requests(evidence).map(|r| r.requester).collect();
    people.len()
}

/// How many of them sent nothing but the text of a campaign.
pub(super) fn only_a_campaigns_text(counted: Counted, evidence: &Evidence) -> usize {
    let requests = counted.requests(evidence);
    let own = requests.filter(|r| r.campaign.is_none());
    let own: BTreeSet<u64> = own.map(|r| r.requester).collect();
    people(counted, evidence).saturating_sub(own.len())
}

/// Distinct requesters, those who only sent a campaign's text counting up to its limit.
pub(super) fn requesters<'a>(
    requests: impl Iterator<Item = &'a RequestEvidence>,
    set: &Demand,
) -> usize {
    let mut own: BTreeSet<u64> = BTreeSet::new();
    let mut campaigns: BTreeMap<u64, BTreeSet<u64>> = BTreeMap::new();
    for request in requests {
        match request.campaign {
            None => {
                own.insert(request.requester);
            }
            Some(campaign) => {
                campaigns
                    .entry(campaign)
                    .or_default()
                    .insert(request.requester);
            }
        }
    }
    let mut total = own.len();
    for senders in campaigns.values() {
        let new: Vec<u64> = senders.difference(&own).copied().collect();
        let counted = new.len().min(set.campaign_most as usize);
        total += counted;
        // Somebody counted for one campaign is not counted again for another.
        own.extend(new.into_iter().take(counted));
    }
    total
}
