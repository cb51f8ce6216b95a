//! Regimes and calendars: from TOML files to the law the clock reads.
//!
//! The files the program carries are read first; a file of the same name in the
//! administrator's folder takes the place of the one carried, and others there are added.

use crate::config::fault::{Fault, line_of};
use crate::domain::calendar::{Almanac, Calendar, Closure};
use crate::domain::regime::Regime;
use crate::domain::words;
use chrono::NaiveDate;
use rust_embed::Embed;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::Path;
use thiserror::Error;

#[derive(Embed)]
#[folder = "$CARGO_MANIFEST_DIR/config"]
struct Carried;

/// The regimes and calendars in use.
#[derive(Debug, Clone)]
pub struct Law {
    /// In order of id and, within one id, of the first day in force.
    regimes: Vec<Regime>,
    calendars: BTreeMap<String, Calendar>,
}

/// No version of a regime for a day of receipt.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum UnknownRegime {
    /// There is no regime of this id.
    #[error("there is no regime \"{id}\"; use one of: {known}")]
    Id {
        /// The id asked for.
        id: String,
        /// The ids there are.
        known: String,
    },
    /// It was not in force.
    #[error("{title} governs requests received from {}{}, not one of {}; give a date within that", words::date(*.from), .to.map(|to| format!(" to {}", words::date(to))).unwrap_or_default(), words::date(*.on))]
    NotInForce {
        /// Short title of the regime.
        title: String,
        /// The day of receipt.
        on: NaiveDate,
        /// The first day of its first version.
        from: NaiveDate,
        /// The last day of its last version.
        to: Option<NaiveDate>,
    },
}

/// There is no calendar of this id.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("there is no calendar \"{id}\"; use one of: {known}")]
pub struct UnknownCalendar {
    /// The id asked for.
    pub id: String,
    /// The ids there are.
    pub known: String,
}

/// A calendar as its file has it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct CalendarFile {
    id: String,
    title: String,
    #[serde(default)]
    place: String,
    everywhere: Option<String>,
    source: String,
    retrieved: NaiveDate,
    first_year: Option<i32>,
    last_year: Option<i32>,
    #[serde(default)]
    union: Vec<String>,
    #[serde(default)]
    holidays: BTreeMap<String, String>,
    #[serde(default)]
    closures: Vec<Closure>,
}

/// A file's name as the administrator knows it, and its text.
struct Source {
    file: String,
    text: String,
}

impl Law {
    /// Reads the law the program carries, and the administrator's `folder` over it.
    ///
    /// # Errors
    /// Every fault of every file.
    pub fn load(folder: Option<&Path>) -> Result<Self, Vec<Fault>> {
        let mut faults = Vec::new();
        let calendars = calendars(sources(folder, "calendars", &mut faults), &mut faults);
        let regimes = regimes(
            sources(folder, "regimes", &mut faults),
            &calendars,
            &mut faults,
        );
        if faults.is_empty() {
            Ok(Self { regimes, calendars })
        } else {
            faults.sort();
            Err(faults)
        }
    }

    /// The version of a regime in force on the day of receipt.
    ///
    /// # Errors
    /// When there is no such regime, naming those there are, or it was not in force, naming when.
    pub fn regime(&self, id: &str, on: NaiveDate) -> Result<&Regime, UnknownRegime> {
        let from = self.regimes.partition_point(|r| r.id.as_str() < id);
        let versions = self.regimes.get(from..).unwrap_or_default();
        let mut versions = versions.iter().take_while(|r| r.id.as_str() == id);
        if let Some(regime) = versions.clone().find(|regime| regime.governs(on)) {
            return Ok(regime);
        }
        let Some(first) = versions.next() else {
            return Err(UnknownRegime::Id {
                id: id.to_owned(),
                known: self.regime_ids().join(", "),
            });
        };
        let last = versions.last().unwrap_or(first);
        Err(UnknownRegime::NotInForce {
            title: last.short_title.clone(),
            on,
            from: first.in_force_from,
            to: last.in_force_to,
        })
    }

    /// The calendar of an id.
    ///
    /// # Errors
    /// When there is none, naming those there are.
    pub fn calendar(&self, id: &str) -> Result<&Calendar, UnknownCalendar> {
        self.calendars.get(id).ok_or_else(|| UnknownCalendar {
            id: id.to_owned(),
            known: self
                .calendars
                .keys()
                .map(String::as_str)
                .collect::<Vec<_>>()
                .join(", "),
        })
    }

    /// Every version of every regime, in order of id and first day in force.
    pub fn regimes(&self) -> impl Iterator<Item = &Regime> {
        self.regimes.iter()
    }

    /// Every calendar, in order of id.
    pub fn calendars(&self) -> impl Iterator<Item = &Calendar> {
        self.calendars.values()
    }

    /// The ids of the regimes, each once.
    #[must_use]
    pub fn regime_ids(&self) -> Vec<&str> {
        let mut ids: Vec<&str> = self.regimes.iter().map(|r| r.id.as_str()).collect();
        ids.dedup();
        ids
    }
}

