//! The last day for the answer in sentences: what was not counted, and why it is that day.

use crate::domain::clock::error::ClockError;
use crate::domain::clock::explain::amount;
use crate::domain::clock::progress::{Governs, Progress};
use crate::domain::deadline::StepKind;
use crate::domain::regime::{Limit, Unit};
use crate::domain::section::Section;
use crate::domain::words::{self, long_date};
use chrono::NaiveDate;

impl<'a> Progress<'a> {
    pub(super) fn tell_due(&mut self, due: NaiveDate) -> Result<(), ClockError> {
        let (unextended, governs) = self.unextended_by()?;
        let limit = match governs {
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
        let text = if reached.end == due || open_days {
            if reached.end == due && reached.counted_to != due {
                self.tell_rolled(reached.counted_to, due, &limit.section);
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
            format!("{} is the last day for the answer", long_date(due))
        };
        self.tell(StepKind::Due, due, text, Some(&limit.section));
        Ok(())
    }

    /// The limit that gave the due date: the plain one, or the extension's norm.
    fn governing(&self, due: NaiveDate) -> Result<&'a Limit, ClockError> {
        for extension in &self.extensions {
            if let (Some(norm), None) = (self.norm_of(extension.ground), extension.until)
                && self.end_of(norm)?.end == due
            {
                return Ok(norm);
            }
        }
        Ok(self.limit())
    }

    fn tell_closed(&mut self, due: NaiveDate, limit: &Limit) {
        for (first, last) in self.circumstances.closed {
            if *last > self.start && *first <= due {
                let text = format!(
                    "{} to {} is not counted: the authority is closed",
                    long_date(*first),
                    long_date(*last)
                );
                self.tell(StepKind::Closed, *first, text, Some(&limit.section));
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
