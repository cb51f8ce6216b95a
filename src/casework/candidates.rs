//! The publication candidates: topics of the register, scored on a day.

use super::{Casework, CaseworkFault, Moment};
use crate::domain::case::Outcome as CaseOutcome;
use crate::domain::publication::{
    Candidate, Checks, Evidence, Outcome, PublicInterest, RequestEvidence, SmallNumbers, Standing,
    rank,
};
use crate::store::{EvidenceRow, TopicRow};
use chrono::{Months, NaiveDate};
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
        let mut requests = BTreeMap::new();
        let mut scored = Vec::new();
        for found in self.store.evidence(since, on).await? {
            requests.insert(found.topic_id, found.requests.len());
            if let Some(topic) = topics.get(&found.topic_id) {
                let confirmed = topic.standing == "confirmed";
                let counted = found.requests.iter().map(|r| evidence_of(r, confirmed));
                scored.push((topic.id, evidence(counted.collect())));
            }
        }
        Ok(Candidates {
            on,
            ranked: rank(scored, &self.weights, on),
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
    RequestEvidence {
        received: row.received,
        answered: row.responded,
        requester: row.requester,
        campaign: None,
        hours: row.effort_minutes.map(|m| m as f64 / 60.0),
        outcome: match row.outcome {
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
