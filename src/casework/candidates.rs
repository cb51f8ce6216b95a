//! The publication candidates: topics of the register, scored on a day.

use super::{Casework, CaseworkFault, Moment};
use crate::domain::case::Outcome as CaseOutcome;
use crate::domain::publication::{
    Candidate, Checks, Evidence, Outcome, PublicInterest, RequestEvidence, SmallNumbers, Standing,
    rank,
};
use crate::store::{EvidenceRow, TopicRow};
use chrono::{Months, NaiveDate};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// Months of requests the score looks at: two years.
const MONTHS_SCORED: u32 = 24;

/// The candidates on a day, the highest score first.
#[derive(Debug, Clone)]
pub struct Candidates {
    /// The day the score is of.
    pub on: NaiveDate,
    /// The topics, scored.
    pub ranked: Vec<Candidate<i64>>,
    /// The topics by number.
    pub topics: BTreeMap<i64, TopicRow>,
    /// Requests counted, by topic.
    pub requests: BTreeMap<i64, usize>,
}

impl Casework {
    /// The candidates. They are scored as of today, or, for a log that ended earlier, as of
    /// the last day it has a request.
    ///
    /// # Errors
    /// What the database says.
    pub async fn candidates(&self, now: Moment) -> Result<Candidates, CaseworkFault> {
        let newest = self.store.last_received().await?.unwrap_or(now.today);
        let year_ago = now
            .today
            .checked_sub_months(Months::new(12))
            .unwrap_or(now.today);
        let on = if newest < year_ago { newest } else { now.today };
        let since = on
            .checked_sub_months(Months::new(MONTHS_SCORED))
            .unwrap_or(on);
        let topics: BTreeMap<i64, TopicRow> = self
            .store
            .topics()
            .await?
            .into_iter()
            .map(|t| (t.id, t))
            .collect();
        let mut by_topic: BTreeMap<i64, Vec<RequestEvidence>> = BTreeMap::new();
        for row in self.store.evidence(since, on).await? {
            let confirmed = topics
                .get(&row.topic_id)
                .is_some_and(|t| t.standing == "confirmed");
            by_topic
                .entry(row.topic_id)
                .or_default()
                .push(evidence_of(&row, confirmed));
        }
        let requests = by_topic.iter().map(|(id, r)| (*id, r.len())).collect();
        let evidence = by_topic
            .into_iter()
            .filter(|(id, _)| topics.contains_key(id))
            .map(|(id, requests)| (id, evidence(requests)))
            .collect();
        Ok(Candidates {
            on,
            ranked: rank(evidence, &self.weights, on),
            topics,
            requests,
        })
    }
}

fn evidence(requests: Vec<RequestEvidence>) -> Evidence {
    Evidence {
        requests,
        public_interest: PublicInterest {
            rubric: None,
            signals: 0,
        },
        checks: Checks {
            not_held: None,
            exempt: None,
            personal_data: None,
            describes_until: None,
            preparation_hours: None,
            small_numbers: SmallNumbers::NotNeeded,
        },
        standing: Standing::Open,
    }
}

fn evidence_of(row: &EvidenceRow, confirmed: bool) -> RequestEvidence {
    let outcome = row.outcome.as_deref().and_then(CaseOutcome::parse);
    RequestEvidence {
        received: row.received,
        answered: row.responded,
        requester: short(&row.requester_key),
        campaign: None,
        hours: row.effort_minutes.map(|m| m as f64 / 60.0),
        outcome: match outcome {
            _ if row.already_public => Outcome::AlreadyPublic,
            Some(CaseOutcome::GrantedInFull) => Outcome::Full,
            Some(CaseOutcome::GrantedInPart) => Outcome::Part,
            Some(CaseOutcome::Refused | CaseOutcome::NeitherConfirmedNorDenied) => Outcome::Refused,
            Some(CaseOutcome::NotHeld | CaseOutcome::Transferred) => Outcome::NotHeld,
            Some(CaseOutcome::Withdrawn | CaseOutcome::Lapsed) => Outcome::Withdrawn,
            None => Outcome::Undecided,
        },
        dataset: false,
        confirmed,
    }
}

/// A requester's key as a number: alike keys give alike numbers.
fn short(key: &str) -> u64 {
    let digest = Sha256::digest(key.as_bytes());
    digest
        .iter()
        .take(8)
        .fold(0, |n, byte| (n << 8) | u64::from(*byte))
}
