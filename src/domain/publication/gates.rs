//! Gates: what blocks publication, each with its reason. A gate never changes the score.

use chrono::NaiveDate;
use serde::Serialize;

use super::counted::{Counted, Which};
use super::evidence::{Evidence, MONTHS_SCORED, Outcome, SmallNumbers, months_before};
use super::reckon::real;
use super::sentence::{Of, Sentence};
use super::shape::Side;
use super::share::phrases;
use super::weights::Weights;
use crate::domain::words;

/// A closed gate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Gate {
    /// Which gate.
    pub kind: GateKind,
    /// Why it is closed, as a sentence without a full stop.
    pub reason: Sentence,
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
    /// Most requests are about one address, person or incident each.
    OwnFiles,
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
            Self::OwnFiles => "Mostly own files",
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
    let mut close = |kind, reason: Option<Sentence>| {
        closed.extend(reason.map(|reason| Gate { kind, reason }));
    };
    let found = |finding: &Option<String>| finding.clone().map(Sentence::from);
    let alike = |which, said| all_alike(evidence, on, limits.answers_alike, which, said);
    close(
        GateKind::NotHeld,
        found(&checks.not_held).or_else(|| alike(Which::NotHeld, " were that it is not held")),
    );
    close(
        GateKind::Exempt,
        found(&checks.exempt).or_else(|| alike(Which::Refused, " were refusals")),
    );
    close(GateKind::PersonalData, found(&checks.personal_data));
    close(
        GateKind::OwnFiles,
        match (&checks.no_own_files, weights.shape.mostly) {
            (None, Some(mostly)) => mostly_own_files(evidence, on, limits.answers_alike, mostly),
            (Some(_), _) | (_, None) => None,
        },
    );
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
                .into()
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
                .into()
            }),
    );
    close(
        GateKind::SmallNumbers,
        match checks.small_numbers {
            SmallNumbers::NotDone => {
                Some("it holds counts of people and nobody has checked the small ones".into())
            }
            SmallNumbers::NotNeeded | SmallNumbers::Done => None,
        },
    );
    closed
}

/// That most requests are about one address, person or incident each, where enough were read.
fn mostly_own_files(
    evidence: &Evidence,
    on: NaiveDate,
    enough: usize,
    mostly: f64,
) -> Option<Sentence> {
    let scored = Counted::months(on, MONTHS_SCORED);
    let count = |which| scored.only(which).count(evidence);
    let own = count(Which::OwnFile);
    let read = own + count(Which::Publishable) + count(Which::NeitherShape);
    (own > 0 && read >= enough && real(own) >= real(read) * mostly).then(|| {
        Sentence::default()
            .figure(
                format!(
                    "{} of {} read",
                    words::thousands(own),
                    words::count(read, "request")
                ),
                Of::Requests,
                scored.only(Which::OwnFile),
            )
            .text(" are about one address, person or incident each")
            .text(phrases(evidence, scored, Side::OwnFile))
    })
}

/// That all answers were of one kind, where there are enough.
fn all_alike(
    evidence: &Evidence,
    on: NaiveDate,
    enough: usize,
    which: Which,
    said: &str,
) -> Option<Sentence> {
    let scored = Counted::months(on, MONTHS_SCORED);
    let answers = scored
        .requests(evidence)
        .filter(|r| match r.outcome {
            Outcome::Withdrawn | Outcome::Undecided => false,
            Outcome::Full
            | Outcome::Part
            | Outcome::Refused
            | Outcome::NotHeld
            | Outcome::AlreadyPublic => true,
        })
        .count();
    let alike = scored.only(which);
    (answers > 0 && answers >= enough && alike.count(evidence) == answers).then(|| {
        Sentence::default()
            .text("all ")
            .figure(
                format!("{answers} answers in the last 24 months"),
                Of::Requests,
                alike,
            )
            .text(said)
    })
}

#[cfg(test)]
#[path = "gates_tests.rs"]
mod tests;
