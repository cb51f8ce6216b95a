//! The publication candidates: topics of the register, scored on a day.

use super::{Casework, CaseworkFault, Moment};
use crate::domain::publication::counted::Counted;
use crate::domain::publication::evidence::MONTHS_SCORED;
use crate::domain::publication::{
    Assessment, Candidate, Evidence, Gate, Outcome, RequestEvidence, Standing, gates, rank,
};
use crate::domain::topics::register::{self, Nature};
use crate::store::{EvidenceRow, Filter, RegisterState, TopicRow};
use chrono::{Months, NaiveDate};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

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

/// What was scored last, and what it was scored on.
pub(super) type Scored = Mutex<Option<Arc<Kept>>>;

/// Scores kept until something changes.
pub(super) struct Kept {
    today: NaiveDate,
    state: RegisterState,
    /// Up to where changes of cases were seen.
    mark: String,
    assessments: HashMap<i64, Assessment>,
    candidates: Arc<Candidates>,
}

impl Casework {
    /// The candidates. They are scored as of today, or, for a log that ended earlier, as of
    /// the last day it has a request.
    ///
    /// Scoring reads every request of two years. So what was scored is kept for the day, and only
    /// the topics that something changed in are scored anew.
    ///
    /// # Errors
    /// What the database says.
    pub async fn candidates(&self, now: Moment) -> Result<Arc<Candidates>, CaseworkFault> {
        let kept = self
            .scored
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        let (state, between) = (
            self.store.register_state().await?,
            self.scored_between(now).await?,
        );
        let current = kept.filter(|kept| {
            kept.today == now.today
                && kept.state.same_search(&state)
                && (kept.candidates.since, kept.candidates.on) == between
        });
        let scored = match current {
            None => Arc::new(self.score_all(state, between, now.today).await?),
            Some(kept) => {
                let (mark, touched) = self.store.topics_touched(&kept.mark).await?;
                if touched.is_empty() && kept.state == state {
                    return Ok(Arc::clone(&kept.candidates));
                }
                Arc::new(self.score_again(&kept, state, mark, touched).await?)
            }
        };
        let candidates = Arc::clone(&scored.candidates);
        *self.scored.lock().unwrap_or_else(PoisonError::into_inner) = Some(scored);
        Ok(candidates)
    }

    async fn score_all(
        &self,
        state: RegisterState,
        (since, on): (NaiveDate, NaiveDate),
        today: NaiveDate,
    ) -> Result<Kept, CaseworkFault> {
        let mark = self.store.mark_of_changes().await?;
        let blank = Candidates {
            since,
            on,
            ranked: Vec::new(),
            topics: self.topics_by_number().await?,
            requests: BTreeMap::new(),
        };
        let assessments = self.store.assessments().await?;
        let all: Vec<i64> = blank.topics.keys().copied().collect();
        let candidates = self.scored_over(blank, &all, &assessments).await?;
        Ok(Kept {
            today,
            state,
            mark,
            assessments,
            candidates: Arc::new(candidates),
        })
    }

    /// What is kept with the topics scored anew that were touched, or decided about.
    async fn score_again(
        &self,
        kept: &Kept,
        state: RegisterState,
        mark: String,
        mut touched: Vec<i64>,
    ) -> Result<Kept, CaseworkFault> {
        let mut candidates = Candidates::clone(&kept.candidates);
        let mut assessments = kept.assessments.clone();
        if state != kept.state {
            let topics = self.topics_by_number().await?;
            let said = self.store.assessments().await?;
            let decided = topics.iter().filter(|(id, topic)| {
                let before = candidates.topics.get(id);
                before.is_none_or(|before| before.entry != topic.entry)
                    || said.get(id) != assessments.get(id)
            });
            touched.extend(decided.map(|(id, _)| *id));
            touched.extend(
                candidates
                    .topics
                    .keys()
                    .filter(|id| !topics.contains_key(id)),
            );
            candidates.topics = topics;
            assessments = said;
        }
        let candidates = self.scored_over(candidates, &touched, &assessments).await?;
        Ok(Kept {
            today: kept.today,
            state,
            mark,
            assessments,
            candidates: Arc::new(candidates),
        })
    }

    async fn topics_by_number(&self) -> Result<BTreeMap<i64, TopicRow>, CaseworkFault> {
        let topics = self.store.topics().await?;
        Ok(topics.into_iter().map(|t| (t.entry.id, t)).collect())
    }

