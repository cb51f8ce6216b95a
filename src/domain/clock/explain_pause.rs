//! A pause of the clock in sentences: which days it leaves out, and what came of it, or nothing.

use crate::domain::clock::progress::{Progress, Wait};
use crate::domain::deadline::StepKind;
use crate::domain::regime::Stop;
use crate::domain::words::{self, long_date};
use chrono::NaiveDate;

impl Progress<'_> {
    pub(super) fn tell_lapsed(&mut self, wait: Wait, last: NaiveDate, on: NaiveDate) {
        if self.silent {
            return;
        }
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
