//! Published bank holidays against the calendars in use, and taking them into use.
//!
//! A file is taken for the years it covers; earlier years stay as they are. A reviewed override
//! holds over it. Days on a weekend are left out, as in the calendar files: none is worked.

use super::calendars::{CalendarFile, parsed};
use super::overrides::Override;
use super::published::Published;
use super::sources::sources;
use crate::config::fault::Fault;
use crate::domain::calendar::is_weekend;
use atomic_write_file::AtomicWriteFile;
use chrono::{Datelike, NaiveDate};
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

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
        let Some(days) = published.division(&file.id) else {
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
        let text = format!(
            "# Bank holidays as imported on {}.\n{text}",
            calendar.retrieved
        );
        let mut new = AtomicWriteFile::open(end_of_links(&file)?)?;
        new.write_all(text.as_bytes())?;
        files.push((new, file));
    }
    let committed = |(new, file): (AtomicWriteFile, PathBuf)| new.commit().map(|()| file);
    files.into_iter().map(committed).collect()
}

/// The file itself, where a link leads to it: a link stays one.
fn end_of_links(file: &Path) -> io::Result<PathBuf> {
    match file.metadata() {
        Ok(found) if found.is_file() => file.canonicalize(),
        Ok(_) => {
            let problem = format!("{} is no file", file.display());
            Err(io::Error::new(io::ErrorKind::InvalidInput, problem))
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(file.to_owned()),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
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
