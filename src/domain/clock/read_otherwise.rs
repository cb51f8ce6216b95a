//! Which dates rest on a disputed reading of the law: those that the other reading would move.

use crate::domain::calendar::Calendar;
use crate::domain::clock::event::ClockEvent;
use crate::domain::clock::{Circumstances, dates_alone};
use crate::domain::deadline::{Deadlines, Disputed, Step, StepKind};
use crate::domain::regime::{DecidedDate, Reading, Regime, kinds};
use crate::domain::words::long_date;
use chrono::NaiveDate;

/// The dates looked at, those that others follow from before them.
const LOOKED_AT: [DecidedDate; 8] = [
    DecidedDate::Due,
    DecidedDate::FeeDueBy,
    DecidedDate::ReviewRequestBy,
    DecidedDate::SilenceReviewBy,
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
    let received = deadlines.received;
    let read = |other: &Regime| dates_alone(other, calendar, received, events, circumstances);
    let mut steps = Vec::new();
    // What each reading that can decide something gives by itself.
    let mut alone = Vec::new();
    for other in &regime.otherwise {
        let Some(reading) = regime.readings.get(other.reading) else {
            continue;
        };
        let (here, there) = (
            regime.days(calendar, received),
            other.regime.days(calendar, received),
        );
        if !other.may_decide(happened) || other.of_days && std::ptr::eq(here, there) {
            continue;
        }
        match read(&other.regime) {
            Ok(otherwise) => {
                steps.extend(decided(deadlines, &otherwise, &[reading], regime, &[]));
                alone.push((other.reading, otherwise));
            }
            Err(_) => steps.push(impossible_otherwise(deadlines, &[reading])),
        }
    }
    for both in &regime.together {
        let [first, second] = both.readings.map(|at| {
            let found = alone.iter().find(|(reading, _)| *reading == at);
            Some((regime.readings.get(at)?, &found?.1))
        });
        let (Some((first, by_first)), Some((second, by_second))) = (first, second) else {
            continue;
        };
        let readings = [first, second];
        match read(&both.regime) {
            Ok(otherwise) => {
                let alone = [by_first, by_second];
                steps.extend(decided(deadlines, &otherwise, &readings, regime, &alone));
            }
            Err(_) => steps.push(impossible_otherwise(deadlines, &readings)),
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

/// The dates that differ, and do not by one of the readings alone. What follows from the last day
/// for the answer is not told beside it.
fn decided(
    deadlines: &Deadlines,
    otherwise: &Deadlines,
    readings: &[&Reading],
    regime: &Regime,
    alone: &[&Deadlines],
) -> Vec<(Step, Disputed)> {
    let differs = |which: DecidedDate| {
        let told = deadlines.date(which);
        told != otherwise.date(which) && alone.iter().all(|one| one.date(which) == told)
    };
    let due = differs(DecidedDate::Due);
    LOOKED_AT
        .into_iter()
        .filter(|which| differs(*which))
        .filter(|which| match which {
            DecidedDate::LapsesOn
            | DecidedDate::LatestExtendedDue
            | DecidedDate::SilenceReviewBy => !due,
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
                | DecidedDate::SilenceReviewBy
                | DecidedDate::ReviewDue
                | DecidedDate::RegulatorBy => long_date(on),
            };
            let (on, text) = match (deadlines.date(which), otherwise.date(which)) {
                (Some(on), Some(other)) => (
                    on,
                    format!(
                        "{}; {name} would be {}",
                        rests(&told(on), readings),
                        long_date(other)
                    ),
                ),
                (Some(on), None) => (
                    on,
                    format!(
                        "{}; there would be no {} as things are",
                        rests(&told(on), readings),
                        without_the(&name)
                    ),
                ),
                (None, Some(other)) => (
                    other,
                    format!(
                        "{}; it would be {}",
                        rests(
                            &format!("That there is no {} as things are", without_the(&name)),
                            readings
                        ),
                        long_date(other)
                    ),
                ),
                (None, None) => return None,
            };
            Some(step(on, text, readings, Some(which)))
        })
        .collect()
}

/// What happened could not have been under the other reading: so all dates rest on the one taken.
fn impossible_otherwise(deadlines: &Deadlines, readings: &[&Reading]) -> (Step, Disputed) {
    let on = deadlines.due.unwrap_or(deadlines.received);
    let what = deadlines
        .due
        .map_or_else(|| "What is told here".to_owned(), long_date);
    let text = format!(
        "{}; what is recorded here could not have been",
        rests(&what, readings)
    );
    step(on, text, readings, None)
}

/// A name in a sentence that says that there is none.
fn without_the(name: &str) -> &str {
    name.strip_prefix("the ").unwrap_or(name)
}

fn rests(what: &str, readings: &[&Reading]) -> String {
    let each = |said: fn(&Reading) -> String, between: &str| {
        let said: Vec<String> = readings.iter().map(|reading| said(reading)).collect();
        said.join(between)
    };
    let sections = each(|reading| reading.section.to_string(), " and of ");
    let taken = each(
        |reading| format!("{} ({})", reading.taken().text, reading.answered_for()),
        "; and ",
    );
    let other = each(|reading| reading.other().text.clone(), "; and ");
    let disputed = match readings {
        [_] => format!("a reading of {sections} that is disputed"),
        _ => format!("readings of {sections} that are disputed and move it only together"),
    };
    format!("{what} rests on {disputed}: {taken}. Read otherwise, {other}")
}

fn step(
    on: NaiveDate,
    text: String,
    readings: &[&Reading],
    date: Option<DecidedDate>,
) -> (Step, Disputed) {
    let ids: Vec<&str> = readings.iter().map(|reading| reading.id.as_str()).collect();
    let disputed = Disputed {
        reading: ids.join(" "),
        date,
        text: text.clone(),
    };
    let step = Step {
        on,
        text,
        section: readings.first().map(|reading| reading.section.clone()),
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
            Self::SilenceReviewBy => {
                format!("the last day to ask for the {review} because no answer came")
            }
            Self::ReviewDue => format!("the last day for the outcome of the {review}"),
            Self::RegulatorBy => {
                format!("the last day to complain to the {}", regime.words.regulator)
            }
        }
    }
}
