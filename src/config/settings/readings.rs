//! How the settings read disputed law: the choice between two readings, and who has reviewed it; who
//! takes as they are shipped those of which nothing is said.

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

/// The key under which all the others are taken as they are shipped.
pub(super) const AS_SHIPPED: &str = "as_shipped";

/// What the settings say of disputed law.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Readings {
    /// The readings that the administrator chose otherwise than shipped, or said of who has reviewed
    /// them, by their ids; that they exist is checked with the regimes.
    pub chosen: BTreeMap<String, Chosen>,
    /// Who takes all the others as they are shipped, where somebody does.
    pub as_shipped: Option<AsShipped>,
}

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

/// That somebody takes the readings as they are shipped, all that were shipped by that day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AsShipped {
    /// Who, and since when.
    pub reviewed: Reviewed,
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

impl From<BTreeMap<String, Chosen>> for Readings {
    /// Choices, and of all other readings nothing.
    fn from(chosen: BTreeMap<String, Chosen>) -> Self {
        Self {
            chosen,
            as_shipped: None,
        }
    }
}

impl Readings {
    /// The reviews that are said to be of a day still to come: nobody has made them.
    #[must_use]
    pub fn ahead_of(&self, today: NaiveDate) -> Vec<Fault> {
        let chosen = self.chosen.iter().filter_map(|(id, chosen)| {
            Some((id.as_str(), chosen.reviewed.as_ref()?, &chosen.written))
        });
        let all = self.as_shipped.iter();
        let all = all.map(|taken| (AS_SHIPPED, &taken.reviewed, &taken.written));
        let ahead = chosen
            .chain(all)
            .filter(|(_, reviewed, _)| reviewed.since > today);
        ahead
            .map(|(id, reviewed, written)| Fault {
                file: written.file.clone(),
                line: written.line,
                key: Some(format!("{}.{id}", super::READINGS)),
                problem: format!(
                    "is said to be reviewed since {}, and today is {}",
                    date(reviewed.since),
                    date(today)
                ),
                remedy:
                    "Write the day of the review, or leave reviewed_by and since out until then"
                        .to_owned(),
            })
            .collect()
    }
}

impl AsShipped {
    /// Who takes the readings as shipped; nothing where the setting is left empty.
    pub(super) fn read(value: &Value, written: Place) -> Result<Option<Self>, Complaint> {
        let wanted = "Write as_shipped = { reviewed_by = \"A. Lawyer\", since = \"YYYY-MM-DD\" }, or leave it empty";
        let Value::Table(table) = value else {
            return match one_line(value)? {
                None => Ok(None),
                Some(_) => Err(complaint("does not say who and since when", wanted)),
            };
        };
        known_keys(table, &KEYS[1..])?;
        match Reviewed::of(table)? {
            Some(reviewed) => Ok(Some(Self { reviewed, written })),
            None => Err(complaint("does not say who and since when", wanted)),
        }
    }
}

/// Whether a table has no other keys.
fn known_keys(table: &BTreeMap<String, Value>, known: &[&str]) -> Result<(), Complaint> {
    match table.keys().find(|key| !known.contains(&key.as_str())) {
        None => Ok(()),
        Some(unknown) => Err(complaint(
            format!("has no key \"{unknown}\""),
            format!("Use only {}", known.join(", ")),
        )),
    }
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
        known_keys(table, &KEYS)?;
        let Some(choice) = table.get("choice").map(one_line).transpose()?.flatten() else {
            return Err(complaint(
                "names no choice",
                "Write choice = and the id of one of the two readings",
            ));
        };
        let reviewed = Reviewed::of(table)?;
        Ok(Self {
            choice,
            reviewed,
            written,
        })
    }
}

impl Reviewed {
    /// Who has reviewed, as a table says it; nothing where it says nothing.
    fn of(table: &BTreeMap<String, Value>) -> Result<Option<Self>, Complaint> {
        let given = |key: &str| table.get(key).map(one_line).transpose();
        match (given("reviewed_by")?, given("since")?) {
            (None, None) => Ok(None),
            (Some(Some(by)), Some(Some(since))) => Ok(Some(Self::read(by, &since)?)),
            (Some(None), _) => Err(complaint(
                "is reviewed by nobody of a name",
                "Write in reviewed_by the name or the office of who has reviewed it, or leave reviewed_by and since out",
            )),
            (Some(Some(_)), None | Some(None)) => Err(complaint(
                "does not say since when it is reviewed",
                "Write since as YYYY-MM-DD",
            )),
            (None, Some(_)) => Err(complaint(
                "does not say who has reviewed it",
                "Write reviewed_by beside since, or leave both out",
            )),
        }
    }

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
