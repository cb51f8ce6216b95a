//! How much of an explanation can be ticked off, so that what is passed over is counted.

use daylight::domain::calendar::Calendar;
use daylight::domain::deadline::Deadlines;
use daylight::domain::regime::Limit;
use daylight::domain::strip::strip;

/// What of an explanation can be ticked off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ticked {
    /// The strip of days against the sentences.
    Days,
    /// The sentences alone: the strip would be too long.
    Sentences,
    /// That nothing is counted to a last day, as there is none.
    NoDay,
}

/// How an explanation is ticked off.
pub fn how(got: &Deadlines, limit: &Limit, calendar: &Calendar) -> Ticked {
    if got.due.is_none() {
        Ticked::NoDay
    } else if strip(got, limit, calendar).is_empty() {
        Ticked::Sentences
    } else {
        Ticked::Days
    }
}
