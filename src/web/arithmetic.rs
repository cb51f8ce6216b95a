//! The arithmetic of a due date for a page: the clock's steps, and each day counted or not.

use super::due_said::{DueSaid, due_said};
use super::pages::arithmetic::{Arithmetic, Day, Reading, Step};
use crate::domain::calendar::Calendar;
use crate::domain::case::Case;
use crate::domain::deadline::{self, Deadlines};
use crate::domain::regime::{Limit, Regime};
use crate::domain::section::Section;
use crate::domain::strip::{self, DayKind, strip};
use crate::domain::words::{self, long_date, sentence};
use chrono::NaiveDate;

/// How a due date came about under the limit that applies. While the clock is stopped there is no due
/// date, and so no strip of days.
#[must_use]
pub fn arithmetic(
    deadlines: &Deadlines,
    regime: &Regime,
    calendar: &Calendar,
    limit: &Limit,
) -> Arithmetic {
    let steps = deadlines.explanation.iter();
    let said = due_said(deadlines, regime, calendar, None);
    arithmetic_of(deadlines, (said, steps), regime, calendar, limit)
}

/// The same of a case as it stands, for its requester, who is told no furthest day of an extension.
#[must_use]
pub fn arithmetic_for_requesters(
    deadlines: &Deadlines,
    regime: &Regime,
    calendar: &Calendar,
    case: &Case,
) -> Arithmetic {
    let steps = deadlines.told_to_requesters();
    let said = due_said(deadlines, regime, calendar, Some(case));
    arithmetic_of(
        deadlines,
        (said, steps),
        regime,
        calendar,
        case.limit(regime),
    )
}

fn arithmetic_of<'a>(
    deadlines: &'a Deadlines,
    (said, steps): (DueSaid, impl Iterator<Item = &'a deadline::Step>),
    regime: &Regime,
    calendar: &Calendar,
    limit: &Limit,
) -> Arithmetic {
    let cited = |section: Option<&Section>| section.map(Section::to_string).unwrap_or_default();
    Arithmetic {
        lead: said.lead,
        due: said.due,
        rest: said.rest,
        steps: steps
            .map(|step| {
                Step::new(
                    long_date(step.on),
                    beside_its_day(&step.text, step.on),
                    cited(step.section.as_ref()),
                )
            })
            .collect(),
        days: strip(deadlines, limit, regime.days(calendar, deadlines.received))
            .iter()
            .map(|day| Day {
                date: day.on.format("%a %-d %b %Y").to_string(),
                counts: day.text.clone(),
                section: cited(day.section.as_ref()),
                look: look(day),
            })
            .collect(),
        readings: Vec::new(),
    }
}

/// The same for the desk, with how the law is read where it is disputed, whether it decides a date
/// of this case or not.
#[must_use]
pub fn arithmetic_with_readings(
    deadlines: &Deadlines,
    regime: &Regime,
    calendar: &Calendar,
    case: &Case,
) -> Arithmetic {
    let readings = regime.readings.iter().map(|reading| Reading {
        taken: sentence(&reading.taken().text),
        other: sentence(&reading.other().text),
        section: reading.section.to_string(),
        certainty: reading.certainty.words().to_owned(),
        reviewed: reading.reviewed(),
    });
    let steps = deadlines.explanation.iter();
    let said = due_said(deadlines, regime, calendar, Some(case));
    Arithmetic {
        readings: readings.collect(),
        ..arithmetic_of(
            deadlines,
            (said, steps),
            regime,
            calendar,
            case.limit(regime),
        )
    }
}

/// What a step says beside its day, which it need not say again.
fn beside_its_day(text: &str, on: NaiveDate) -> String {
    let rest = text.strip_prefix(&long_date(on)).unwrap_or(text);
    let rest = rest.strip_prefix(": ").or(rest.strip_prefix(" is "));
    words::sentence(rest.unwrap_or(text))
}