    /// These candidates with some of their topics scored anew.
    async fn scored_over(
        &self,
        mut candidates: Candidates,
        again: &[i64],
        assessments: &HashMap<i64, Assessment>,
    ) -> Result<Candidates, CaseworkFault> {
        let (since, on) = (candidates.since, candidates.on);
        candidates.ranked.retain(|c| !again.contains(&c.topic));
        candidates
            .requests
            .retain(|topic, _| !again.contains(topic));
        let open = again.iter().copied().filter(|id| {
            let topic = candidates.topics.get(id);
            topic.is_some_and(|t| t.entry.nature == Nature::Open)
        });
        let ids: BTreeSet<i64> = open.collect();
        // Two halves at once, each with large topics and small ones: it is most of the page.
        let half = |start: usize| {
            let every_other = ids.iter().copied().skip(start).step_by(2);
            every_other.collect::<Vec<_>>()
        };
        let (one, other) = (half(0), half(1));
        let (one, other) = tokio::try_join!(
            self.store.evidence(since, on, &one),
            self.store.evidence(since, on, &other)
        )?;
        for found in one.into_iter().chain(other) {
            // One topic at a time, so that only its requests are in memory.
            if let Some(topic) = candidates.topics.get(&found.topic_id) {
                let assessed = assessments
                    .get(&found.topic_id)
                    .cloned()
                    .unwrap_or_default();
                let evidence = evidence(&topic.entry, &found.requests()?, assessed);
                let requests = evidence.requests.len();
                candidates.requests.insert(found.topic_id, requests);
                let scored = rank(vec![(topic.entry.id, evidence)], &self.weights, on);
                candidates.ranked.extend(scored);
            }
        }
        candidates.ranked.sort_by(|a, b| {
            b.score
                .total
                .cmp(&a.score.total)
                .then_with(|| a.topic.cmp(&b.topic))
        });
        Ok(candidates)
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
        let (found, on) = self.evidence(topic, now).await?;
        if found.requests.is_empty() {
            return Ok(None);
        }
        Ok(rank(vec![(topic.entry.id, found)], &self.weights, on).pop())
    }

    /// Whether a topic may be published as people decided about it, and its closed gates, whether
    /// or not somebody asked about it lately.
    pub(super) async fn standing(
        &self,
        topic: &TopicRow,
        now: Moment,
    ) -> Result<(Standing, Vec<Gate>), CaseworkFault> {
        let (found, on) = self.evidence(topic, now).await?;
        Ok((found.standing, gates(&found, &self.weights, on)))
    }

    /// All that is known of a topic, and the day it is known on.
    async fn evidence(
        &self,
        topic: &TopicRow,
        now: Moment,
    ) -> Result<(Evidence, NaiveDate), CaseworkFault> {
        let id = topic.entry.id;
        let (since, on) = self.scored_between(now).await?;
        let found = self.store.evidence(since, on, &[id]).await?;
        let requests = match found.first() {
            Some(found) => found.requests()?,
            None => Vec::new(),
        };
        let assessed = self.store.assessment(id).await?.unwrap_or_default();
        Ok((evidence(&topic.entry, &requests, assessed), on))
    }

    /// The first and the last day of the requests a score counts.
    async fn scored_between(&self, now: Moment) -> Result<(NaiveDate, NaiveDate), CaseworkFault> {
        let on = self.counted_to(now).await?;
        let since = on
            .checked_sub_months(Months::new(MONTHS_SCORED))
            .and_then(|day| day.succ_opt())
            .unwrap_or(on);
        Ok((since, on))
    }

    /// The day to which the requests of a topic are counted: today, or where nothing was received
    /// for a year, as in an old log just imported, the day of the newest request.
    ///
    /// # Errors
    /// What the database says.
    pub async fn counted_to(&self, now: Moment) -> Result<NaiveDate, CaseworkFault> {
        let newest = self.store.last_received(now.today).await?;
        let year_ago = now.today.checked_sub_months(Months::new(12));
        let old = newest.filter(|day| year_ago.is_some_and(|year_ago| *day < year_ago));
        Ok(old.unwrap_or(now.today))
    }
}

/// The list of exactly the requests of a topic that a figure counts.
#[must_use]
pub fn requests_behind(topic: i64, counted: Counted) -> Filter {
    Filter {
        topic: Some(topic),
        received: Some(counted.received),
        responded: counted.answered,
        counted: counted.which,
        ..Filter::default()
    }
}

fn evidence(topic: &register::Entry, requests: &[EvidenceRow], assessed: Assessment) -> Evidence {
    Evidence {
        requests: requests.iter().map(evidence_of).collect(),
        public_interest: assessed.public_interest,
        checks: assessed.checks,
        standing: match (topic.standing, topic.nature) {
            (register::Standing::Retired, _) => Standing::Retired,
            (_, Nature::Open) => Standing::Open,
            (_, Nature::OwnRecords) => Standing::OwnRecords,
            (_, Nature::SingleIncident) => Standing::SingleIncident,
            (_, Nature::Excluded) => Standing::Excluded,
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
        outcome: Outcome::of(row.outcome, row.already_public()),
        dataset: row.dataset(),
        confirmed: row.confirmed(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_transferred_request_is_left_out_and_not_counted_as_not_held() {
        let outcome = |word: &str| {
            let row = format!(r#"["2026-01-05",null,"{word}",null,0,null,"a1"]"#);
            evidence_of(&serde_json::from_str(&row).unwrap()).outcome
        };
        assert_eq!(outcome("transferred"), Outcome::Withdrawn);
        assert_eq!(outcome("withdrawn"), Outcome::Withdrawn);
        assert_eq!(outcome("not_held"), Outcome::NotHeld);
    }
}
