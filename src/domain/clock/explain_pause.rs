//! A pause of the clock in sentences: which days it leaves out, and what came of it, or nothing.

use crate::domain::clock::count::{self, Run};
use crate::domain::clock::progress::{Progress, Wait};
use crate::domain::deadline::StepKind;
use crate::domain::regime::{Stop, Unit};
use crate::domain::words::{self, long_date};
use chrono::NaiveDate;

impl Progress<'_> {
    /// What was asked for came, which leaves some days out, or none where the ends of the pause
    /// count and lie too close together.
    pub(super) fn tell_resumed(&mut self, wait: Wait, left_out: Option<Run>, on: NaiveDate) {
        let section = &wait.stop(self.regime).section;
        let Some((first, last)) = left_out else {
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
            return;
        };
        let unit = self.limit().unit;
        let before = first.pred_opt().unwrap_or(first);
        let days = count::days_in(unit, before, last, self.calendar);
        let noun = match unit {
            Unit::WorkingDay | Unit::Weekday => unit.noun(),
            Unit::CalendarDay | Unit::Week | Unit::CalendarMonth | Unit::Promptly => {
                Unit::CalendarDay.noun()
            }
        };
        let to = if last == on {
            "this day".to_owned()
        } else {
            words::date(last)
        };
        let text = format!(
            "{}: answered, so the clock goes on; {} from {} to {to} not counted",
            long_date(on),
            words::count(days as usize, noun),
            words::date(first)
        );
        self.tell(StepKind::Resumed, last, text, Some(section));
    }

    pub(super) fn tell_lapsed(&mut self, wait: Wait, last: NaiveDate, on: NaiveDate) {
        let text = format!(
            "{}: the request lapsed, because nothing came by {}",
            long_date(on),
            words::date(last)
        );
        let stop = wait.stop(self.regime);
        let within = stop.answer_within.as_ref().map(|limit| &limit.section);
        let section = within.unwrap_or(&stop.section);
        self.tell(StepKind::Ended, on, text, Some(section));
    }

    pub(super) fn tell_transferred_in_part(&mut self, on: NaiveDate) {
        let text = format!(
            "{}: a part of the request was transferred to another authority; the rest is answered \
             here, and its time goes on",
            long_date(on)
        );
        let section = &self.regime.transfer.section;
        self.tell(StepKind::Noted, on, text, Some(section));
    }
}

/// Which days are not counted once a question has stopped the clock, as the subject of a sentence.
pub(super) const fn days_paused(stop: &Stop) -> &'static str {
    match (stop.counts_day_asked, stop.counts_day_answered) {
        (false, false) => "days from this one to the answer, both included, are",
        (true, false) => "the days after this one, to that of the answer, are",
        (false, true) => "days from this one to the day before the answer are",
        (true, true) => "the days between this one and that of the answer are",
    }
}
