//! A due date against today, counted in working days: on pages and in letters alike.

use super::calendar::Calendar;
use super::words;
use chrono::NaiveDate;

/// Working days within which a due date counts as soon.
pub const SOON: u32 = 5;

/// How a due date stands towards today.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Urgency {
    /// It has passed.
    Late,
    /// It is today, or within [`SOON`] working days.
    Soon,
    /// It is further away.
    Later,
}

/// How a due date stands towards today, with the words for it: `3 working days late`.
#[must_use]
pub fn urgency(calendar: &Calendar, due: NaiveDate, today: NaiveDate) -> (Urgency, String) {
    let days = |from, to| {
        let days = calendar.working_days_between(from, to);
        usize::try_from(days).unwrap_or(0)
    };
    let count = |days| words::count(days, "working day");
    if due == today {
        return (Urgency::Soon, "due today".into());
    }
    if due < today {
        let words = match days(due, today) {
            // Only days off lie between.
            0 => "late".into(),
            late => format!("{} late", count(late)),
        };
        return (Urgency::Late, words);
    }
    match days(today, due) {
        0 => (Urgency::Soon, "due before the next working day".into()),
        left if left <= SOON as usize => (Urgency::Soon, format!("due in {}", count(left))),
        left => (Urgency::Later, format!("due in {}", count(left))),
    }
}
