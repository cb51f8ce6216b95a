//! Bank holidays in the JSON form in which GOV.UK publishes them.

use crate::domain::words;
use chrono::{Datelike, NaiveDate};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use thiserror::Error;

/// The divisions GOV.UK publishes, each the id of a calendar.
pub const DIVISIONS: [&str; 3] = ["england-and-wales", "scotland", "northern-ireland"];

/// Holidays by division, in order of day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published(BTreeMap<String, BTreeMap<NaiveDate, String>>);

/// Why a file of bank holidays is refused.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PublishedFault {
    /// It is not JSON of that form.
    #[error(
        "it is not in the form in which GOV.UK publishes bank holidays ({0}); load the file again from its source"
    )]
    NotThatForm(String),
    /// There is no such part of the United Kingdom.
    #[error("there is no division \"{0}\"; use england-and-wales, scotland and northern-ireland")]
    UnknownDivision(String),
    /// One day twice in one division.
    #[error("{} is there twice in {division}; keep one of the two", words::date(*.on))]
    Twice {
        /// The division.
        division: String,
        /// The day.
        on: NaiveDate,
    },
    /// A holiday without a name.
    #[error("{} in {division} has no title; give it one", words::date(*.on))]
    Nameless {
        /// The division.
        division: String,
        /// The day.
        on: NaiveDate,
    },
    /// A year without Christmas: the file is cut short.
    #[error(
        "{division} has no holiday at Christmas {year}, so the file is not whole; load it again from its source"
    )]
    NotWhole {
        /// The division.
        division: String,
        /// The year.
        year: i32,
    },
    /// It says nothing at all.
    #[error("it holds no bank holiday; load the file again from its source")]
    Empty,
}

/// One division as the file has it; whether there is bunting does not matter here.
#[derive(Deserialize)]
struct Division {
    events: Vec<PublishedDay>,
}

#[derive(Deserialize)]
struct PublishedDay {
    title: String,
    date: NaiveDate,
    #[serde(default)]
    notes: String,
}

impl Published {
    /// The days of one division, if the file has it.
    pub(super) fn division(&self, id: &str) -> Option<&BTreeMap<NaiveDate, String>> {
        self.0.get(id)
    }

    /// Reads a file.
    ///
    /// # Errors
    /// The first thing wrong with it.
    pub fn read(text: &str) -> Result<Self, PublishedFault> {
        let text = text.trim_start_matches('\u{feff}');
        let divisions: BTreeMap<String, Division> =
            serde_json::from_str(text).map_err(|e| PublishedFault::NotThatForm(e.to_string()))?;
        let mut published = BTreeMap::new();
        for (division, found) in divisions {
            if !DIVISIONS.contains(&division.as_str()) {
                return Err(PublishedFault::UnknownDivision(division));
            }
            let days = days_of(&division, found.events)?;
            if !days.is_empty() {
                published.insert(division, days);
            }
        }
        if published.is_empty() {
            return Err(PublishedFault::Empty);
        }
        Ok(Self(published))
    }
}

fn days_of(
    division: &str,
    events: Vec<PublishedDay>,
) -> Result<BTreeMap<NaiveDate, String>, PublishedFault> {
    let division = || division.to_owned();
    let mut days = BTreeMap::new();
    for PublishedDay {
        title,
        date: on,
        notes,
    } in events
    {
        if title.trim().is_empty() {
            return Err(PublishedFault::Nameless {
                division: division(),
                on,
            });
        }
        if days.insert(on, name_of(&title, &notes)).is_some() {
            return Err(PublishedFault::Twice {
                division: division(),
                on,
            });
        }
    }
    let years: BTreeSet<i32> = days.keys().map(NaiveDate::year).collect();
    let (Some(first), Some(last)) = (years.first(), years.last()) else {
        return Ok(days);
    };
    for year in *first..=*last {
        let christmas = |on: &NaiveDate| on.year() == year && on.month() == 12 && on.day() >= 25;
        if !days.keys().any(christmas) {
            return Err(PublishedFault::NotWhole {
                division: division(),
                year,
            });
        }
    }
    Ok(days)
}

/// A holiday's name as the calendars write it.
fn name_of(title: &str, notes: &str) -> String {
    let title = title.trim().replace('\u{2019}', "'");
    match notes.trim() {
        "" => title,
        notes => {
            let mut first = notes.chars();
            let lower = first
                .next()
                .map(|c| c.to_lowercase().to_string())
                .unwrap_or_default();
            format!("{title} ({lower}{})", first.as_str())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(text: &str) -> String {
        Published::read(text).unwrap_err().to_string()
    }

    const CHRISTMAS: &str =
        r#"{"title":"Christmas Day","date":"2030-12-25","notes":"","bunting":true}"#;

    fn scotland(events: &str) -> String {
        format!(r#"{{"scotland":{{"division":"scotland","events":[{events}]}}}}"#)
    }

    #[test]
    fn what_is_wrong_with_a_file_is_said_in_one_sentence() {
        assert!(refused("{\"scotland\": ").contains("not in the form"));
        assert!(refused("[]").contains("not in the form"));
        assert!(refused("{}").contains("no bank holiday"));
        let wales = scotland(CHRISTMAS).replace("\"scotland\":", "\"wales\":");
        assert!(refused(&wales).contains("no division \"wales\""));
        let twice = scotland(&format!("{CHRISTMAS},{CHRISTMAS}"));
        assert_eq!(
            refused(&twice),
            "25 December 2030 is there twice in scotland; keep one of the two"
        );
        let nameless = scotland(&CHRISTMAS.replace("Christmas Day", " "));
        assert!(refused(&nameless).contains("has no title"));
        let cut = scotland(r#"{"title":"New Year's Day","date":"2030-01-01","notes":""}"#);
        assert!(refused(&cut).contains("no holiday at Christmas 2030"));
        let no_day = scotland(&CHRISTMAS.replace("2030-12-25", "2030-02-30"));
        assert!(refused(&no_day).contains("not in the form"));
    }

    #[test]
    fn a_substitute_day_is_named_as_the_calendars_name_it() {
        assert_eq!(
            name_of("New Year\u{2019}s Day", "Substitute day"),
            "New Year's Day (substitute day)"
        );
        assert_eq!(name_of("Boxing Day", ""), "Boxing Day");
    }
}
