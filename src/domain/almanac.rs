//! A calendar as it is written: the holidays of a place, by day and by run of days each year.

use crate::domain::words;
use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

/// A day that is not a working day though it is not a weekend.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holiday {
    /// The day.
    pub on: NaiveDate,
    /// Its name, for example `Good Friday`.
    pub name: String,
    /// The nations or places whose holiday it is.
    pub places: Vec<String>,
    /// Its name and whose it is: `World Cup bank holiday in Scotland`.
    pub whose: String,
    /// Why the day is not counted, as a requester reads it.
    pub note: String,
}

/// A run of days of every year that are not working days, for example 25 December to 15 January.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Closure {
    /// First day, as month and day (`12-25`).
    pub from: MonthDay,
    /// Last day, included; may be in the next year.
    pub to: MonthDay,
    /// What the days are called.
    pub name: String,
}

/// A day of the year without its year, written `12-25`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct MonthDay {
    month: u32,
    day: u32,
}

impl TryFrom<String> for MonthDay {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        // A leap year, so that 29 February can be named.
        NaiveDate::parse_from_str(&format!("2024-{text}"), "%Y-%m-%d")
            .map(|on| Self {
                month: on.month(),
                day: on.day(),
            })
            .map_err(|_| format!("`{text}` is not a month and a day such as 12-25"))
    }
}

impl From<MonthDay> for String {
    fn from(day: MonthDay) -> Self {
        format!("{:02}-{:02}", day.month, day.day)
    }
}

/// What a calendar is made of, before its table is laid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Almanac {
    /// The id by which regimes and commands name the calendar.
    pub id: String,
    /// Its title for people.
    pub title: String,
    /// What to call all its places together, where it joins several.
    pub everywhere: Option<String>,
    /// Where the dates come from.
    pub source: String,
    /// The day they were taken from there.
    pub retrieved: NaiveDate,
    /// First year covered.
    pub first_year: i32,
    /// Last year whose holidays are known.
    pub last_year: i32,
    /// The holidays, in any order: day, name, place.
    pub holidays: Vec<(NaiveDate, String, String)>,
    /// Days closed every year.
    pub closures: Vec<Closure>,
    /// The place of this calendar, or nothing for a union.
    pub place: String,
}

/// Every holiday of an almanac up to `end`, in order of day, each day once with all its places.
pub(super) fn holidays(almanac: &Almanac, end: NaiveDate) -> Vec<Holiday> {
    let mut days = almanac.holidays.clone();
    for closure in &almanac.closures {
        days.extend(closed_days(almanac, closure, end));
    }
    days.sort_by_key(|(on, ..)| *on);
    let mut places: Vec<&str> = days.iter().map(|(_, _, place)| place.as_str()).collect();
    places.sort_unstable();
    places.dedup();
    let all = places.len();
    let mut holidays: Vec<Holiday> = Vec::new();
    for (on, name, place) in &days {
        match holidays.last_mut().filter(|last| last.on == *on) {
            Some(last) if !last.places.contains(place) => last.places.push(place.clone()),
            Some(_) => {}
            None => holidays.push(Holiday {
                on: *on,
                name: name.clone(),
                places: vec![place.clone()],
                whose: String::new(),
                note: String::new(),
            }),
        }
    }
    for holiday in &mut holidays {
        holiday.whose = whose(holiday, almanac.everywhere.as_deref(), all);
        holiday.note = format!(
            "{} is not counted: {}",
            words::long_date(holiday.on),
            holiday.whose
        );
    }
    holidays
}

fn closed_days(
    almanac: &Almanac,
    closure: &Closure,
    end: NaiveDate,
) -> Vec<(NaiveDate, String, String)> {
    // The run that began in the year before reaches into the first year.
    (almanac.first_year - 1..=end.year())
        .filter_map(|year| {
            let wraps = i32::from(closure.to < closure.from);
            let from = NaiveDate::from_ymd_opt(year, closure.from.month, closure.from.day)?;
            let to = NaiveDate::from_ymd_opt(year + wraps, closure.to.month, closure.to.day)?;
            Some(from.iter_days().take_while(move |on| *on <= to))
        })
        .flatten()
        .filter(|on| (almanac.first_year..=end.year()).contains(&on.year()))
        .map(|on| (on, closure.name.clone(), almanac.place.clone()))
        .collect()
}

fn whose(holiday: &Holiday, everywhere: Option<&str>, all: usize) -> String {
    let whose = match everywhere {
        Some(name) if holiday.places.len() == all => name.to_owned(),
        _ => words::list(&holiday.places),
    };
    format!("{} in {whose}", holiday.name)
}
