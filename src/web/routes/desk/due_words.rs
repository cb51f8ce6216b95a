//! A due date against today, in words and in the colour that goes with them.

use crate::domain::calendar::Calendar;
use crate::domain::words;
use crate::web::pages::parts::{Tag, Tone};
use chrono::NaiveDate;

/// Working days within which a due date counts as soon.
const SOON: i64 = 5;

/// An open case's due date against today.
#[must_use]
pub fn due_tag(calendar: &Calendar, due: NaiveDate, today: NaiveDate) -> Tag {
    let days = |from, to| calendar.working_days_between(from, to);
    let count = |days: i64| words::count(usize::try_from(days).unwrap_or(0), "working day");
    if due == today {
        return Tag::new("due today", Tone::Soon);
    }
    if due < today {
        return match days(due, today) {
            // Only days off lie between.
            0 => Tag::new("late", Tone::Bad),
            late => Tag::new(format!("{} late", count(late)), Tone::Bad),
        };
    }
    match days(today, due) {
        0 => Tag::new("due before the next working day", Tone::Soon),
        left if left <= SOON => Tag::new(format!("due in {}", count(left)), Tone::Soon),
        left => Tag::new(format!("due in {}", count(left)), Tone::Plain),
    }
}

/// An answer's day against its due date.
#[must_use]
pub fn answered_tag(due: Option<NaiveDate>, answered: NaiveDate) -> Tag {
    match due {
        Some(due) if answered > due => Tag::new("answered late", Tone::Bad),
        Some(_) => Tag::new("answered in time", Tone::Good),
        None => Tag::new("answered", Tone::Good),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::law::Law;

    fn day(d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, d).unwrap()
    }

    #[test]
    fn a_due_date_is_counted_in_working_days_from_today() {
        let law = Law::load(None).unwrap();
        let regime = law.regime("uk-foia-2000", day(1)).unwrap();
        let calendar = law.calendar(&regime.default_calendar).unwrap();
        let words = |due, today| due_tag(calendar, day(due), day(today)).text;
        // Friday the 20th, Monday the 23rd of November 2026: no holiday near.
        assert_eq!(words(23, 23), "due today");
        assert_eq!(words(23, 20), "due in 1 working day");
        assert_eq!(words(26, 23), "due in 3 working days");
        assert_eq!(words(20, 23), "1 working day late");
        assert_eq!(words(17, 23), "4 working days late");
        assert_eq!(words(20, 21), "late");
        assert_eq!(due_tag(calendar, day(30), day(23)).tone, Tone::Soon);
        // Monday the 30th is St Andrew's Day, so the 20th is five working days before it.
        assert_eq!(due_tag(calendar, day(30), day(20)).tone, Tone::Soon);
        assert_eq!(due_tag(calendar, day(30), day(19)).tone, Tone::Plain);
    }
}
