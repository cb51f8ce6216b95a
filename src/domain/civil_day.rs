//! A civil day as it is written in files and on the command line: `2026-05-28` and nothing else.

use chrono::NaiveDate;
use serde::de::{Deserializer, Error};
use std::borrow::Cow;

/// The day of exactly four, two and two digits with hyphens between; nothing before, after or
/// left out, so that a mistyped day is never taken for another.
#[must_use]
pub fn parse(text: &str) -> Option<NaiveDate> {
    let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = *text.as_bytes() else {
        return None;
    };
    let number = |digits: &[u8]| {
        let mut number = 0;
        for digit in digits {
            if !digit.is_ascii_digit() {
                return None;
            }
            number = number * 10 + u32::from(digit - b'0');
        }
        Some(number)
    };
    let year = i32::try_from(number(&[y1, y2, y3, y4])?).ok()?;
    NaiveDate::from_ymd_opt(year, number(&[m1, m2])?, number(&[d1, d2])?)
}

/// Reads a day as [`parse`] does, for the fields of files.
///
/// # Errors
/// When it is written in any other way.
pub fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<NaiveDate, D::Error> {
    let text = <Cow<'de, str> as serde::Deserialize>::deserialize(deserializer)?;
    parse(&text).ok_or_else(|| D::Error::custom(format!("\"{text}\" is not a day as YYYY-MM-DD")))
}

/// The same where the day may be absent.
///
/// # Errors
/// As [`read`].
pub fn read_optional<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<NaiveDate>, D::Error> {
    let text = <Option<Cow<'de, str>> as serde::Deserialize>::deserialize(deserializer)?;
    text.map(|text| {
        parse(&text)
            .ok_or_else(|| D::Error::custom(format!("\"{text}\" is not a day as YYYY-MM-DD")))
    })
    .transpose()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_ten_characters_and_no_other_way_of_writing_it_is_taken() {
        assert_eq!(parse("2024-02-29"), NaiveDate::from_ymd_opt(2024, 2, 29));
        for wrong in [
            "2025-6-1",
            " 2025-06-01",
            "2025-06-01 ",
            "+2026-06-08",
            "-202-06-08",
            "2025-06-1",
            "2025-06-01T00:00:00",
            "20250601",
            "2025/06/01",
            "2025-02-29",
            "2025-13-01",
            "2025-00-01",
            "2025-06-0\u{661}",
            "\u{ff12}025-06-01",
            "12025-06-01",
            "",
        ] {
            assert_eq!(parse(wrong), None, "{wrong:?}");
        }
    }
}