/// How a day looks; its words say the same.
const fn look(day: &strip::Day) -> &'static str {
    match day.kind {
        DayKind::Start => "start",
        DayKind::Counted => "counts",
        DayKind::Off => "not",
        DayKind::Stopped => "stopped",
        DayKind::Due => "due",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::law::Law;
    use crate::domain::clock::{ClockEvent, ClockEventKind as Kind, compute};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// The days of a request under FOIA 2000, each as it is shown.
    fn days(received: &str, events: &[(Kind, &str)]) -> Vec<String> {
        let law = Law::load(None).unwrap();
        let regime = law.regime("uk-foia-2000", day(received)).unwrap();
        let calendar = law.calendar(&regime.default_calendar).unwrap();
        let event = |(kind, on): &(Kind, &str)| ClockEvent::new(*kind, day(on));
        let events: Vec<ClockEvent> = events.iter().map(event).collect();
        let deadlines = compute(regime, calendar, day(received), &events).unwrap();
        arithmetic(&deadlines, regime, calendar, &regime.limit)
            .days
            .into_iter()
            .map(|day| {
                let (date, _) = day.date.rsplit_once(' ').unwrap_or_default();
                format!("{date}: {} {}", day.counts, day.section)
                    .trim()
                    .to_owned()
            })
            .collect()
    }

    #[test]
    fn a_step_does_not_say_again_the_day_it_stands_beside() {
        let on = day("2026-06-15");
        let said = |text| beside_its_day(text, on);
        assert_eq!(
            said("Monday 15 June 2026 is not counted: a holiday"),
            "Not counted: a holiday."
        );
        assert_eq!(
            said("Monday 15 June 2026: the request was answered."),
            "The request was answered."
        );
        assert_eq!(
            said("Received on Monday 15 June 2026, which is day 0"),
            "Received on Monday 15 June 2026, which is day 0."
        );
    }

    #[test]
    fn each_day_is_numbered_or_says_why_it_is_not_and_whose_holiday_it_is() {
        let shown = days("2026-06-11", &[]);
        assert_eq!(
            shown[..7],
            [
                "Thu 11 Jun: received s.10(1)",
                "Fri 12 Jun: 1",
                "Sat 13 Jun: Saturday",
                "Sun 14 Jun: Sunday",
                "Mon 15 Jun: World Cup bank holiday in Scotland",
                "Tue 16 Jun: 2",
                "Wed 17 Jun: 3",
            ]
        );
        assert_eq!(shown.last().unwrap(), "Fri 10 Jul: 20, due s.10(1)");
    }

    #[test]
    fn a_pause_shows_its_section_on_both_its_ends_and_the_count_goes_on() {
        let paid = [
            (Kind::FeesNoticeIssued, "2026-06-02"),
            (Kind::FeePaid, "2026-06-03"),
        ];
        let shown = days("2026-06-01", &paid);
        assert_eq!(
            shown[..4],
            [
                "Mon 1 Jun: received s.10(1)",
                "Tue 2 Jun: the clock stands still s.10(2)",
                "Wed 3 Jun: the clock stands still s.10(2)",
                "Thu 4 Jun: 1",
            ]
        );
        assert!(shown.last().unwrap().contains(": 20, due"));
    }

    #[test]
    fn a_restart_begins_again_and_an_extension_runs_on_to_its_own_last_day() {
        let events = [
            (Kind::ClarificationSought, "2026-06-02"),
            (Kind::ClarificationReceived, "2026-06-03"),
            (Kind::Extended, "2026-06-04"),
        ];
        let shown = days("2026-06-01", &events);
        assert_eq!(
            shown[1..4],
            [
                "Tue 2 Jun: not counted: the time begins again s.1(3)",
                "Wed 3 Jun: begins again s.1(3)",
                "Thu 4 Jun: 1, extended s.10(3)",
            ]
        );
        assert!(shown.last().unwrap().contains(": 40, due"));
    }
}
