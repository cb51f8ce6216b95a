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

/// The candidates among topics, the highest score first and equal scores in order of topic.
/// What is not open, as people's own records, is never a candidate. A blocked topic keeps its place.
#[must_use]
pub fn rank<T: Ord>(
    topics: Vec<(T, Evidence)>,
    weights: &Weights,
    on: NaiveDate,
) -> Vec<Candidate<T>> {
    let mut candidates: Vec<Candidate<T>> = topics
        .into_iter()
        .filter(|(_, evidence)| match evidence.standing {
            Standing::Open => true,
            Standing::OwnRecords
            | Standing::SingleIncident
            | Standing::Excluded
            | Standing::Retired => false,
        })
        .map(|(topic, evidence)| Candidate {
            topic,
            score: score(&evidence, weights, on),
        })
        .collect();
    candidates.sort_by(|a, b| {
        b.score
            .total
            .cmp(&a.score.total)
            .then_with(|| a.topic.cmp(&b.topic))
    });
    candidates
}
