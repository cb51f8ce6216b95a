//! A due date against today, in words and in the colour that goes with them.

use crate::domain::calendar::Calendar;
use crate::domain::urgency::{Urgency, urgency};
use crate::web::pages::parts::{Tag, Tone};
use chrono::NaiveDate;

/// An open case's due date against today.
#[must_use]
pub fn due_tag(calendar: &Calendar, due: NaiveDate, today: NaiveDate) -> Tag {
    let (urgency, words) = urgency(calendar, due, today);
    Tag::new(
        words,
        match urgency {
            Urgency::Late => Tone::Bad,
            Urgency::Soon => Tone::Soon,
            Urgency::Later => Tone::Plain,
        },
    )
}

/// An open review against the day it is due.
#[must_use]
pub fn review_tag(calendar: &Calendar, due: Option<NaiveDate>, today: NaiveDate) -> Tag {
    due.map_or_else(
        || Tag::new("review with no time limit", Tone::Plain),
        |due| {
            let tag = due_tag(calendar, due, today);
            Tag::new(format!("review {}", tag.text), tag.tone)
        },
    )
}

/// How a day stands to the one by which it should have been, in two words.
#[must_use]
pub fn in_time(due: Option<NaiveDate>, done: NaiveDate) -> &'static str {
    match due {
        Some(due) if done > due => ", late",
        Some(_) => ", in time",
        None => "",
    }
}

/// The day a reply that nobody recorded would give, against today.
#[must_use]
pub fn unrecorded_tag(calendar: &Calendar, would_be: NaiveDate, today: NaiveDate) -> Tag {
    let tag = due_tag(calendar, would_be, today);
    Tag::new(format!("would be {}, not recorded", tag.text), tag.tone)
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
