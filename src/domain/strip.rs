//! A due date day by day: what each day from receipt to the last one counts as, or why it does
//! not count. It reads what the clock explained and counts nothing itself but the days.

use crate::domain::calendar::{Calendar, is_weekend};
use crate::domain::deadline::{Deadlines, Step, StepKind};
use crate::domain::regime::{Counted, Limit, Unit};
use crate::domain::section::Section;
use chrono::NaiveDate;

/// The most days a strip shows; a longer one tells nobody anything.
const LONGEST: i64 = 400;

/// What a day is in the count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DayKind {
    /// Day 0: receipt, or a restart.
    Start,
    /// It counts.
    Counted,
    /// A weekend or a holiday.
    Off,
    /// The clock stood still, or the authority was closed.
    Stopped,
    /// The last day.
    Due,
}

/// One day between receipt and the last day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Day {
    /// The day.
    pub on: NaiveDate,
    /// What it is.
    pub kind: DayKind,
    /// Its number, or why it has none: `World Cup bank holiday in Scotland`.
    pub text: String,
    /// Where the law says so.
    pub section: Option<Section>,
}

/// Every day from receipt to the last day, both included; none while there is no last day, for a
/// case that kept a date counted by another law, and for a very long time.
#[must_use]
pub fn strip(deadlines: &Deadlines, limit: &Limit, calendar: &Calendar) -> Vec<Day> {
    let received = deadlines.received;
    let Some(due) = deadlines
        .due
        .filter(|due| (*due - received).num_days() <= LONGEST && deadlines.counts_to_due())
    else {
        return Vec::new();
    };
    let mut walk = Walk {
        deadlines,
        limit,
        calendar,
        due,
        number: 0,
        stops: Vec::new(),
        day_0: received,
        closed_to: None,
    };
    received
        .iter_days()
        .take_while(|on| *on <= due)
        .map(|on| walk.day(on))
        .collect()
}

struct Walk<'a> {
    deadlines: &'a Deadlines,
    limit: &'a Limit,
    calendar: &'a Calendar,
    due: NaiveDate,
    number: u32,
    /// The section of each stop that is still open.
    stops: Vec<Option<Section>>,
    day_0: NaiveDate,
    /// The last day of the closure the walk is in.
    closed_to: Option<(NaiveDate, Option<Section>)>,
}

impl<'a> Walk<'a> {
    fn steps(&self, on: NaiveDate, kind: StepKind) -> impl Iterator<Item = &'a Step> + use<'a> {
        let steps = self.deadlines.explanation.iter();
        steps.filter(move |step| step.on == on && step.kind == kind)
    }

    fn day(&mut self, on: NaiveDate) -> Day {
        let mut day = self.counted(on);
        if let Some(step) = self.steps(on, StepKind::Extended).next() {
            day.text.push_str(", extended");
            day.section = day.section.or_else(|| step.section.clone());
        }
        day
    }

    fn counted(&mut self, on: NaiveDate) -> Day {
        let restarted = self.steps(on, StepKind::Restarted).next();
        let paused: Vec<_> = self
            .steps(on, StepKind::Paused)
            .map(|step| step.section.clone())
            .collect();
        let ended: usize = [StepKind::Resumed, StepKind::Restarted]
            .map(|kind| self.steps(on, kind).count())
            .iter()
            .sum();
        // The day the requester answers still belongs to the pause; a restart ends it at once.
        let open = self.stops.first().or(paused.first()).cloned();
        self.stops.extend(paused);
        self.stops.drain(..ended.min(self.stops.len()));
        let stopped = match restarted {
            Some(_) => self.stops.first().cloned(),
            None => open,
        };
        if let Some(step) = restarted {
            self.number = 0;
            self.day_0 = on;
            if stopped.is_none() {
                return day(on, DayKind::Start, "begins again", step.section.clone());
            }
        }
        if let Some(section) = stopped.filter(|_| on != self.deadlines.received) {
            let text = if self.begins_again(on, section.as_ref()) {
                "not counted: the time begins again"
            } else {
                "the clock stands still"
            };
            return day(on, DayKind::Stopped, text, section);
        }
        self.running(on)
    }

    /// Whether what was waited for on a day, under a section, began the time again when it came.
    fn begins_again(&self, on: NaiveDate, section: Option<&Section>) -> bool {
        let mut steps = self.deadlines.explanation.iter();
        let came = steps.find(|step| {
            let ends = matches!(step.kind, StepKind::Resumed | StepKind::Restarted);
            ends && step.on >= on && step.section.as_ref() == section
        });
        came.is_some_and(|step| step.kind == StepKind::Restarted)
    }

    fn running(&mut self, on: NaiveDate) -> Day {
        let counts_first = self.limit.counted == Counted::BeginningWith;
        if on == self.day_0 && !counts_first {
            let section = Some(self.limit.section.clone());
            return day(on, DayKind::Start, "received", section);
        }
        if self.limit.counted == Counted::FromNextDay && on.pred_opt() == Some(self.day_0) {
            return day(on, DayKind::Off, "the count begins after it", None);
        }
        if let Some(section) = self.closed(on) {
            return day(on, DayKind::Stopped, "the authority is closed", section);
        }
        if let Some(off) = self.off(on) {
            return day(on, DayKind::Off, off, None);
        }
        self.number += 1;
        let number = self.number.to_string();
        if on != self.due {
            return day(on, DayKind::Counted, number, None);
        }
        let due = self.steps(on, StepKind::Due).next();
        let section = due.and_then(|step| step.section.clone());
        day(on, DayKind::Due, format!("{number}, due"), section)
    }

    /// Whether a day falls into a closure the clock set aside, with the section.
    fn closed(&mut self, on: NaiveDate) -> Option<Option<Section>> {
        if let Some(step) = self.steps(on, StepKind::Closed).next() {
            let runs = self.calendar.closed_days().iter();
            let last = runs
                .filter(|(first, _)| *first == on)
                .map(|run| run.1)
                .max();
            self.closed_to = last.map(|last| (last, step.section.clone()));
        }
        let (last, section) = self.closed_to.as_ref()?;
        (on <= *last).then(|| section.clone())
    }

    /// Why a day is not counted: a weekend or a holiday, where only working days are; or a day
    /// off after the time was over, which moves the last day on.
    fn off(&self, on: NaiveDate) -> Option<String> {
        let only_working_days = match self.limit.unit {
            Unit::WorkingDay | Unit::Weekday => true,
            Unit::CalendarDay | Unit::Week | Unit::CalendarMonth | Unit::Promptly => {
                let rolled = |step: &&Step| step.kind == StepKind::Rolled && step.on <= on;
                self.deadlines.explanation.iter().any(|step| rolled(&step))
            }
        };
        if !only_working_days || self.calendar.is_working_day(on) {
            None
        } else if is_weekend(on) {
            Some(on.format("%A").to_string())
        } else {
            let holiday = self.calendar.holiday(on);
            holiday.map(|holiday| holiday.whose.clone())
        }
    }
}

fn day(on: NaiveDate, kind: DayKind, text: impl Into<String>, section: Option<Section>) -> Day {
    Day {
        on,
        kind,
        text: text.into(),
        section,
    }
}
