//! Triggers: what forces a recorded decision whatever the score.
//!
//! The dataset trigger follows section 19(2A) of the Freedom of Information Act 2000: a dataset once
//! requested is to be published and kept up to date unless the authority is satisfied that it is not
//! appropriate, which is a decision somebody has to record.

use chrono::NaiveDate;
use serde::Serialize;

use super::counted::{Counted, Which};
use super::evidence::{Evidence, MONTHS_SCORED};
use super::people::{only_a_campaigns_text, people};
use super::sentence::{Of, Sentence};
use super::weights::Weights;
use crate::domain::words::{count, thousands};

/// A trigger that has fired.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Trigger {
    /// Which trigger.
    pub kind: TriggerKind,
    /// Why it fired, as a sentence without a full stop.
    pub reason: Sentence,
    /// How strongly: the people, requests or answers it counts.
    pub strength: usize,
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
    /// Every trigger, in the order they are printed.
    pub const ALL: [Self; 3] = [Self::AskedAndReleased, Self::Dataset, Self::CannotBeFound];

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
    let year = Counted::months(on, 12);
    let (asked, released) = (people(year, evidence), year.only(Which::Released));
    let releases = released.count(evidence);
    if asked >= limits.requesters && releases > 0 {
        fired.push(Trigger {
            kind: TriggerKind::AskedAndReleased,
            strength: asked,
            reason: Sentence::default()
                .figure(
                    count(asked, "requester"),
                    Of::Requesters { left_out: 0 },
                    year,
                )
                .text(match only_a_campaigns_text(year, evidence) {
                    0 => " asked in the last 12 months and ".to_owned(),
                    some => format!(
                        " asked in the last 12 months ({} of them only with the text of a campaign) and ",
                        thousands(some)
                    ),
                })
                .figure(count(releases, "request"), Of::Requests, released)
                .text(" led to a release"),
        });
    }
    let asking = year.only(Which::Dataset);
    let datasets = asking.count(evidence);
    if datasets > 0 && datasets >= limits.dataset_requests {
        fired.push(Trigger {
            kind: TriggerKind::Dataset,
            strength: datasets,
            reason: Sentence::default()
                .figure(
                    format!("{} for a dataset", count(datasets, "request")),
                    Of::Requests,
                    asking,
                )
                .text(" in the last 12 months (section 19(2A))"),
        });
    }
    let told = Counted::months(on, MONTHS_SCORED)
        .answered(on, 3)
        .only(Which::AlreadyPublic);
    let already = told.count(evidence);
    if already > 0 && already >= limits.already_public {
        fired.push(Trigger {
            kind: TriggerKind::CannotBeFound,
            strength: already,
            reason: Sentence::default()
                .figure(count(already, "answer"), Of::Requests, told)
                .text(" in the last 3 months said it is already available"),
        });
    }
    fired
}

#[cfg(test)]
#[path = "triggers_tests.rs"]
mod tests;
