//! The publication candidates: topics of the register, scored on a day.

use super::evidence::evidence;
use crate::casework::{CaseworkFault, Moment, Publishing};
use crate::domain::publication::counted::Counted;
use crate::domain::publication::{Assessment, Candidate, Gate, Standing, Volume, gates, in_order};
use crate::domain::topics::register::Nature;
use crate::store::{Filter, RegisterState, TopicRow};
use chrono::NaiveDate;
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
    /// Requests on anything, as they were counted when the day's scores were first made: one request
    /// more does not move every score.
    pub volume: Volume,
}

/// Where a topic stands that somebody wants to publish.
pub(in crate::casework) struct Stands {
    /// What people decided about it.
    pub(in crate::casework) standing: Standing,
    /// Its closed gates.
    pub(in crate::casework) closed: Vec<Gate>,
    /// Its score, where it is a candidate.
    pub(in crate::casework) score: Option<u32>,
}

/// What was scored last, and what it was scored on.
pub(in crate::casework) type Scored = Mutex<Option<Arc<Kept>>>;

/// Scores kept until something changes.
pub(in crate::casework) struct Kept {
    today: NaiveDate,
    state: RegisterState,
    /// Up to where changes of cases were seen.
    mark: String,
    /// What people found out, and what the public looked for, by topic.
    known: HashMap<i64, Assessment>,
    pub(super) candidates: Arc<Candidates>,
}

impl Publishing<'_> {
    /// The candidates. They are scored as of today, or, for a log that ended earlier, as of
    /// the last day it has a request.
    ///
    /// Scoring reads every request of two years. So what was scored is kept for the day, and only
    /// the topics that something changed in are scored anew. While requests are on their way to
    /// where a search wants them, it is what was scored before.
    ///
    /// # Errors
    /// What the database says.
    pub async fn candidates(&self, now: Moment) -> Result<Arc<Candidates>, CaseworkFault> {
        let kept = self.kept();
        let state = self.store.topics().register_state().await?;
        // Scored on the way, requests would count under the topics they are leaving.
        if state.is_placing()
            && let Some(kept) = kept.as_ref()
        {
            return Ok(Arc::clone(&kept.candidates));
        }
        let between = self.scored_between(now).await?;
        let current = kept.filter(|kept| {
            kept.today == now.today
                && kept.state.same_search(&state)
                && (kept.candidates.since, kept.candidates.on) == between
        });
        let scored = match current {
            None => Arc::new(self.score_all(state, between, now.today).await?),
            Some(kept) => {
                let (mark, touched) = self.store.topics().topics_touched(&kept.mark).await?;
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

    /// What was scored last.
    pub(super) fn kept(&self) -> Option<Arc<Kept>> {
        let scored = self.scored.lock().unwrap_or_else(PoisonError::into_inner);
        scored.clone()
    }

    async fn score_all(
        &self,
        state: RegisterState,
        (since, on): (NaiveDate, NaiveDate),
        today: NaiveDate,
    ) -> Result<Kept, CaseworkFault> {
        let mark = self.store.topics().mark_of_changes().await?;
        let blank = Candidates {
            since,
            on,
            ranked: Vec::new(),
            topics: self.topics_by_number().await?,
            requests: BTreeMap::new(),
            volume: self.volume(on).await?,
        };
        let known = self.known_by_topic(today).await?;
        let all: Vec<i64> = blank.topics.keys().copied().collect();
        let candidates = self.scored_over(blank, &all, &known).await?;
        Ok(Kept {
            today,
            state,
            mark,
            known,
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
        let mut known = kept.known.clone();
        if state == kept.state {
            self.count_into(&mut known, kept.today, Some(&touched))
                .await?;
        } else {
            let topics = self.topics_by_number().await?;
            known = self.known_by_topic(kept.today).await?;
            let decided = topics.iter().filter(|(id, topic)| {
                let before = candidates.topics.get(id);
                before.is_none_or(|before| before.entry != topic.entry)
                    || known.get(id) != kept.known.get(id)
            });
            touched.extend(decided.map(|(id, _)| *id));
            touched.extend(
                candidates
                    .topics
                    .keys()
                    .filter(|id| !topics.contains_key(id)),
            );
            candidates.topics = topics;
        }
        let candidates = self.scored_over(candidates, &touched, &known).await?;
        Ok(Kept {
            today: kept.today,
            state,
            mark,
            known,
            candidates: Arc::new(candidates),
        })
    }

    /// What people found out about each topic, and what the public looked for up to today.
    async fn known_by_topic(
        &self,
        today: NaiveDate,
    ) -> Result<HashMap<i64, Assessment>, CaseworkFault> {
        let mut known = self.store.publication().assessments().await?;
        self.count_into(&mut known, today, None).await?;
        Ok(known)
    }

    /// Puts beside what people found out how often the public did not find each topic, or these.
    async fn count_into(
        &self,
        known: &mut HashMap<i64, Assessment>,
        today: NaiveDate,
        only: Option<&[i64]>,
    ) -> Result<(), CaseworkFault> {
        for (topic, searches) in self.shelf().unmet_by_topic(today, only).await? {
            let of_topic = known.entry(topic).or_default();
            of_topic.public_interest.unmet_searches = searches;
        }
        Ok(())
    }

    async fn topics_by_number(&self) -> Result<BTreeMap<i64, TopicRow>, CaseworkFault> {
        let topics = self.store.topics().all().await?;
        Ok(topics.into_iter().map(|t| (t.entry.id, t)).collect())
    }

    /// These candidates with some of their topics scored anew.
    async fn scored_over(
        &self,
        mut candidates: Candidates,
        again: &[i64],
        known: &HashMap<i64, Assessment>,
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
        let publication = self.store.publication();
        let (one, other) = tokio::try_join!(
            publication.evidence(since, on, &one),
            publication.evidence(since, on, &other)
        )?;
        for found in one.into_iter().chain(other) {
            // One topic at a time, so that only its requests are in memory.
            if let Some(topic) = candidates.topics.get(&found.topic_id) {
                let known = known.get(&found.topic_id).cloned().unwrap_or_default();
                let requests = found.requests()?;
                let evidence = evidence(&topic.entry, &requests, known, candidates.volume);
                let requests = evidence.requests.len();
                candidates.requests.insert(found.topic_id, requests);
                let scored = Candidate::of(topic.entry.id, &evidence, &self.weights, on);
                candidates.ranked.extend(scored);
            }
        }
        in_order(&mut candidates.ranked);
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
        Ok(Candidate::of(topic.entry.id, &found, &self.weights, on))
    }

    /// What decides whether a topic may be published, whether or not somebody asked about it lately.
    pub(in crate::casework) async fn standing(
        &self,
        topic: &TopicRow,
        now: Moment,
    ) -> Result<Stands, CaseworkFault> {
        let (found, on) = self.evidence(topic, now).await?;
        let (standing, closed) = (found.standing, gates(&found, &self.weights, on));
        let asked = !found.requests.is_empty();
        let scored = Candidate::of(topic.entry.id, &found, &self.weights, on);
        Ok(Stands {
            standing,
            closed,
            score: scored.filter(|_| asked).map(|scored| scored.score.total),
        })
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
