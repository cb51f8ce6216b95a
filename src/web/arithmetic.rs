//! The arithmetic of a due date for a page: the clock's steps, and each day counted or not.

use super::pages::arithmetic::{Arithmetic, Day, Step};
use crate::domain::calendar::{Calendar, is_weekend};
use crate::domain::deadline::{Deadlines, StepKind};
use crate::domain::regime::{Counted, Regime, Unit};
use crate::domain::section::Section;
use crate::domain::words::long_date;
use chrono::NaiveDate;

/// The most days a strip shows; a longer one tells nobody anything.
const LONGEST_STRIP: i64 = 400;

/// How the due date of a case came about. While the clock is stopped there is no due date, and
/// so no strip of days.
#[must_use]
pub fn arithmetic(deadlines: &Deadlines, regime: &Regime, calendar: &Calendar) -> Arithmetic {
    Arithmetic {
        due: deadlines
            .due
            .map_or_else(|| "no day yet: the clock is stopped".to_owned(), long_date),
        law: regime.title.clone(),
        steps: deadlines
            .explanation
            .iter()
            .map(|step| {
                Step::new(
                    long_date(step.on),
                    format!("{}.", step.text.trim_end_matches('.')),
                    step.section
                        .as_ref()
                        .map(Section::to_string)
                        .unwrap_or_default(),
                )
            })
            .collect(),
        days: deadlines
            .due
            .filter(|due| (*due - deadlines.received).num_days() <= LONGEST_STRIP)
            .map(|due| strip(deadlines, due, regime, calendar))
            .unwrap_or_default(),
    }
}

/// Every day from receipt to the last day, each with its number or why it has none.
fn strip(deadlines: &Deadlines, due: NaiveDate, regime: &Regime, calendar: &Calendar) -> Vec<Day> {
    let happened = |on: NaiveDate, kind: StepKind| {
        deadlines
            .explanation
            .iter()
            .filter(|step| step.on == on && step.kind == kind)
            .count()
    };
    let from_next_day = regime.limit.counted == Counted::FromNextDay;
    let counts_first_day = regime.limit.counted == Counted::BeginningWith;
    let (mut number, mut stops, mut day_0) = (0u32, 0usize, Some(deadlines.received));
    deadlines
        .received
        .iter_days()
        .take_while(|on| *on <= due)
        .map(|on| {
            let paused = happened(on, StepKind::Paused);
            let resumed = happened(on, StepKind::Resumed);
            let restarted = happened(on, StepKind::Restarted) > 0;
            if restarted {
                number = 0;
                day_0 = Some(on);
            }
            let first = day_0 == Some(on);
            let reason = if (stops > 0 && !restarted) || paused > 0 {
                Some("the clock was stopped".to_owned())
            } else if first && !counts_first_day {
                Some(
                    if restarted {
                        "begins again"
                    } else {
                        "received"
                    }
                    .to_owned(),
                )
            } else if from_next_day && day_0 == on.pred_opt() {
                Some("the count begins after it".to_owned())
            } else {
                day_off(regime.limit.unit, on, calendar)
            };
            // The day the requester answers still belongs to the pause.
            stops = (stops + paused).saturating_sub(resumed + usize::from(restarted));
            let counted = reason.is_none();
            number += u32::from(counted);
            Day {
                date: on.format("%a %-d %b %Y").to_string(),
                counts: reason.unwrap_or_else(|| number.to_string()),
                counted,
            }
        })
        .collect()
}

/// Why a day is not counted: a weekend or a holiday, where only working days are.
fn day_off(unit: Unit, on: NaiveDate, calendar: &Calendar) -> Option<String> {
    match unit {
        Unit::WorkingDay | Unit::Weekday if calendar.is_working_day(on) => None,
        Unit::WorkingDay | Unit::Weekday if is_weekend(on) => Some(on.format("%A").to_string()),
        Unit::WorkingDay | Unit::Weekday => Some(
            calendar
                .holiday(on)
                .map_or_else(|| "not a working day".to_owned(), |h| h.name.clone()),
        ),
        Unit::CalendarDay | Unit::Week | Unit::CalendarMonth => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::law::Law;
    use crate::domain::clock::{ClockEvent, ClockEventKind, compute};

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    fn shown(received: NaiveDate, events: &[ClockEvent]) -> Arithmetic {
        let law = Law::load(None).unwrap();
        let regime = law.regime("uk-foia-2000", received).unwrap();
        let calendar = law.calendar(&regime.default_calendar).unwrap();
        let deadlines = compute(regime, calendar, received, events).unwrap();
        arithmetic(&deadlines, regime, calendar)
    }

    #[test]
    fn the_strip_numbers_the_twentieth_working_day_as_the_last() {
        let shown = shown(day(2026, 3, 25), &[]);
        assert_eq!(shown.days.first().unwrap().counts, "received");
        let last = shown.days.last().unwrap();
        assert_eq!((last.counts.as_str(), last.counted), ("20", true));
        let good_friday = shown.days.iter().find(|d| d.date == "Fri 3 Apr 2026");
        assert_eq!(good_friday.unwrap().counts, "Good Friday");
    }

    #[test]
    fn the_strip_begins_again_when_the_clarification_comes() {
        let events = [
            ClockEvent::new(ClockEventKind::ClarificationSought, day(2026, 6, 3)),
            ClockEvent::new(ClockEventKind::ClarificationReceived, day(2026, 6, 10)),
        ];
        let shown = shown(day(2026, 6, 1), &events);
        assert_eq!(shown.days.last().unwrap().counts, "20");
        assert_eq!(shown.days.iter().filter(|d| d.counted).count(), 21);
    }
}
