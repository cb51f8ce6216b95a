//! Calendars from their files: single places, the unions of several, and reviewed overrides.

use super::closed_days::{self, CLOSED_DAYS};
use super::overrides::{self, OVERRIDES, Override};
use super::sources::{Source, parse};
use crate::config::fault::Fault;
use crate::domain::almanac::{Almanac, Closure};
use crate::domain::calendar::Calendar;
use crate::domain::clock::Run;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A calendar as its file has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CalendarFile {
    /// The id by which regimes and commands name it.
    pub id: String,
    /// Its title for people.
    pub title: String,
    /// The place as sentences name it; empty for a union.
    #[serde(default)]
    pub place: String,
    /// What to call all places of a union together.
    pub everywhere: Option<String>,
    /// Where the dates come from.
    pub source: String,
    /// The day they were taken from there.
    pub retrieved: NaiveDate,
    /// First year covered; absent for a union.
    pub first_year: Option<i32>,
    /// Last year whose holidays are known; absent for a union.
    pub last_year: Option<i32>,
    /// The calendars it joins.
    #[serde(default)]
    pub union: Vec<String>,
    /// Runs of days closed every year.
    #[serde(default)]
    pub closures: Vec<Closure>,
    /// The holidays: the day as `2026-12-25`, and its name.
    #[serde(default)]
    pub holidays: BTreeMap<String, String>,
}

/// Reads the calendars, with the overrides applied and the authority's own days of closure.
pub(super) fn read(files: Vec<Source>, faults: &mut Vec<Fault>) -> BTreeMap<String, Arc<Calendar>> {
    let Parsed {
        mut files,
        overrides,
        closed,
    } = parsed(files, faults);
    for (entry, source) in &overrides {
        entry.apply(&mut files, source, faults);
    }
    let mut calendars = BTreeMap::new();
    let mut unions = Vec::new();
    for (file, source) in files {
        if file.union.is_empty() {
            if let Some(calendar) = single(file, &source, faults)
                && let Some(twin) = calendars.insert(calendar.id().to_owned(), Arc::new(calendar))
            {
                faults.push(source.fault(
                    "id",
                    format!("another file also describes the calendar \"{}\"", twin.id()),
                    "Keep one of the two",
                ));
            }
        } else {
            unions.push((file, source));
        }
    }
    for (file, source) in unions {
        let mut members = Vec::new();
        for id in &file.union {
            match calendars.get(id) {
                Some(member) => members.push(member.as_ref()),
                None => faults.push(source.fault(
                    "union",
                    format!("there is no calendar \"{id}\" to join"),
                    "Name calendars that have a file and join no others",
                )),
            }
        }
        let almanac = almanac(file, Vec::new(), (0, 0));
        let id = almanac.id.clone();
        match Calendar::union(almanac, &members) {
            Some(calendar) => {
                calendars.insert(id, Arc::new(calendar));
            }
            None => faults.push(source.fault(
                "union",
                "the calendars joined have no year in common".to_owned(),
                "Join calendars that cover the same years",
            )),
        }
    }
    let closing = |calendar: Arc<Calendar>| {
        Arc::new(Arc::unwrap_or_clone(calendar).closed_on(closed.clone()))
    };
    calendars
        .into_iter()
        .map(|(id, calendar)| (id, closing(calendar)))
        .collect()
}

/// The calendar files and the overrides, each with where it stands, and the days of closure.
#[derive(Default)]
pub(super) struct Parsed {
    pub(super) files: Vec<(CalendarFile, Source)>,
    pub(super) overrides: Vec<(Override, Source)>,
    pub(super) closed: Vec<Run>,
}

/// What the files of the calendar folder say.
pub(super) fn parsed(files: Vec<Source>, faults: &mut Vec<Fault>) -> Parsed {
    let mut parsed = Parsed::default();
    for source in files {
        if source.name == OVERRIDES {
            let entries = overrides::entries(&source, faults);
            parsed.overrides.extend(entries);
        } else if source.name == CLOSED_DAYS {
            parsed.closed = closed_days::runs(&source, faults);
        } else if let Some(file) = parse::<CalendarFile>(&source, faults) {
            parsed.files.push((file, source));
        }
    }
    parsed
}

fn single(mut file: CalendarFile, source: &Source, faults: &mut Vec<Fault>) -> Option<Calendar> {
    let (Some(first), Some(last)) = (file.first_year, file.last_year) else {
        faults.push(source.fault(
            "first_year",
            "the years covered are missing".to_owned(),
            "Give first_year and last_year, or a union of other calendars",
        ));
        return None;
    };
    let mut holidays = Vec::with_capacity(file.holidays.len());
    for (key, name) in std::mem::take(&mut file.holidays) {
        match key.parse::<NaiveDate>() {
            Ok(on) if (first..=last).contains(&chrono::Datelike::year(&on)) => {
                holidays.push((on, name, file.place.clone()));
            }
            Ok(_) => faults.push(source.fault(
                &key,
                "this holiday lies outside the years the calendar covers".to_owned(),
                "Correct the date, or first_year and last_year",
            )),
            Err(_) => faults.push(source.fault(
                &key,
                "this is not a date".to_owned(),
                "Write holidays as 2026-12-25 = \"Christmas Day\"",
            )),
        }
    }
    let calendar = Calendar::new(almanac(file, holidays, (first, last)));
    if calendar.is_none() {
        faults.push(source.fault(
            "first_year",
            "the years covered are not a range".to_owned(),
            "Give a first_year that is not after last_year",
        ));
    }
    calendar
}

fn almanac(
    file: CalendarFile,
    holidays: Vec<(NaiveDate, String, String)>,
    (first_year, last_year): (i32, i32),
) -> Almanac {
    Almanac {
        id: file.id,
        title: file.title,
        everywhere: file.everywhere,
        source: file.source,
        retrieved: file.retrieved,
        first_year,
        last_year,
        holidays,
        closures: file.closures,
        place: file.place,
    }
}
