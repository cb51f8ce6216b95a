//! The publication candidates: topics of the register, scored on a day.

use super::{Casework, CaseworkFault, Moment};
use crate::domain::case::Outcome as CaseOutcome;
use crate::domain::publication::{
    Assessment, Candidate, Evidence, Outcome, RequestEvidence, Standing, rank,
};
use crate::domain::topics::register::{self, Nature};
use crate::store::{EvidenceRow, TopicEvidence, TopicRow};
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
        let (since, on) = self.scored_between(now).await?;
        let topics: BTreeMap<i64, TopicRow> = self
            .store
            .topics()
            .await?
            .into_iter()
            .map(|t| (t.entry.id, t))
            .collect();
        let mut assessments = self.store.assessments().await?;
        let mut requests = BTreeMap::new();
        let mut scored = Vec::new();
        // Two halves at once, each with large topics and small ones: it is most of the page.
        let open = topics.values().filter(|t| t.entry.nature == Nature::Open);
        let ids: Vec<i64> = open.map(|t| t.entry.id).collect();
        let half = |start: usize| {
            ids.iter()
                .copied()
                .skip(start)
                .step_by(2)
                .collect::<Vec<_>>()
        };
        let (one, other) = (half(0), half(1));
        let (one, other) = tokio::try_join!(
            self.store.evidence(since, on, &one),
            self.store.evidence(since, on, &other)
        )?;
        for found in one.into_iter().chain(other) {
            requests.insert(found.topic_id, found.requests.len());
            if let Some(topic) = topics.get(&found.topic_id) {
                let assessed = assessments.remove(&found.topic_id).unwrap_or_default();
                scored.push((topic.entry.id, evidence(&topic.entry, &found, assessed)));
            }
        }
        Ok(Candidates {
            on,
            ranked: rank(scored, &self.weights, on),
            topics,
            requests,
        })
    }

    /// One topic as a candidate; nothing where it is none.
    ///
    /// # Errors
    /// What the database says.
    pub async fn candidate(
        &self,
        topic: &TopicRow,
        now: Moment,
    ) -> Result<Option<Candidate<i64>>, CaseworkFault> {
        if topic.entry.standing == register::Standing::Retired {
            return Ok(None);
        }
        let id = topic.entry.id;
        let (since, on) = self.scored_between(now).await?;
        let found = self.store.evidence(since, on, &[id]).await?;
        let Some(found) = found.into_iter().next() else {
            return Ok(None);
        };
        let assessed = self.store.assessment(id).await?.unwrap_or_default();
        let scored = vec![(id, evidence(&topic.entry, &found, assessed))];
        Ok(rank(scored, &self.weights, on).pop())
    }

    /// The first and the last day of the requests a score counts.
    async fn scored_between(&self, now: Moment) -> Result<(NaiveDate, NaiveDate), CaseworkFault> {
        let newest = self.store.last_received(now.today).await?;
        let newest = newest.unwrap_or(now.today);
        let year_ago = now
            .today
            .checked_sub_months(Months::new(12))
            .unwrap_or(now.today);
        let on = if newest < year_ago { newest } else { now.today };
        let since = on
            .checked_sub_months(Months::new(MONTHS_SCORED))
            .unwrap_or(on);
        Ok((since, on))
    }
}

fn evidence(topic: &register::Entry, found: &TopicEvidence, assessed: Assessment) -> Evidence {
    Evidence {
        requests: found.requests.iter().map(evidence_of).collect(),
        public_interest: assessed.public_interest,
        checks: assessed.checks,
        standing: match topic.nature {
            Nature::Open => Standing::Open,
            Nature::OwnRecords => Standing::OwnRecords,
            Nature::SingleIncident => Standing::SingleIncident,
            Nature::Excluded => Standing::Excluded,
        },
    }
}

fn evidence_of(row: &EvidenceRow) -> RequestEvidence {
    RequestEvidence {
        received: row.received,
        answered: row.answered_as_public,
        requester: row.requester,
        campaign: row.campaign.map(i64::unsigned_abs),
        hours: row.effort_minutes.map(|m| m as f64 / 60.0),
        outcome: match row.outcome {
            _ if row.already_public() => Outcome::AlreadyPublic,
            Some(CaseOutcome::GrantedInFull) => Outcome::Full,
            Some(CaseOutcome::GrantedInPart) => Outcome::Part,
            Some(CaseOutcome::Refused | CaseOutcome::NeitherConfirmedNorDenied) => Outcome::Refused,
            Some(CaseOutcome::NotHeld | CaseOutcome::Transferred) => Outcome::NotHeld,
            Some(CaseOutcome::Withdrawn | CaseOutcome::Lapsed) => Outcome::Withdrawn,
            None => Outcome::Undecided,
        },
        dataset: row.dataset(),
        confirmed: row.confirmed(),
    }
}
