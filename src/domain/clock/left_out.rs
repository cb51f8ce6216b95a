//! The days that a pause leaves out of the count, in sentences: each of them once.

use crate::domain::clock::count::{self, Run};
use crate::domain::clock::progress::{Progress, Wait};
use crate::domain::deadline::{Step, StepKind};
use crate::domain::regime::{Limit, Unit};
use crate::domain::words::{self, date, long_date};
use chrono::NaiveDate;

impl Progress<'_> {
    /// What was asked for came on a day, and `run` is what the pause leaves out by itself, if anything. The day
    /// the time runs from does not count anyway, unless it is of a month; what another pause has
    /// left out is not left out twice.
    pub(super) fn tell_resumed(&mut self, wait: Wait, run: Option<Run>, on: NaiveDate) {
        if self.silent {
            return;
        }
        let Some(run) = run else {
            self.tell_no_day_between(wait, on);
            return;
        };
        let unit = self.limit().unit;
        let first = run.0.max(self.limit().first_counted(self.start));
        let left_out = without((first, run.1), &self.told);
        let days: u32 = left_out
            .iter()
            .map(|(first, last)| {
                let before = first.pred_opt().unwrap_or(*first);
                count::days_in(unit, before, *last, self.calendar)
            })
            .sum();
        let noun = match unit {
            Unit::WorkingDay | Unit::Weekday => unit.noun(),
            Unit::CalendarDay | Unit::Week | Unit::CalendarMonth | Unit::Promptly => {
                Unit::CalendarDay.noun()
            }
        };
        let days = words::count(days as usize, noun);
        let which = match left_out.as_slice() {
            [] => "no day is left out that was not already".to_owned(),
            [(first, last)] if *last == on && *first == run.0 => {
                format!("{days} from {} to this day not counted", date(*first))
            }
            several => {
                let runs: Vec<String> = several
                    .iter()
                    .map(|(first, last)| format!("{} to {}", date(*first), date(*last)))
                    .collect();
                format!("{days} not counted, from {}", words::list(&runs))
            }
        };
        let text = format!("{}: answered, so the clock goes on; {which}", long_date(on));
        self.told.extend(&left_out);
        self.steps.push(Step {
            on,
            text,
            section: Some(wait.stop(self.regime).section.clone()),
            kind: StepKind::Resumed,
            left_out,
        });
    }

    /// What was asked for came so soon that no day lies between the ends, which count.
    fn tell_no_day_between(&mut self, wait: Wait, on: NaiveDate) {
        let section = &wait.stop(self.regime).section;
        let asked = self.steps.iter_mut().rev();
        let mut paused = asked.filter(|step| step.section.as_ref() == Some(section));
        if let Some(step) = paused.find(|step| step.kind == StepKind::Paused) {
            step.kind = StepKind::Noted;
            step.on = step.on.min(on);
        }
        let text = format!(
            "{}: answered; no day lies between that is not counted",
            long_date(on)
        );
        self.tell(StepKind::Noted, on, text, Some(section));
    }

    /// Whether the day from which the time runs would count, and a pause that is over leaves it out.
    pub(super) fn stood_still_at_the_start(&self) -> bool {
        let day = self.start;
        self.limit().first_counted(day) == day
            && self.pauses.iter().any(|run| run.0 <= day && day <= run.1)
    }

    /// A pause that began when the days were counted and only the last one had moved has nothing
    /// to set aside.
    pub(super) fn tell_nothing_left(&mut self, counted_to: NaiveDate) {
        let resumed = self.steps.iter_mut();
        let resumed = resumed.filter(|step| step.kind == StepKind::Resumed);
        for step in resumed.filter(|step| step.left_out.iter().any(|run| run.0 > counted_to)) {
            step.left_out.retain(|run| run.0 <= counted_to);
            step.text = format!(
                "{}: answered, so the clock goes on; no day was left to set aside, because the days were counted to {}",
                long_date(step.on),
                date(counted_to)
            );
        }
    }

    /// The holidays within the time for a review that no line has told yet.
    pub(super) fn tell_holidays_of_review(
        &mut self,
        limit: &Limit,
        from: NaiveDate,
        by: NaiveDate,
    ) {
        match limit.unit {
            Unit::WorkingDay | Unit::Weekday => {}
            Unit::CalendarDay | Unit::Week | Unit::CalendarMonth | Unit::Promptly => return,
        }
        let calendar = self.calendar;
        for holiday in calendar.weekday_holidays(from, by) {
            let told = |step: &Step| step.kind == StepKind::Skipped && step.on == holiday.on;
            if !self.steps.iter().any(told) {
                self.tell(StepKind::Skipped, holiday.on, holiday.note.clone(), None);
            }
        }
    }
}

/// What is left of a run when others are taken from it.
pub(super) fn without(run: Run, others: &[Run]) -> Vec<Run> {
    let mut left = vec![run];
    for (first, last) in others {
        let mut rest = Vec::with_capacity(left.len() + 1);
        for (from, to) in left {
            if *last < from || to < *first {
                rest.push((from, to));
                continue;
            }
            if let Some(before) = first.pred_opt().filter(|before| from <= *before) {
                rest.push((from, before));
            }
            if let Some(after) = last.succ_opt().filter(|after| *after <= to) {
                rest.push((after, to));
            }
        }
        left = rest;
    }
    left.retain(|(first, last)| first <= last);
    left
}