/// The files of one sort by name: those carried, with the administrator's in their place.
fn sources(folder: Option<&Path>, sort: &str, faults: &mut Vec<Fault>) -> Vec<Source> {
    let mut files = BTreeMap::new();
    for path in Carried::iter() {
        if let (Some(name), Some(file)) =
            (path.strip_prefix(&format!("{sort}/")), Carried::get(&path))
        {
            let text = String::from_utf8_lossy(&file.data).into_owned();
            files.insert(name.to_owned(), (format!("config/{path}"), text));
        }
    }
    if let Some(folder) = folder
        .map(|folder| folder.join(sort))
        .filter(|f| f.is_dir())
    {
        match read_folder(&folder) {
            Ok(read) => files.extend(read),
            Err(error) => faults.push(Fault {
                file: folder.display().to_string(),
                line: None,
                key: None,
                problem: format!("cannot be read ({error})"),
                remedy: "Give the program leave to read it".to_owned(),
            }),
        }
    }
    files
        .into_values()
        .map(|(file, text)| Source { file, text })
        .collect()
}

fn read_folder(folder: &Path) -> std::io::Result<Vec<(String, (String, String))>> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|e| e == "toml")
            && let Some(name) = path.file_name()
        {
            let text = std::fs::read_to_string(&path)?;
            let name = name.to_string_lossy().into_owned();
            files.push((name, (path.display().to_string(), text)));
        }
    }
    Ok(files)
}

fn calendars(files: Vec<Source>, faults: &mut Vec<Fault>) -> BTreeMap<String, Calendar> {
    let mut calendars = BTreeMap::new();
    let mut unions = Vec::new();
    for source in files {
        let Some(file) = parse::<CalendarFile>(&source, faults) else {
            continue;
        };
        if file.union.is_empty() {
            if let Some(calendar) = single(file, &source, faults)
                && let Some(twin) = calendars.insert(calendar.id().to_owned(), calendar)
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
                Some(member) => members.push(member),
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
                calendars.insert(id, calendar);
            }
            None => faults.push(source.fault(
                "union",
                "the calendars joined have no year in common".to_owned(),
                "Join calendars that cover the same years",
            )),
        }
    }
    calendars
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

fn regimes(
    files: Vec<Source>,
    calendars: &BTreeMap<String, Calendar>,
    faults: &mut Vec<Fault>,
) -> Vec<Regime> {
    let mut regimes: Vec<(Regime, Source)> = Vec::new();
    for source in files {
        if let Some(regime) = parse::<Regime>(&source, faults) {
            check(&regime, &source, calendars, faults);
            regimes.push((regime, source));
        }
    }
    regimes.sort_by(|(a, _), (b, _)| (&a.id, a.in_force_from).cmp(&(&b.id, b.in_force_from)));
    for pair in regimes.windows(2) {
        if let [(before, _), (after, source)] = pair
            && before.id == after.id
            && before
                .in_force_to
                .is_none_or(|to| to >= after.in_force_from)
        {
            faults.push(source.fault(
                "in_force_from",
                format!(
                    "another version of \"{}\" is in force on the same days",
                    after.id
                ),
                "End the earlier version the day before this one begins",
            ));
        }
    }
    regimes.into_iter().map(|(regime, _)| regime).collect()
}

fn check(
    regime: &Regime,
    source: &Source,
    calendars: &BTreeMap<String, Calendar>,
    faults: &mut Vec<Fault>,
) {
    if !calendars.contains_key(&regime.default_calendar) {
        faults.push(source.fault(
            "default_calendar",
            format!("there is no calendar \"{}\"", regime.default_calendar),
            "Name a calendar that has a file in config/calendars",
        ));
    }
    if regime
        .in_force_to
        .is_some_and(|to| to < regime.in_force_from)
    {
        faults.push(source.fault(
            "in_force_to",
            "the regime ends before it begins".to_owned(),
            "Correct one of the two dates",
        ));
    }
    let mut ids: Vec<&str> = regime
        .extension_grounds
        .iter()
        .map(|g| g.id.as_str())
        .collect();
    ids.extend(regime.variants.iter().map(|v| v.id.as_str()));
    ids.extend(regime.exemptions.iter().map(|e| e.section.as_str()));
    ids.sort_unstable();
    for pair in ids.windows(2) {
        if let [a, b] = pair
            && a == b
        {
            faults.push(source.fault(
                a,
                "this is described twice".to_owned(),
                "Keep one of the two",
            ));
        }
    }
}

fn parse<T: for<'de> Deserialize<'de>>(source: &Source, faults: &mut Vec<Fault>) -> Option<T> {
    match toml::from_str(&source.text) {
        Ok(value) => Some(value),
        Err(error) => {
            faults.push(Fault {
                file: source.file.clone(),
                line: error.span().map(|span| line_of(&source.text, span.start)),
                key: None,
                problem: error.message().trim_end_matches('.').to_owned(),
                remedy: "Correct the line, or remove the file to use the one the program carries"
                    .to_owned(),
            });
            None
        }
    }
}

impl Source {
    /// A fault at the first line that begins with or names `key`.
    fn fault(&self, key: &str, problem: String, remedy: &str) -> Fault {
        let line = (1..)
            .zip(self.text.lines())
            .find(|(_, line)| line.trim_start().trim_start_matches('"').starts_with(key))
            .map(|(number, _)| number);
        Fault {
            file: self.file.clone(),
            line,
            key: Some(key.to_owned()),
            problem,
            remedy: remedy.to_owned(),
        }
    }
}
