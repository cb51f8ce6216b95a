//! Bank holidays in the JSON form in which GOV.UK publishes them, against the calendars in use.
//!
//! The file is taken for the years it covers; earlier years stay as they are. A reviewed override
//! holds over it. Days on a weekend are left out, as in the calendar files: none is worked.

use super::calendars::{CalendarFile, parsed};
use super::overrides::Override;
use super::sources::sources;
use crate::config::fault::Fault;
use crate::domain::calendar::is_weekend;
use crate::domain::words;
use chrono::{Datelike, NaiveDate};
use serde::Deserialize;
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};
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

/// What taking a file into use changes in one calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The calendar as it would be.
    pub calendar: CalendarFile,
    /// Days that become holidays.
    pub added: Vec<(NaiveDate, String)>,
    /// Days that become working days.
    pub removed: Vec<(NaiveDate, String)>,
    /// Days whose holiday has another name: the name now, the name then.
    pub renamed: Vec<(NaiveDate, String, String)>,
    /// The last year known now and then, where the file reaches further.
    pub reaches: Option<(i32, i32)>,
}

impl Change {
    /// Whether there is no difference.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.added.is_empty()
            && self.removed.is_empty()
            && self.renamed.is_empty()
            && self.reaches.is_none()
    }
}

/// The difference a file makes, and the overrides that hold over it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// One for each division of the file.
    pub changes: Vec<Change>,
    /// Overrides that say something else than the file, and so go on holding.
    pub kept: Vec<Override>,
    /// Overrides the file agrees with: no longer needed.
    pub agreed: Vec<Override>,
}

/// The difference between a file and the calendars in use.
///
/// # Errors
/// Faults of the calendar files in use.
pub fn compare(
    published: &Published,
    folder: Option<&Path>,
    today: NaiveDate,
) -> Result<Difference, Vec<Fault>> {
    let mut faults = Vec::new();
    let in_use = parsed(sources(folder, "calendars", &mut faults), &mut faults);
    if !faults.is_empty() {
        return Err(faults);
    }
    let mut difference = Difference {
        changes: Vec::new(),
        kept: Vec::new(),
        agreed: Vec::new(),
    };
    for (file, _) in in_use.files {
        let Some(days) = published.0.get(&file.id) else {
            continue;
        };
        let change = change(file, days, today);
        for (entry, _) in in_use
            .overrides
            .iter()
            .filter(|(o, _)| o.calendar == change.calendar.id)
        {
            if entry.agrees_with(&change.calendar) {
                difference.agreed.push(entry.clone());
            } else {
                difference.kept.push(entry.clone());
            }
        }
        difference.changes.push(change);
    }
    Ok(difference)
}

fn change(file: CalendarFile, days: &BTreeMap<NaiveDate, String>, today: NaiveDate) -> Change {
    let known = file.last_year.unwrap_or_default();
    let from = days.keys().next().copied().unwrap_or(today);
    let last = days.keys().next_back().map_or(known, NaiveDate::year);
    let covered = |on: NaiveDate| from <= on && on.year() <= last;
    let mut change = Change {
        added: Vec::new(),
        removed: Vec::new(),
        renamed: Vec::new(),
        reaches: (last > known).then_some((known, last)),
        calendar: CalendarFile {
            retrieved: today,
            last_year: Some(known.max(last)),
            ..file
        },
    };
    let holidays = &mut change.calendar.holidays;
    let standing: Vec<(NaiveDate, String)> = holidays
        .iter()
        .filter_map(|(key, name)| Some((key.parse().ok()?, name.clone())))
        .filter(|(on, _)| covered(*on))
        .collect();
    for (on, name) in standing {
        match days.get(&on) {
            Some(then) if *then != name => {
                holidays.insert(on.to_string(), then.clone());
                change.renamed.push((on, name, then.clone()));
            }
            Some(_) => {}
            None => {
                holidays.remove(&on.to_string());
                change.removed.push((on, name));
            }
        }
    }
    let first_year = change.calendar.first_year.unwrap_or_default();
    for (on, name) in days
        .iter()
        .filter(|(on, _)| !is_weekend(**on) && on.year() >= first_year)
    {
        if let Entry::Vacant(day) = holidays.entry(on.to_string()) {
            day.insert(name.clone());
            change.added.push((*on, name.clone()));
        }
    }
    change
}

/// Writes the calendars that change into the administrator's folder, each whole or not at all;
/// the files written.
///
/// # Errors
/// When the folder cannot be written to.
pub fn write(difference: &Difference, folder: &Path) -> io::Result<Vec<PathBuf>> {
    let folder = folder.join("calendars");
    std::fs::create_dir_all(&folder)?;
    let mut files = Vec::new();
    for change in difference
        .changes
        .iter()
        .filter(|change| !change.is_empty())
    {
        let calendar = &change.calendar;
        let text = toml::to_string(calendar).map_err(io::Error::other)?;
        let file = folder.join(format!("{}.toml", calendar.id));
        let beside = folder.join(format!("{}.toml.new", calendar.id));
        std::fs::write(
            &beside,
            format!(
                "# Bank holidays as imported on {}.\n{text}",
                calendar.retrieved
            ),
        )?;
        files.push((beside, file));
    }
    for (beside, file) in &files {
        std::fs::rename(beside, file)?;
    }
    Ok(files.into_iter().map(|(_, file)| file).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

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

    #[test]
    fn years_before_the_file_stay_and_those_in_it_are_compared_day_by_day() {
        let file = CalendarFile {
            id: "scotland".into(),
            title: "Scotland".into(),
            place: "Scotland".into(),
            everywhere: None,
            source: "the test".into(),
            retrieved: day("2026-01-01"),
            first_year: Some(2028),
            last_year: Some(2029),
            union: Vec::new(),
            closures: Vec::new(),
            holidays: [
                ("2028-12-25", "Christmas Day"),
                ("2029-01-01", "New Year"),
                ("2029-05-07", "May Day"),
            ]
            .map(|(on, name)| (on.to_owned(), name.to_owned()))
            .into(),
        };
        let days = [
            ("2029-01-01", "New Year's Day"),
            ("2029-08-04", "a Saturday"),
            ("2029-12-25", "Christmas Day"),
            ("2030-12-25", "Christmas Day"),
        ];
        let days = days.map(|(on, name)| (day(on), name.to_owned())).into();
        let change = change(file, &days, day("2026-11-26"));
        assert_eq!(change.reaches, Some((2029, 2030)));
        assert_eq!(change.removed, [(day("2029-05-07"), "May Day".to_owned())]);
        assert_eq!(change.added.len(), 2);
        assert_eq!(change.renamed.len(), 1);
        let kept: Vec<&String> = change.calendar.holidays.keys().collect();
        assert_eq!(
            kept,
            ["2028-12-25", "2029-01-01", "2029-12-25", "2030-12-25"]
        );
    }
}
