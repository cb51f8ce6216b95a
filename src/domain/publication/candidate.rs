//! Candidates: the topics that may be published, the highest score first.

use chrono::NaiveDate;
use serde::Serialize;

use super::evidence::{Evidence, Standing};
use super::score::{Score, score};
use super::weights::Weights;

/// A topic that may be published, with its score.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Candidate<T> {
    /// The topic, as the caller knows it.
    pub topic: T,
    /// Its score on the day.
    pub score: Score,
}

impl<T> Candidate<T> {
    /// A topic as a candidate; none where it is not open, as people's own records are not.
    #[must_use]
    pub fn of(topic: T, evidence: &Evidence, weights: &Weights, on: NaiveDate) -> Option<Self> {
        match evidence.standing {
            Standing::Open => Some(Self {
                topic,
                score: score(evidence, weights, on),
            }),
            Standing::OwnRecords
            | Standing::SingleIncident
            | Standing::Excluded
            | Standing::Retired => None,
        }
    }

    /// Whether a decision has to be recorded whatever the score.
    #[must_use]
    pub fn must_be_decided(&self) -> bool {
        !self.score.triggers.is_empty()
    }

    /// Whether a gate blocks publication.
    #[must_use]
    pub fn is_blocked(&self) -> bool {
        !self.score.gates.is_empty()
    }
}

/// Puts candidates in order: the highest score first, of equal scores those that nothing blocks, and
/// then in order of topic. A gate changes no score.
pub fn in_order<T: Ord>(candidates: &mut [Candidate<T>]) {
    candidates.sort_by(|a, b| {
        b.score
            .total
            .cmp(&a.score.total)
            .then_with(|| a.is_blocked().cmp(&b.is_blocked()))
            .then_with(|| a.topic.cmp(&b.topic))
    });
}

/// The candidates among topics, in order.
#[must_use]
pub fn rank<T: Ord>(
    topics: Vec<(T, Evidence)>,
    weights: &Weights,
    on: NaiveDate,
) -> Vec<Candidate<T>> {
    let mut candidates: Vec<Candidate<T>> = topics
        .into_iter()
        .filter_map(|(topic, evidence)| Candidate::of(topic, &evidence, weights, on))
        .collect();
    in_order(&mut candidates);
    candidates
}
