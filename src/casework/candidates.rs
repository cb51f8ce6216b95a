//! The publication candidates: topics of the register, scored on a day.

use super::{Casework, CaseworkFault, Moment};
use crate::domain::case::Outcome as CaseOutcome;
use crate::domain::publication::{
    Assessment, Candidate, Evidence, Outcome, RequestEvidence, Standing, rank,
};
use crate::domain::topics::register::{self, Nature};
use crate::store::{EvidenceRow, RegisterState, StoreFault, TopicEvidence, TopicRow};
use chrono::{Months, NaiveDate};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Months of requests the score looks at: two years.
const MONTHS_SCORED: u32 = 24;

/// The candidates on a day, the highest score first.
#[derive(Debug, Clone)]
pub struct Candidates {
    /// The first day whose requests count.
    pub since: NaiveDate,
    /// The day the score is of.
    pub on: NaiveDate,
    /// The topics, scored.
    pub ranked: Vec<Candidate<i64>>,
    /// The topics by number.
    pub topics: BTreeMap<i64, TopicRow>,
    /// Requests counted, by topic.
    pub requests: BTreeMap<i64, usize>,
}

/// The candidates scored last, with the day and the last events they were scored on.
pub(super) type Scored = Mutex<Option<((NaiveDate, (i64, RegisterState)), Arc<Candidates>)>>;

impl Casework {
    /// The candidates. They are scored as of today, or, for a log that ended earlier, as of
    /// the last day it has a request.
    ///
    /// # Errors
    /// What the database says.
    pub async fn candidates(&self, now: Moment) -> Result<Arc<Candidates>, CaseworkFault> {
        // Scoring reads every request of two years; as long as no event was recorded since, on the
        // same day, the answer is the same.
        let state = (now.today, self.store.last_events().await?);
        if let Some((of, known)) = &*self.scored.lock().unwrap_or_else(PoisonError::into_inner)
            && *of == state
        {
            return Ok(Arc::clone(known));
        }
        let scored = Arc::new(self.score_candidates(now).await?);
        let mut held = self.scored.lock().unwrap_or_else(PoisonError::into_inner);
        *held = Some((state, Arc::clone(&scored)));
        Ok(scored)
    }

    async fn score_candidates(&self, now: Moment) -> Result<Candidates, CaseworkFault> {
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
        let mut ranked = Vec::new();
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
            // One topic at a time, so that only its requests are in memory.
            if let Some(topic) = topics.get(&found.topic_id) {
                let assessed = assessments.remove(&found.topic_id).unwrap_or_default();
                let evidence = evidence(&topic.entry, &found, assessed)?;
                requests.insert(found.topic_id, evidence.requests.len());
                ranked.extend(rank(vec![(topic.entry.id, evidence)], &self.weights, on));
            }
        }
        ranked.sort_by(|a, b| {
            b.score
                .total
                .cmp(&a.score.total)
                .then_with(|| a.topic.cmp(&b.topic))
        });
        Ok(Candidates {
            since,
            on,
            ranked,
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
        let scored = vec![(id, evidence(&topic.entry, &found, assessed)?)];
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

fn evidence(
    topic: &register::Entry,
    found: &TopicEvidence,
    assessed: Assessment,
) -> Result<Evidence, StoreFault> {
    Ok(Evidence {
        requests: found.requests()?.iter().map(evidence_of).collect(),
        public_interest: assessed.public_interest,
        checks: assessed.checks,
        standing: match topic.nature {
            Nature::Open => Standing::Open,
            Nature::OwnRecords => Standing::OwnRecords,
            Nature::SingleIncident => Standing::SingleIncident,
            Nature::Excluded => Standing::Excluded,
        },
    })
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
