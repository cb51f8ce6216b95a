//! How the settings read disputed law: the choice between two readings, and who has reviewed it.

use super::values::{Complaint, Value, complaint, one_line, required};
use crate::config::Fault;
use crate::domain::civil_day;
use crate::domain::words::date;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// The keys of a choice that says who has reviewed it.
const KEYS: [&str; 3] = ["choice", "reviewed_by", "since"];

/// The longest name taken.
const LONGEST_NAME: usize = 200;

/// A choice between two readings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chosen {
    /// The id of the reading taken.
    pub choice: String,
    /// Who has reviewed it, where somebody has.
    pub reviewed: Option<Reviewed>,
    /// Where it was written.
    pub written: Place,
}

/// That somebody answers for a reading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reviewed {
    /// Their name or office.
    pub by: String,
    /// Since when.
    pub since: NaiveDate,
}

/// Where a setting was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The file, or the variable of the environment.
    pub file: String,
    /// The line, in a file.
    pub line: Option<usize>,
}

impl From<&str> for Chosen {
    /// A choice that nobody has reviewed, as if it stood in the settings.
    fn from(choice: &str) -> Self {
        Self {
            choice: choice.to_owned(),
            reviewed: None,
            written: Place {
                file: "config/daylight.toml".to_owned(),
                line: None,
            },
        }
    }
}

impl Chosen {
    /// A choice as it is written: a word, or a table with who has reviewed it.
    pub(super) fn read(value: &Value, written: Place) -> Result<Self, Complaint> {
        let Value::Table(table) = value else {
            return Ok(Self {
                choice: one_line(value)?.ok_or_else(required)?,
                reviewed: None,
                written,
            });
        };
        if let Some(unknown) = table.keys().find(|key| !KEYS.contains(&key.as_str())) {
            return Err(complaint(
                format!("has no key \"{unknown}\""),
                format!("Use only {}", KEYS.join(", ")),
            ));
        }
        let given = |key: &str| table.get(key).map(one_line).transpose();
        let Some(choice) = given("choice")?.flatten() else {
            return Err(complaint(
                "names no choice",
                "Write choice = and the id of one of the two readings",
            ));
        };
        let reviewed = match (given("reviewed_by")?, given("since")?) {
            (None, None) => None,
            (Some(Some(by)), Some(Some(since))) => Some(Reviewed::read(by, &since)?),
            (Some(None), _) => {
                return Err(complaint(
                    "is reviewed by nobody of a name",
                    "Write in reviewed_by the name or the office of who has reviewed it, or leave reviewed_by and since out",
                ));
            }
            (Some(Some(_)), None | Some(None)) => {
                return Err(complaint(
                    "does not say since when it is reviewed",
                    "Write since as YYYY-MM-DD",
                ));
            }
            (None, Some(_)) => {
                return Err(complaint(
                    "does not say who has reviewed it",
                    "Write reviewed_by beside since, or leave both out",
                ));
            }
        };
        Ok(Self {
            choice,
            reviewed,
            written,
        })
    }

    /// The reviews that are said to be of a day still to come: nobody has made them.
    #[must_use]
    pub fn ahead_of(readings: &BTreeMap<String, Self>, today: NaiveDate) -> Vec<Fault> {
        let ahead = readings.iter().filter_map(|(id, chosen)| {
            let since = chosen.reviewed.as_ref()?.since;
            (since > today).then(|| Fault {
                file: chosen.written.file.clone(),
                line: chosen.written.line,
                key: Some(format!("{}.{id}", super::READINGS)),
                problem: format!(
                    "is said to be reviewed since {}, and today is {}",
                    date(since),
                    date(today)
                ),
                remedy:
                    "Write the day of the review, or leave reviewed_by and since out until then"
                        .to_owned(),
            })
        });
        ahead.collect()
    }
}

impl Reviewed {
    fn read(by: String, since: &str) -> Result<Self, Complaint> {
        if by.chars().count() > LONGEST_NAME {
            return Err(complaint(
                format!("has a name of more than {LONGEST_NAME} characters in reviewed_by"),
                "Write a name or an office",
            ));
        }
        if by.eq_ignore_ascii_case(crate::domain::regime::NOBODY) {
            return Err(complaint(
                "is reviewed by nobody, and since a day",
                "Leave reviewed_by and since out until somebody has",
            ));
        }
        let since = civil_day::parse(since).ok_or_else(|| {
            complaint(
                format!("is reviewed since \"{since}\", which is no day"),
                "Write since as YYYY-MM-DD",
            )
        })?;
        Ok(Self { by, since })
    }
}
