//! Triggers: what forces a recorded decision whatever the score.
//!
//! The dataset trigger follows section 19(2A) of the Freedom of Information Act 2000: a dataset once
//! requested is to be published and kept up to date unless the authority is satisfied that it is not
//! appropriate, which is a decision somebody has to record.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::Serialize;

use super::evidence::{Evidence, Outcome, months_before};
use super::weights::Weights;
use crate::domain::words::count;

/// A trigger that has fired.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Trigger {
    /// Which trigger.
    pub kind: TriggerKind,
    /// Why it fired, as a sentence without a full stop.
    pub reason: String,
}

/// The triggers in the order they are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TriggerKind {
    /// Several people asked within a year and something was released.
    AskedAndReleased,
    /// Somebody asked for a dataset.
    Dataset,
    /// People ask for what is already published: they cannot find it.
    CannotBeFound,
}

impl TriggerKind {
    /// The name as it is printed.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::AskedAndReleased => "Asked for and released",
            Self::Dataset => "Dataset requested",
            Self::CannotBeFound => "Published but not found",
        }
    }
}

/// The triggers a topic has fired on a day.
#[must_use]
pub fn triggers(evidence: &Evidence, weights: &Weights, on: NaiveDate) -> Vec<Trigger> {
    let limits = &weights.triggers;
    let mut fired = Vec::new();
    let people: BTreeSet<u64> = evidence.received(on, 12).map(|r| r.requester).collect();
    let releases = evidence
        .received(on, 12)
        .filter(|r| matches!(r.outcome, Outcome::Full | Outcome::Part))
        .count();
    if people.len() >= limits.requesters && releases > 0 {
        fired.push(Trigger {
            kind: TriggerKind::AskedAndReleased,
            reason: format!(
                "{} asked in the last 12 months and {} led to a release",
                count(people.len(), "requester"),
                count(releases, "request")
            ),
        });
    }
    let datasets = evidence.received(on, 12).filter(|r| r.dataset).count();
    if datasets > 0 && datasets >= limits.dataset_requests {
        fired.push(Trigger {
            kind: TriggerKind::Dataset,
            reason: format!(
                "{} for a dataset in the last 12 months (section 19(2A))",
                count(datasets, "request")
            ),
        });
    }
    let quarter = months_before(on, 3);
    let already = evidence
        .requests
        .iter()
        .filter(|r| r.outcome == Outcome::AlreadyPublic)
        .filter(|r| {
            let day = r.answered.unwrap_or(r.received);
            day > quarter && day <= on
        })
        .count();
    if already > 0 && already >= limits.already_public {
        fired.push(Trigger {
            kind: TriggerKind::CannotBeFound,
            reason: format!(
                "{} in the last 3 months said it is already available",
                count(already, "answer")
            ),
        });
    }
    fired
}

#[cfg(test)]
#[path = "triggers_tests.rs"]
mod tests;
