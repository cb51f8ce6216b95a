//! Dates and counts in words, the same on every page, letter and terminal.

use chrono::{Datelike, NaiveDate, Weekday};

/// A date as a person reads it: `26 June 2026`.
#[must_use]
pub fn date(on: NaiveDate) -> String {
    format!("{} {} {}", on.day(), month(on), on.year())
}

/// A date with its weekday: `Friday 26 June 2026`.
#[must_use]
pub fn long_date(on: NaiveDate) -> String {
    let weekday = match on.weekday() {
        Weekday::Mon => "Monday",
        Weekday::Tue => "Tuesday",
        Weekday::Wed => "Wednesday",
        Weekday::Thu => "Thursday",
        Weekday::Fri => "Friday",
        Weekday::Sat => "Saturday",
        Weekday::Sun => "Sunday",
    };
    format!("{weekday} {}", date(on))
}

/// A date for a dense table: `26 Jun 2026`.
#[must_use]
pub fn short_date(on: NaiveDate) -> String {
    format!("{} {} {}", on.day(), &month(on)[..3], on.year())
}

/// A date without its year, for a dense table of dates that are near: `26 Jun`.
#[must_use]
pub fn day_and_month(on: NaiveDate) -> String {
    format!("{} {}", on.day(), &month(on)[..3])
}

/// A month with its year: `June 2026`.
#[must_use]
pub fn month_and_year(on: NaiveDate) -> String {
    format!("{} {}", month(on), on.year())
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

// A list holds a hundred dates, and a format string would be read again for each.
fn month(on: NaiveDate) -> &'static str {
    MONTHS[on.month0() as usize]
}

/// Time in words: `1 hour`, `2 hours and 30 minutes`.
#[must_use]
pub fn time_spent(minutes: u32) -> String {
    let (hours, rest) = ((minutes / 60) as usize, (minutes % 60) as usize);
    match (hours, rest) {
        (0, rest) => count(rest, "minute"),
        (hours, 0) => count(hours, "hour"),
        (hours, rest) => format!("{} and {}", count(hours, "hour"), count(rest, "minute")),
    }
}

/// A count with its noun: `1 request`, `2 requests`.
#[must_use]
pub fn count(number: usize, noun: &str) -> String {
    let number_text = thousands(number);
    if number == 1 {
        format!("{number_text} {noun}")
    } else if let Some(stem) = noun
        .strip_suffix('y')
        .filter(|s| !s.ends_with(['a', 'e', 'o']))
    {
        format!("{number_text} {stem}ies")
    } else if noun.ends_with("ch") {
        format!("{number_text} {noun}es")
    } else {
        format!("{number_text} {noun}s")
    }
}

/// A whole number with thousands separated by commas: `12,345`.
#[must_use]
pub fn thousands(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A size in bytes: `950 bytes`, `12 kB`, `3.4 MB`.
#[must_use]
pub fn size(bytes: u64) -> String {
    match bytes {
        0..1000 => count(usize::try_from(bytes).unwrap_or(0), "byte"),
        1000..1_000_000 => format!("{} kB", bytes / 1000),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes / 100_000 % 10),
    }
}

/// A place in a row: `1st`, `20th`, `22nd`.
#[must_use]
pub fn ordinal(number: u32) -> String {
    let ending = match (number % 100, number % 10) {
        (11..=13, _) => "th",
        (_, 1) => "st",
        (_, 2) => "nd",
        (_, 3) => "rd",
        _ => "th",
    };
    format!("{number}{ending}")
}

/// Things in a row as a sentence lists them: `Scotland, Wales and Northern Ireland`.
#[must_use]
pub fn list(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [only] => only.clone(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

/// Things of which one is enough: `an approver or a manager`.
#[must_use]
pub fn either(items: &[&str]) -> String {
    match items {
        [] => "nobody".to_owned(),
        [only] => (*only).to_owned(),
        [most @ .., last] => format!("{} or {last}", most.join(", ")),
    }
}

/// A reason as a sentence: a capital at its beginning and one full stop at its end.
#[must_use]
pub fn sentence(reason: &str) -> String {
    let mut chars = reason.trim_end_matches('.').chars();
    chars.next().map_or_else(String::new, |first| {
        format!("{}{}.", first.to_uppercase(), chars.as_str())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_nouns_read_as_a_person_writes_them() {
        assert_eq!(thousands(0), "0");
        assert_eq!(thousands(999), "999");
        assert_eq!(thousands(1_000), "1,000");
        assert_eq!(thousands(1_234_567), "1,234,567");
        assert_eq!(count(1, "working day"), "1 working day");
        assert_eq!(count(2, "working day"), "2 working days");
        assert_eq!(count(2, "authority"), "2 authorities");
        assert_eq!(count(2, "search"), "2 searches");
        assert_eq!(size(1), "1 byte");
        assert_eq!(size(12_900), "12 kB");
        assert_eq!(size(3_460_000), "3.4 MB");
        assert_eq!(ordinal(20), "20th");
        assert_eq!(ordinal(22), "22nd");
        assert_eq!(ordinal(111), "111th");
        let places = ["Scotland", "Wales", "Kent"].map(String::from);
        assert_eq!(list(&places), "Scotland, Wales and Kent");
    }

    #[test]
    fn the_weekday_of_a_date_is_that_of_the_calendar() {
        let first = NaiveDate::from_ymd_opt(2024, 1, 1).unwrap();
        for on in first.iter_days().take(400) {
            assert_eq!(long_date(on), on.format("%A %-d %B %Y").to_string());
        }
    }

    #[test]
    fn a_date_has_no_leading_zero() {
        let on = NaiveDate::from_ymd_opt(2026, 6, 5).unwrap();
        assert_eq!(date(on), "5 June 2026");
        assert_eq!(long_date(on), "Friday 5 June 2026");
        assert_eq!(short_date(on), "5 Jun 2026");
    }
}
