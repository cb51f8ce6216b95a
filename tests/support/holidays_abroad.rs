//! Holidays of further states and provinces as their statutes put them, written apart from the
//! calendar files.

use super::{Holidays, easter, last_monday, monday, plus, ymd};
use chrono::{Datelike, Days, NaiveDate, Weekday};

/// The first of some days that is this day of the week.
fn first(weekday: Weekday, from: NaiveDate) -> NaiveDate {
    from.iter_days().find(|on| on.weekday() == weekday).unwrap()
}

fn thanksgiving(year: i32) -> NaiveDate {
    plus(first(Weekday::Thu, ymd(year, 11, 1)), 21)
}

/// The day itself, and the one after it where it is a Sunday.
fn and_after_sunday(on: NaiveDate) -> [NaiveDate; 2] {
    let after = u64::from(on.weekday() == Weekday::Sun);
    [on, plus(on, after)]
}

/// Legislation Act, 2006, s.88(2) to (5).
pub(super) fn ontario(year: i32) -> Holidays {
    let sunday = easter(year);
    let mut days: Holidays = [
        sunday - Days::new(2),
        plus(sunday, 1),
        // The Monday before 25 May.
        first(Weekday::Mon, ymd(year, 5, 18)),
        monday(year, 9, 1),
        monday(year, 10, 2),
        ymd(year, 11, 11),
        ymd(year, 12, 25),
        ymd(year, 12, 26),
    ]
    .into();
    days.extend(and_after_sunday(ymd(year, 1, 1)));
    days.extend(and_after_sunday(ymd(year, 7, 1)));
    days.extend((year >= 2008).then(|| monday(year, 2, 3)));
    let in_lieu = matches!(ymd(year, 12, 25).weekday(), Weekday::Sat | Weekday::Sun);
    days.extend(in_lieu.then(|| ymd(year, 12, 27)));
    days
}

/// Algemene termijnenwet art 3(1) and (2), and the Friday after Ascension Day of each decree.
pub(super) fn netherlands(year: i32) -> Holidays {
    let sunday = easter(year);
    let king = ymd(year, 4, 27);
    let mut days: Holidays = [
        ymd(year, 1, 1),
        sunday - Days::new(2),
        plus(sunday, 1),
        king - Days::new(u64::from(king.weekday() == Weekday::Sun)),
        ymd(year, 5, 5),
        plus(sunday, 39),
        plus(sunday, 50),
        ymd(year, 12, 25),
        ymd(year, 12, 26),
    ]
    .into();
    days.extend((year < 2028).then(|| plus(sunday, 40)));
    days
}

/// Code du travail art L3133-1.
pub(super) fn france(year: i32) -> Holidays {
    let sunday = easter(year);
    let fixed = [
        (1, 1),
        (5, 1),
        (5, 8),
        (7, 14),
        (8, 15),
        (11, 1),
        (11, 11),
        (12, 25),
    ];
    let movable = [1, 39, 50].map(|days| plus(sunday, days));
    let fixed = fixed.map(|(month, day)| ymd(year, month, day));
    fixed.into_iter().chain(movable).collect()
}

/// SFS 1989:253 and SFS 1930:173, 2 §.
pub(super) fn sweden(year: i32) -> Holidays {
    let sunday = easter(year);
    [
        ymd(year, 1, 1),
        ymd(year, 1, 6),
        sunday - Days::new(2),
        plus(sunday, 1),
        ymd(year, 5, 1),
        plus(sunday, 39),
        ymd(year, 6, 6),
        // The eve of the Saturday of 20 to 26 June.
        first(Weekday::Fri, ymd(year, 6, 19)),
        ymd(year, 12, 24),
        ymd(year, 12, 25),
        ymd(year, 12, 26),
        ymd(year, 12, 31),
    ]
    .into()
}

/// Code of Civil Procedure s.135, Government Code ss.6700 and 6701.
pub(super) fn california(year: i32) -> Holidays {
    let mut days: Holidays = [
        monday(year, 1, 3),
        monday(year, 2, 3),
        last_monday(year, 5),
        ymd(year, 6, 19),
        monday(year, 9, 1),
        plus(first(Weekday::Fri, ymd(year, 9, 1)), 21),
        thanksgiving(year),
        plus(thanksgiving(year), 1),
    ]
    .into();
    for (month, day) in [(1, 1), (2, 12), (3, 31), (7, 4), (11, 11), (12, 25)] {
        days.extend(and_after_sunday(ymd(year, month, day)));
    }
    let veterans = ymd(year, 11, 11);
    days.extend((veterans.weekday() == Weekday::Sat).then(|| ymd(year, 11, 10)));
    days
}

/// General Construction Law s.24.
pub(super) fn new_york(year: i32) -> Holidays {
    let mut days: Holidays = [
        monday(year, 1, 3),
        monday(year, 2, 3),
        last_monday(year, 5),
        monday(year, 9, 1),
        monday(year, 10, 2),
        plus(monday(year, 11, 1), 1),
        thanksgiving(year),
    ]
    .into();
    for (month, day) in [(1, 1), (2, 12), (7, 4), (11, 11), (12, 25)] {
        days.extend(and_after_sunday(ymd(year, month, day)));
    }
    if year >= 2021 {
        days.extend(and_after_sunday(ymd(year, 6, 19)));
    }
    days
}

/// Government Code s.662.003(a) and (b): each on its own day, weekend or not.
pub(super) fn texas(year: i32) -> Holidays {
    [
        ymd(year, 1, 1),
        monday(year, 1, 3),
        ymd(year, 1, 19),
        monday(year, 2, 3),
        ymd(year, 3, 2),
        ymd(year, 4, 21),
        last_monday(year, 5),
        ymd(year, 6, 19),
        ymd(year, 7, 4),
        ymd(year, 8, 27),
        monday(year, 9, 1),
        ymd(year, 11, 11),
        thanksgiving(year),
        plus(thanksgiving(year), 1),
        ymd(year, 12, 24),
        ymd(year, 12, 25),
        ymd(year, 12, 26),
    ]
    .into()
}
