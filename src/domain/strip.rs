//! A due date day by day: what each day from receipt to the last one counts as, or why it does
//! not count. It reads what the clock explained and counts nothing itself but the days.

use crate::domain::calendar::{Calendar, is_weekend};
use crate::domain::deadline::{Deadlines, Step, StepKind};
use crate::domain::regime::{Limit, Unit};
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
/// case that kept a date counted by another law, where days were added to a last day that had moved
/// already, so that a day has no one number, and for a very long time.
#[must_use]
pub fn strip(deadlines: &Deadlines, limit: &Limit, calendar: &Calendar) -> Vec<Day> {
    let received = deadlines.received;
    let shown = |due: &NaiveDate| {
        (*due - received).num_days() <= LONGEST
            && deadlines.counts_to_due()
            && !deadlines.moved_first()
    };
    let Some(due) = deadlines.due.filter(shown) else {
        return Vec::new();
    };
    let mut walk = Walk {
        deadlines,
        limit,
        calendar,
        due,
        rolled: deadlines
            .explanation
            .iter()
            .find(|step| step.kind == StepKind::Rolled)
            .map(|step| step.on),
        number: 0,
        start: received,
        left_out: Vec::new(),
        anew: None,
    };
    walk.begin(&deadlines.explanation);
    received
        .iter_days()
        .take_while(|on| *on <= due)
        .map(|on| walk.day(on))
        .collect()
}

/// Days that do not count, first and last included, why, and where the law says so.
type LeftOut<'a> = (NaiveDate, NaiveDate, &'static str, Option<&'a Section>);

struct Walk<'a> {
    deadlines: &'a Deadlines,
    limit: &'a Limit,
    calendar: &'a Calendar,
    due: NaiveDate,
    /// The day from which the last day moved because it was one off.
    rolled: Option<NaiveDate>,
    number: u32,
    /// Receipt, or the last time the clock began again.
    start: NaiveDate,
    left_out: Vec<LeftOut<'a>>,
    /// The next time it begins again: from the question, to the answer.
    anew: Option<(NaiveDate, &'a Step)>,
}

impl<'a> Walk<'a> {
    /// Reads what is left out from here to the next time the clock begins again.
    fn begin(&mut self, steps: &'a [Step]) {
        self.number = 0;
        self.left_out.clear();
        let again = steps
            .iter()
            .position(|step| step.kind == StepKind::Restarted);
        let until = steps.get(..again.unwrap_or(steps.len())).unwrap_or(steps);
        for step in until {
            let why = match step.kind {
                StepKind::Resumed => "the clock stands still",
                StepKind::Closed => "the authority is closed",
                StepKind::Received
                | StepKind::Skipped
                | StepKind::Paused
                | StepKind::Restarted
                | StepKind::Noted
                | StepKind::Extended
                | StepKind::NoticeOwed
                | StepKind::Rolled
                | StepKind::Due
                | StepKind::FeeDue
                | StepKind::ReplyDue
                | StepKind::Answered
                | StepKind::Review
                | StepKind::Regulator
                | StepKind::Ended
                | StepKind::Reading
                | StepKind::Provisional => continue,
            };
            let runs = step.left_out.iter();
            let section = step.section.as_ref();
            self.left_out
                .extend(runs.map(|(first, last)| (*first, *last, why, section)));
        }
        self.anew = again.and_then(|at| steps.get(at)).map(|step| {
            let asked = until.iter().rev();
            let asked = asked
                .filter(|asked| asked.kind == StepKind::Paused)
                .find(|asked| asked.section == step.section);
            (asked.map_or(step.on, |asked| asked.on), step)
        });
    }

    fn day(&mut self, on: NaiveDate) -> Day {
        let mut day = self.counted(on);
        // A day that an extension set can be one that does not count.
        if on == self.due && matches!(day.kind, DayKind::Off | DayKind::Stopped) {
            day.kind = DayKind::Due;
            day.text.push_str(", due");
        }
        let mut steps = self.deadlines.explanation.iter();
        if let Some(step) = steps.find(|step| step.on == on && step.kind == StepKind::Extended) {
            day.text.push_str(", extended");
            day.section = day.section.or_else(|| step.section.clone());
        }
        day
    }

    fn counted(&mut self, on: NaiveDate) -> Day {
        let mut began = None;
        // It may begin again more than once on one day.
        while let Some((_, step)) = self.anew.filter(|(_, step)| step.on == on) {
            began = Some(step);
            self.start = on;
            let steps = &self.deadlines.explanation;
            let after = steps.iter().position(|other| std::ptr::eq(other, step));
            let after = after.map_or(steps.len(), |at| at + 1);
            self.begin(steps.get(after..).unwrap_or_default());
            let runs = step.left_out.iter();
            let why = "the clock stands still";
            self.left_out
                .extend(runs.map(|(first, last)| (*first, *last, why, step.section.as_ref())));
        }
        let mut runs = self.left_out.iter();
        let within = runs.find(|(first, last, ..)| *first <= on && on <= *last);
        if let Some((_, _, why, section)) = within {
            return day(on, DayKind::Stopped, *why, section.cloned());
        }
        if on < self.limit.first_counted(self.start) {
            return match began {
                Some(step) => self.start_day(on, "begins again", step.section.clone()),
                None if on == self.start => {
                    self.start_day(on, "received", Some(self.limit.section.clone()))
                }
                None => day(on, DayKind::Off, "the count begins after it", None),
            };
        }
        if let Some((_, step)) = self
            .anew
            .filter(|(asked, _)| *asked <= on && on != self.start)
        {
            let why = "not counted: the time begins again";
            return day(on, DayKind::Stopped, why, step.section.clone());
        }
        if let Some(off) = self.off(on) {
            return day(on, DayKind::Off, off, None);
        }
        self.number += 1;
        let number = self.number.to_string();
        if on == self.start {
            let (what, section) = match began {
                Some(step) => ("begins again", step.section.clone()),
                None => ("received", Some(self.limit.section.clone())),
            };
            return day(on, DayKind::Start, format!("{what}, {number}"), section);
        }
        if on != self.due {
            return day(on, DayKind::Counted, number, None);
        }
        let mut steps = self.deadlines.explanation.iter();
        let due = steps.find(|step| step.on == on && step.kind == StepKind::Due);
        let section = due.and_then(|step| step.section.clone());
        day(on, DayKind::Due, format!("{number}, due"), section)
    }

    /// A day from which the time runs and that has no number itself.
    fn start_day(&self, on: NaiveDate, what: &str, section: Option<Section>) -> Day {
        if on == self.due {
            return day(on, DayKind::Due, format!("{what}, due"), section);
        }
        day(on, DayKind::Start, what, section)
    }

    /// Why a day is not counted: a weekend or a holiday, where only working days are; or a day
    /// off after the time was over, which moves the last day on.
    fn off(&self, on: NaiveDate) -> Option<String> {
        let only_working_days = match self.limit.unit {
            Unit::WorkingDay | Unit::Weekday => true,
            Unit::CalendarDay | Unit::Week | Unit::CalendarMonth | Unit::Promptly => {
                self.rolled.is_some_and(|from| from <= on)
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
