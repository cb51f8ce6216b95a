//! A pause of the clock in sentences: which days it leaves out.

use crate::domain::regime::Stop;

/// Which days are not counted once a question has stopped the clock, as the subject of a sentence.
pub(super) const fn days_paused(stop: &Stop) -> &'static str {
    match (stop.counts_day_asked, stop.counts_day_answered) {
        (false, false) => "days from this one to the answer, both included, are",
        (true, false) => "the days after this one, to that of the answer, are",
        (false, true) => "days from this one to the day before the answer are",
        (true, true) => "the days between this one and that of the answer are",
    }
}
