//! Which dates rest on a disputed reading of the law: those that the other reading would move.

use crate::domain::calendar::Calendar;
use crate::domain::clock::event::ClockEvent;
use crate::domain::clock::{Circumstances, dates_alone};
use crate::domain::deadline::{Deadlines, Disputed, Step, StepKind};
use crate::domain::regime::{DecidedDate, Reading, Regime, kinds};
use crate::domain::words::long_date;
use chrono::NaiveDate;

/// The dates looked at, those that others follow from before them.
const LOOKED_AT: [DecidedDate; 7] = [
    DecidedDate::Due,
    DecidedDate::FeeDueBy,
    DecidedDate::ReviewRequestBy,
    DecidedDate::ReviewDue,
    DecidedDate::RegulatorBy,
    DecidedDate::LapsesOn,
    DecidedDate::LatestExtendedDue,
];

/// Adds to an explanation which of its dates rest on a reading, and what they would be otherwise.
pub(super) fn tell_readings(
    deadlines: &mut Deadlines,
    regime: &Regime,
    calendar: &Calendar,
    events: &[ClockEvent],
    circumstances: Circumstances<'_>,
) {
    if regime.otherwise.is_empty() {
        return;
    }
    let happened = kinds(events.iter().map(|event| event.kind));
    let mut steps = Vec::new();
    for other in &regime.otherwise {
        let Some(reading) = regime.readings.get(other.reading) else {
            continue;
        };
        if !other.may_decide(happened) {
            continue;
        }
        let received = deadlines.received;
        match dates_alone(&other.regime, calendar, received, events, circumstances) {
            Ok(otherwise) => steps.extend(decided(deadlines, &otherwise, reading, regime)),
            Err(_) => steps.push(impossible_otherwise(deadlines, reading)),
        }
    }
    for (step, disputed) in steps {
        deadlines.disputed.push(disputed);
        let explanation = &mut deadlines.explanation;
        let before = explanation
            .iter()
            .rposition(|other| other.on <= step.on && other.kind != StepKind::Provisional);
        explanation.insert(before.map_or(0, |at| at + 1), step);
    }
}

/// The dates that differ. What follows from the last day for the answer is not told beside it.
fn decided(
    deadlines: &Deadlines,
    otherwise: &Deadlines,
    reading: &Reading,
    regime: &Regime,
) -> Vec<(Step, Disputed)> {
    let differs = |which: DecidedDate| deadlines.date(which) != otherwise.date(which);
    let due = differs(DecidedDate::Due);
    LOOKED_AT
        .into_iter()
        .filter(|which| differs(*which))
        .filter(|which| match which {
            DecidedDate::LapsesOn | DecidedDate::LatestExtendedDue => !due,
            DecidedDate::Due
            | DecidedDate::FeeDueBy
            | DecidedDate::ReviewRequestBy
            | DecidedDate::ReviewDue
            | DecidedDate::RegulatorBy => true,
        })
        .filter_map(|which| {
            let name = which.name(regime);
            // The day after the last one is no day a letter tells: it says whose it is.
            let told = |on| match which {
                DecidedDate::LapsesOn => format!("The {} on {}", without_the(&name), long_date(on)),
                DecidedDate::Due
                | DecidedDate::LatestExtendedDue
                | DecidedDate::FeeDueBy
                | DecidedDate::ReviewRequestBy
                | DecidedDate::ReviewDue
                | DecidedDate::RegulatorBy => long_date(on),
            };
            let (on, text) = match (deadlines.date(which), otherwise.date(which)) {
                (Some(on), Some(other)) => (
                    on,
                    format!(
                        "{}; {name} would be {}",
                        rests(&told(on), reading),
                        long_date(other)
                    ),
                ),
                (Some(on), None) => (
                    on,
                    format!(
                        "{}; there would be no {} as things are",
                        rests(&told(on), reading),
                        without_the(&name)
                    ),
                ),
                (None, Some(other)) => (
                    other,
                    format!(
                        "{}; it would be {}",
                        rests(
                            &format!("That there is no {} as things are", without_the(&name)),
                            reading
                        ),
                        long_date(other)
                    ),
                ),
                (None, None) => return None,
            };
            Some(step(on, text, reading, Some(which)))
        })
        .collect()
}

/// What happened could not have been under the other reading: so all dates rest on the one taken.
fn impossible_otherwise(deadlines: &Deadlines, reading: &Reading) -> (Step, Disputed) {
    let on = deadlines.due.unwrap_or(deadlines.received);
    let what = deadlines
        .due
        .map_or_else(|| "What is told here".to_owned(), long_date);
    let text = format!(
        "{}; what is recorded here could not have been",
        rests(&what, reading)
    );
    step(on, text, reading, None)
}

/// A name in a sentence that says that there is none.
fn without_the(name: &str) -> &str {
    name.strip_prefix("the ").unwrap_or(name)
}

fn rests(what: &str, reading: &Reading) -> String {
    format!(
        "{what} rests on a reading of {} that is disputed: {} ({}). Read otherwise, {}",
        reading.section,
        reading.taken().text,
        reading.answered_for(),
        reading.other().text
    )
}

fn step(
    on: NaiveDate,
    text: String,
    reading: &Reading,
    date: Option<DecidedDate>,
) -> (Step, Disputed) {
    let disputed = Disputed {
        reading: reading.id.clone(),
        date,
        text: text.clone(),
    };
    let step = Step {
        on,
        text,
        section: Some(reading.section.clone()),
        kind: StepKind::Reading,
        left_out: Vec::new(),
    };
    (step, disputed)
}

impl DecidedDate {
    /// What it is called in a sentence.
    #[must_use]
    pub fn name(self, regime: &Regime) -> String {
        let review = &regime.words.review;
        match self {
            Self::Due => "the last day for the answer".to_owned(),
            Self::LatestExtendedDue => "the furthest day of an extension".to_owned(),
            Self::FeeDueBy => "the last day to pay".to_owned(),
            Self::LapsesOn => "the lapse of the request".to_owned(),
            Self::ReviewRequestBy => format!("the last day to ask for the {review}"),
            Self::ReviewDue => format!("the last day for the outcome of the {review}"),
            Self::RegulatorBy => {
                format!("the last day to complain to the {}", regime.words.regulator)
            }
        }
    }
}
