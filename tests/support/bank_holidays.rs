//! Bank holidays of the United Kingdom as the statutes and proclamations put them, written apart from
//! the calendar files.

use chrono::{Datelike, Days, NaiveDate, Weekday};

fn ymd(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

/// A part of the United Kingdom.
#[derive(Clone, Copy, PartialEq)]
pub enum Nation {
    EnglandAndWales,
    Scotland,
    NorthernIreland,
}

/// Whether a weekday is a holiday, from the Banking and Financial Dealings Act 1971, the
/// St Andrew's Day Act 2007 and the proclamations; written apart from the calendar files.
pub fn bank_holiday(on: NaiveDate, nation: Nation) -> bool {
    let scotland = nation == Nation::Scotland;
    let year = on.year();
    let here = (on.month(), on.day());
    let first_monday = |month| {
        (1..=7)
            .map(|d| ymd(year, month, d))
            .find(|d| d.weekday() == Weekday::Mon)
    };
    let last_monday = |month| {
        (25..=31)
            .map(|d| ymd(year, month, d))
            .find(|d| d.weekday() == Weekday::Mon)
    };
    let once: &[(i32, u32, u32)] = &[
        (2011, 4, 29),
        (2012, 6, 4),
        (2012, 6, 5),
        (2020, 5, 8),
        (2022, 6, 2),
        (2022, 6, 3),
        (2022, 9, 19),
        (2023, 5, 8),
    ];
    let moved: &[(i32, u32, u32)] = &[(2012, 5, 28), (2020, 5, 4), (2022, 5, 30)];
    let date = (year, here.0, here.1);
    if once.contains(&date) || (date == (2026, 6, 15) && scotland) {
        return true;
    }
    if moved.contains(&date) {
        return false;
    }
    let easter = easter(year);
    let weekday = |month, day| ymd(year, month, day).weekday();
    // A fixed day that falls on a weekend goes to the next weekday nobody else has taken.
    let monday_after = |month: u32, day: u32| {
        let fixed = ymd(year, month, day);
        match fixed.weekday() {
            Weekday::Sat => fixed + Days::new(2),
            Weekday::Sun => fixed + Days::new(1),
            _ => fixed,
        }
    };
    let new_year = match (weekday(1, 1), scotland) {
        (Weekday::Sat, true) => here == (1, 3) || here == (1, 4),
        (Weekday::Sat, false) => here == (1, 3),
        (Weekday::Sun, true) => here == (1, 2) || here == (1, 3),
        (Weekday::Sun, false) => here == (1, 2),
        (Weekday::Fri, true) => here == (1, 1) || here == (1, 4),
        (_, true) => here == (1, 1) || here == (1, 2),
        (_, false) => here == (1, 1),
    };
    let christmas = match weekday(12, 25) {
        Weekday::Fri => here == (12, 25) || here == (12, 28),
        Weekday::Sat => here == (12, 27) || here == (12, 28),
        Weekday::Sun => here == (12, 26) || here == (12, 27),
        _ => here == (12, 25) || here == (12, 26),
    };
    let own = match nation {
        Nation::EnglandAndWales => on == easter + Days::new(1) || Some(on) == last_monday(8),
        // The St Andrew's Day Act had royal assent on 15 January 2007.
        Nation::Scotland => {
            Some(on) == first_monday(8) || year >= 2007 && on == monday_after(11, 30)
        }
        Nation::NorthernIreland => {
            on == easter + Days::new(1)
                || Some(on) == last_monday(8)
                || on == monday_after(3, 17)
                || on == monday_after(7, 12)
        }
    };
    new_year
        || christmas
        || own
        || on == easter - Days::new(2)
        || Some(on) == first_monday(5)
        || Some(on) == last_monday(5)
}

/// Easter Sunday, by the tables of the Book of Common Prayer as Gauss reckoned them.
fn easter(year: i32) -> NaiveDate {
    let (a, b, c) = (year % 19, year % 4, year % 7);
    let d = (19 * a + 24) % 30;
    let e = (2 * b + 4 * c + 6 * d + 5) % 7;
    let mut days = d + e;
    if d == 29 && e == 6 || d == 28 && e == 6 && a > 10 {
        days -= 7;
    }
    ymd(year, 3, 22) + Days::new(u64::try_from(days).unwrap())
}
