//! Gates: what blocks publication, each with its reason. A gate never changes the score.

use chrono::NaiveDate;
use serde::Serialize;

use super::evidence::{Evidence, Outcome, SmallNumbers, months_before};
use super::weights::Weights;
use crate::domain::words;

/// A closed gate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Gate {
    /// Which gate.
    pub kind: GateKind,
    /// Why it is closed, as a sentence without a full stop.
    pub reason: String,
}

/// The gates in the order they are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum GateKind {
    /// The authority does not hold the information.
    NotHeld,
    /// An exemption or another law bars it.
    Exempt,
    /// Personal data cannot be separated from it.
    PersonalData,
    /// It describes nothing recent.
    OutOfDate,
    /// Preparing it costs too much.
    TooCostly,
    /// Counts of few people have not been checked.
    SmallNumbers,
}

impl GateKind {
    /// The name as it is printed.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::NotHeld => "Not held",
            Self::Exempt => "Exempt or barred",
            Self::PersonalData => "Personal data inseparable",
            Self::OutOfDate => "Out of date",
            Self::TooCostly => "Too costly to prepare",
            Self::SmallNumbers => "Small-number check not done",
        }
    }
}

/// The closed gates of a topic on a day. A person's finding comes before what the answers show.
#[must_use]
pub fn gates(evidence: &Evidence, weights: &Weights, on: NaiveDate) -> Vec<Gate> {
    let limits = &weights.gates;
    let checks = &evidence.checks;
    let mut closed = Vec::new();
    let mut close = |kind, reason: Option<String>| {
        closed.extend(reason.map(|reason| Gate { kind, reason }));
    };
    close(
        GateKind::NotHeld,
        checks.not_held.clone().or_else(|| {
            all_alike(evidence, on, limits.answers_alike, Outcome::NotHeld)
                .map(|n| format!("all {n} answers in the last 24 months were that it is not held"))
        }),
    );
    close(
        GateKind::Exempt,
        checks.exempt.clone().or_else(|| {
            all_alike(evidence, on, limits.answers_alike, Outcome::Refused)
                .map(|n| format!("all {n} answers in the last 24 months were refusals"))
        }),
    );
    close(GateKind::PersonalData, checks.personal_data.clone());
    close(
        GateKind::OutOfDate,
        checks
            .describes_until
            .filter(|until| *until < months_before(on, limits.out_of_date_months))
            .map(|until| {
                format!(
                    "it describes nothing after {}, more than {} ago",
                    words::date(until),
                    words::count(limits.out_of_date_months as usize, "month")
                )
            }),
    );
    close(
        GateKind::TooCostly,
        checks
            .preparation_hours
            .filter(|hours| *hours > limits.preparation_hours)
            .map(|hours| {
                format!(
                    "it would take {hours} hours to prepare, more than {}",
                    limits.preparation_hours
                )
            }),
    );
    close(
        GateKind::SmallNumbers,
        match checks.small_numbers {
            SmallNumbers::NotDone => {
                Some("it holds counts of people and nobody has checked the small ones".to_owned())
            }
            SmallNumbers::NotNeeded | SmallNumbers::Done => None,
        },
    );
    closed
}

/// How many answers there are, when there are enough and every one is this one.
fn all_alike(evidence: &Evidence, on: NaiveDate, enough: usize, outcome: Outcome) -> Option<usize> {
    let mut answers = 0;
    for request in evidence.received(on, 24) {
        match request.outcome {
            Outcome::Withdrawn | Outcome::Undecided => {}
            other if other == outcome => answers += 1,
            Outcome::Full
            | Outcome::Part
            | Outcome::Refused
            | Outcome::NotHeld
            | Outcome::AlreadyPublic => return None,
        }
    }
    (answers > 0 && answers >= enough).then_some(answers)
}

#[cfg(test)]
#[path = "gates_tests.rs"]
mod tests;
