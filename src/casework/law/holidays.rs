//! How far the holidays are known that dates are counted by: past that they are provisional, and after
//! some years none is counted at all.

use crate::domain::calendar::Calendar;
use crate::domain::words;
use chrono::{NaiveDate, TimeDelta};

/// How long before the last holiday known it is time to take those that follow.
const AHEAD: TimeDelta = TimeDelta::days(365);

/// What to do about the calendar that new requests are counted by, once less than a year of it is
/// known.
#[must_use]
pub fn holidays_end(calendar: &Calendar, today: NaiveDate) -> Option<String> {
    let known = calendar.known_through();
    (known - today < AHEAD).then(|| {
        format!(
            "The holidays of \u{201c}{}\u{201d} are known to {}. Dates after it are provisional, and no request \
             is taken after {}: take over the holidays that follow with `daylight calendar import`, or \
             with a newer version.",
            calendar.title(),
            words::date(known),
            words::date(calendar.counted_through())
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::almanac::Almanac;

    #[test]
    fn it_is_said_from_a_year_before_and_for_as_long_as_it_is_so() {
        let almanac = Almanac {
            id: "north".into(),
            title: "North".into(),
            place: String::new(),
            everywhere: None,
            source: String::new(),
            retrieved: NaiveDate::default(),
            first_year: 2024,
            last_year: 2028,
            holidays: Vec::new(),
            closures: Vec::new(),
        };
        let calendar = Calendar::new(almanac).unwrap();
        let says = |day: &str| holidays_end(&calendar, day.parse().unwrap());
        assert_eq!(says("2027-12-31"), None);
        for day in ["2028-01-02", "2028-12-31", "2030-05-01"] {
            let said = says(day).unwrap();
            assert!(said.contains("known to 31 December 2028"), "{said}");
            assert!(said.contains("after 31 December 2031"), "{said}");
        }
    }
}
