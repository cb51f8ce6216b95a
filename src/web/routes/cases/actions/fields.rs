//! Fields that several forms have, and how they are read.

use crate::casework::Invalid;
use crate::domain::money::hundredths;
use crate::web::forms::Typed;
use crate::web::pages::form::{Choice, FORM, Field};
use chrono::NaiveDate;

/// What a date that cannot be read is told.
pub const NO_DATE: &str = "Enter a day, a month and a year, like 23 11 2026";

/// What a form is told that does not say what of the requester's it deals with.
pub const NOT_BEGUN: &str = "Begin from what the requester sent, at the top of the case";

/// A field for several lines.
pub fn area(typed: &Typed, name: &str, label: &str, rows: u8) -> Field {
    Field::textarea(name, label, typed.get(name), rows, None)
}

/// The day it took effect.
pub fn on(typed: &Typed, label: &str) -> Field {
    Field::date("on", label, typed.date_value("on")).hint("Leave it empty for today.")
}

/// Hours of work.
pub fn hours(typed: &Typed) -> Field {
    Field::number("hours", "Hours spent", typed.get("hours"))
}

/// One box to tick.
pub fn tick(typed: &Typed, name: &str, label: &str, says: &str) -> Field {
    let choices = [Choice::new("yes", says)];
    let choices = Choice::with_chosen(&choices, &[typed.get(name)]);
    Field::checkboxes(name, label, choices)
}

/// A text as it was typed, with line ends of one kind.
pub fn text(typed: &Typed, name: &str) -> String {
    typed.text(name).replace("\r\n", "\n")
}

/// The day it took effect, where one was typed.
///
/// # Errors
/// A date that is none.
pub fn effective_day(typed: &Typed) -> Result<Option<NaiveDate>, Vec<Invalid>> {
    day(typed, "on")
}

/// A day, where one was typed.
///
/// # Errors
/// A date that is none.
pub fn day(typed: &Typed, name: &'static str) -> Result<Option<NaiveDate>, Vec<Invalid>> {
    typed.date(name).map_err(|_| one(name, NO_DATE))
}

/// What of the requester's the form was begun from: the event that records it.
///
/// # Errors
/// A number that is none.
pub fn deals_with(typed: &Typed) -> Result<Option<i64>, Vec<Invalid>> {
    let seq = typed.some("came").map(str::parse).transpose();
    seq.map_err(|_| one(FORM, NOT_BEGUN))
}

/// Hours of work in minutes, where any were typed.
///
/// # Errors
/// What is no number of hours.
pub fn minutes(typed: &Typed) -> Result<Option<u32>, Vec<Invalid>> {
    typed
        .some("hours")
        .map(|text| {
            minutes_in(text)
                .ok_or_else(|| one("hours", "Enter hours as a number, for example 2.5 or 2:30"))
        })
        .transpose()
}

/// Hours as `2`, `2.5` or `2:30`, in minutes; at most 10,000 hours.
fn minutes_in(text: &str) -> Option<u32> {
    let (hours, minutes) = if let Some((hours, minutes)) = text.split_once(':') {
        let minutes: u32 = minutes.parse().ok().filter(|m| *m < 60)?;
        (hours.parse::<u32>().ok()?, minutes)
    } else {
        let (hours, share) = hundredths(text)?;
        (hours, (share * 60 + 50) / 100)
    };
    Some(hours)
        .filter(|hours| *hours <= 10_000)
        .map(|hours| hours * 60 + minutes)
}

/// What is wrong with one field.
pub fn one(field: &'static str, message: &str) -> Vec<Invalid> {
    vec![Invalid::new(field, message)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_are_read_exactly_or_refused() {
        assert_eq!(minutes_in("2.5"), Some(150));
        assert_eq!(minutes_in("2:05"), Some(125));
        assert_eq!(minutes_in("0.25"), Some(15));
        for bad in ["2:60", "10001", "x", "1:2:3", "4294967295"] {
            assert_eq!(minutes_in(bad), None, "{bad:?}");
        }
    }
}
