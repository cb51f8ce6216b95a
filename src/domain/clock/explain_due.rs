//! The last day for the answer in sentences: what was not counted, and why it is that day.

use crate::domain::clock::count::{self, Reached};
use crate::domain::clock::error::ClockError;
use crate::domain::clock::explain::amount;
use crate::domain::clock::progress::{Governs, Progress};
use crate::domain::deadline::StepKind;
use crate::domain::regime::{Limit, PausesMove, RolledDay, RunsFrom, Unit};
use crate::domain::section::Section;
use crate::domain::words::{self, long_date};
use chrono::NaiveDate;

impl<'a> Progress<'a> {
    pub(super) fn tell_due(&mut self, due: NaiveDate) -> Result<(), ClockError> {
        let (unextended, governs) = self.unextended_by()?;
        // An extension that ends on the same day gives nothing: the time had that day without it.
        let limit = match governs {
            Governs::Limit | Governs::OpenDays if due == unextended.end => self.limit(),
            Governs::Ceiling(ceiling) if due == unextended.end => ceiling,
            Governs::Limit | Governs::OpenDays | Governs::Ceiling(_) => self.governing(due)?,
        };
        match limit.unit {
            Unit::WorkingDay | Unit::Weekday => self.tell_holidays(due),
            Unit::CalendarDay | Unit::Week | Unit::CalendarMonth | Unit::Promptly => {}
        }
        let open_days = governs == Governs::OpenDays && due == unextended.end;
        if open_days {
            self.tell_closed(due, limit);
        }
        let from = if self.start == self.received {
            "receipt"
        } else {
            "the restart"
        };
        let reached = self.end_of(limit)?;
        let at_first = count::end(
            limit,
            self.start,
            &self.pauses,
            RolledDay::Outside,
            self.calendar,
        )?;
        if at_first.end != at_first.counted_to && at_first.end != reached.end {
            self.tell_rolled(at_first.counted_to, at_first.end, &limit.section);
        }
        if reached.end == due {
            self.tell_moved_first(limit, at_first)?;
        }
        let text = if reached.end == due || open_days {
            if reached.end == due && reached.counted_to != due {
                self.tell_rolled(reached.counted_to, due, &limit.section);
                self.tell_nothing_left(reached.counted_to);
            }
            let open = if open_days {
                " on which the authority is open"
            } else {
                ""
            };
            match limit.unit {
                Unit::WorkingDay | Unit::Weekday | Unit::CalendarDay => format!(
                    "{} is the last day for the answer: the {} {}{open} after {from}",
                    long_date(due),
                    words::ordinal(limit.count),
                    limit.unit.noun()
                ),
                Unit::Week | Unit::CalendarMonth | Unit::Promptly => format!(
                    "{} is the last day for the answer: {} from {from}",
                    long_date(due),
                    amount(limit)
                ),
            }
        } else {
            self.tell_rolled_extension(due)?;
            format!("{} is the last day for the answer", long_date(due))
        };
        self.tell(StepKind::Due, due, text, Some(&limit.section));
        Ok(())
    }

    /// A last day that moved off a weekend or holiday before the days not counted were added to it,
    /// where the regime adds them so.
    fn tell_moved_first(&mut self, limit: &Limit, paused: Reached) -> Result<(), ClockError> {
        match limit.pauses_move {
            PausesMove::DayCountedTo => return Ok(()),
            PausesMove::LastDay => {}
        }
        let unpaused = count::end(limit, self.start, &[], RolledDay::Outside, self.calendar)?;
        let (from, to) = (unpaused.counted_to, unpaused.end);
        if from != to && paused.counted_to != from {
            self.tell_rolled(from, to, &limit.section);
            let run = to.pred_opt().map(|last| (from, last));
            if let (Some(step), Some(run)) = (self.steps.last_mut(), run) {
                step.left_out.push(run);
            }
        }
        Ok(())
    }

    /// The limit that gave the due date: the plain one, or the extension's norm.
    fn governing(&self, due: NaiveDate) -> Result<&'a Limit, ClockError> {
        for extension in &self.extensions {
            if let (Some(norm), None, RunsFrom::Start) = (
                self.norm_of(extension.ground),
                extension.until,
                extension.ground.runs_from,
            ) && self.end_of(norm)?.end == due
            {
                return Ok(norm);
            }
        }
        Ok(self.limit())
    }

    /// An extension to a day off, which moves as any last day does.
    fn tell_rolled_extension(&mut self, due: NaiveDate) -> Result<(), ClockError> {
        let mut found = None;
        for extension in &self.extensions {
            let (reached, ground) = (self.extended_to(extension)?, extension.ground);
            if reached.end == due && reached.counted_to != due {
                found = Some((reached.counted_to, &ground.section));
            }
        }
        if let Some((counted_to, section)) = found {
            self.tell_rolled(counted_to, due, section);
        }
        Ok(())
    }

    fn tell_closed(&mut self, due: NaiveDate, limit: &Limit) {
        // What was closed before the time began is nothing to it.
        let begins = limit.first_counted(self.start);
        for (first, last) in self.circumstances.closed {
            if *last >= begins && *first <= due {
                let first = begins.max(*first);
                let text = format!(
                    "{} to {} is not counted: the authority is closed",
                    long_date(first),
                    long_date(*last)
                );
                self.tell(StepKind::Closed, first, text, Some(&limit.section));
                if let Some(step) = self.steps.last_mut() {
                    step.left_out.push((first, *last));
                }
            }
        }
    }

    fn tell_holidays(&mut self, due: NaiveDate) {
        let calendar = self.calendar;
        for holiday in calendar.weekday_holidays(self.start, due) {
            let paused = self
                .pauses
                .iter()
                .any(|(first, last)| (*first..=*last).contains(&holiday.on));
            if !paused {
                self.tell(StepKind::Skipped, holiday.on, holiday.note.clone(), None);
            }
        }
    }

    fn tell_rolled(&mut self, from: NaiveDate, to: NaiveDate, section: &Section) {
        let why = self
            .calendar
            .holiday(from)
            .map_or_else(|| "not a working day".to_owned(), |h| h.name.clone());
        let text = format!(
            "{} is {why}, so the last day moves to {}",
            long_date(from),
            long_date(to)
        );
        self.tell(StepKind::Rolled, from, text, Some(section));
    }
}
