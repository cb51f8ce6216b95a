//! What differs between the law as it stood and as it stands, told for one case.
//!
//! A bank holiday can be proclaimed, moved or corrected while requests run (19 September 2022,
//! 15 June 2026). Which dates move is for the clock; this says why.

use crate::domain::calendar::{Calendar, is_weekend};
use crate::domain::words;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The most days named in one cause; more are counted.
const MOST_NAMED: usize = 3;

/// The law at one time: what has to be remembered of it to say what changed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// By calendar id, its holidays on weekdays: the day, its name and whose it is.
    pub calendars: BTreeMap<String, BTreeMap<NaiveDate, String>>,
    /// The runs of days on which the authority itself is closed.
    #[serde(default)]
    pub closed: Vec<(NaiveDate, NaiveDate)>,
    /// By regime id and first day in force, a digest of what its file says.
    pub regimes: BTreeMap<String, String>,
}

impl Standing {
    /// The weekday holidays of a calendar, as remembered.
    #[must_use]
    pub fn holidays(calendar: &Calendar) -> BTreeMap<NaiveDate, String> {
        calendar
            .holidays()
            .iter()
            .filter(|holiday| !is_weekend(holiday.on))
            .map(|holiday| (holiday.on, holiday.whose.clone()))
            .collect()
    }

    /// Why a date counted by `calendar` after `after` and up to `through` is no longer what it
    /// was under `before`, as a sentence without a full stop.
    #[must_use]
    pub fn cause(
        &self,
        before: &Self,
        calendar: &str,
        after: NaiveDate,
        through: NaiveDate,
    ) -> String {
        let none = BTreeMap::new();
        let (was, is) = (
            before.calendars.get(calendar).unwrap_or(&none),
            self.calendars.get(calendar).unwrap_or(&none),
        );
        let within = |on: &NaiveDate| after < *on && *on <= through;
        let mut named: Vec<(NaiveDate, String)> = Vec::new();
        for (on, whose) in is.iter().filter(|(on, _)| within(on)) {
            if !was.contains_key(on) {
                let text = format!("{} is now a holiday: {whose}", words::date(*on));
                named.push((*on, text));
            }
        }
        for (on, whose) in was.iter().filter(|(on, _)| within(on)) {
            if !is.contains_key(on) {
                let text = format!("{} is no longer a holiday: {whose}", words::date(*on));
                named.push((*on, text));
            }
        }
        if was.is_empty() || named.is_empty() {
            return if self.closed != before.closed {
                "the days on which the authority is closed changed".to_owned()
            } else if self.regimes == before.regimes {
                "the holidays in use changed".to_owned()
            } else {
                "the law in use changed".to_owned()
            };
        }
        named.sort();
        let more = named.len().saturating_sub(MOST_NAMED);
        let mut text = named
            .into_iter()
            .take(MOST_NAMED)
            .map(|(_, text)| text)
            .collect::<Vec<_>>()
            .join("; ");
        if more > 0 {
            text.push_str(&format!("; and {}", words::count(more, "other day")));
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn standing(days: &[(&str, &str)]) -> Standing {
        let days = days
            .iter()
            .map(|(on, whose)| (day(on), (*whose).to_owned()));
        Standing {
            calendars: BTreeMap::from([("north".to_owned(), days.collect())]),
            ..Standing::default()
        }
    }

    #[test]
    fn the_cause_names_the_days_that_changed_between_receipt_and_the_later_date() {
        let before = standing(&[("2026-05-04", "May Day"), ("2026-06-01", "Sun Day")]);
        let after = standing(&[
            ("2026-05-04", "May Day"),
            ("2026-06-15", "Cup Day in North"),
        ]);
        let told = |through| after.cause(&before, "north", day("2026-05-28"), day(through));
        assert_eq!(
            told("2026-06-26"),
            "1 June 2026 is no longer a holiday: Sun Day; \
             15 June 2026 is now a holiday: Cup Day in North"
        );
        assert_eq!(told("2026-05-29"), "the holidays in use changed");
    }
}
