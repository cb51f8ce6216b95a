//! Reviewed overrides of holidays: `calendars/overrides.toml` in the administrator's folder.
//!
//! The published dates can be late or wrong: a proclaimed holiday was added three weeks after
//! its proclamation, another stood four weeks late for months. An override says what holds
//! here, who reviewed it and why, and is applied over whatever the calendar's file says, so
//! that no import undoes it.

use super::calendars::CalendarFile;
use super::sources::{Source, parse};
use crate::config::fault::Fault;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// The file of the overrides, in the folder of the calendars.
pub const OVERRIDES: &str = "overrides.toml";

/// One day that is, or is not, a holiday whatever the published dates say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Override {
    /// The calendar's id; not one that joins others.
    pub calendar: String,
    /// The day.
    pub on: NaiveDate,
    /// The holiday's name; absent where the day is a working day.
    #[serde(default)]
    pub holiday: Option<String>,
    /// Who reviewed it.
    pub reviewed_by: String,
    /// When.
    pub reviewed_on: NaiveDate,
    /// Why the published dates do not hold.
    pub why: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default, rename = "override")]
    entries: Vec<Override>,
}

/// The overrides of a file.
pub(super) fn entries(source: &Source, faults: &mut Vec<Fault>) -> Vec<(Override, Source)> {
    let Some(file) = parse::<File>(source, faults) else {
        return Vec::new();
    };
    for entry in &file.entries {
        if entry.reviewed_by.trim().is_empty() || entry.why.trim().is_empty() {
            faults.push(source.fault(
                "reviewed_by",
                format!(
                    "the override of {} does not say who reviewed it and why",
                    entry.on
                ),
                "Fill in reviewed_by and why",
            ));
        }
    }
    let place = |entry| (entry, source.again());
    file.entries.into_iter().map(place).collect()
}

impl Override {
    /// Whether a calendar file says the same already.
    #[must_use]
    pub fn agrees_with(&self, file: &CalendarFile) -> bool {
        file.holidays.contains_key(&self.on.to_string()) == self.holiday.is_some()
    }

    pub(super) fn apply(
        &self,
        files: &mut [(CalendarFile, Source)],
        source: &Source,
        faults: &mut Vec<Fault>,
    ) {
        let Some((file, _)) = files
            .iter_mut()
            .find(|(file, _)| file.id == self.calendar && file.union.is_empty())
        else {
            faults.push(source.fault(
                "calendar",
                format!("there is no calendar \"{}\" to override", self.calendar),
                "Name a calendar that has a file and joins no others",
            ));
            return;
        };
        let key = self.on.to_string();
        match &self.holiday {
            Some(name) => {
                file.holidays.insert(key, name.clone());
            }
            None => {
                file.holidays.remove(&key);
            }
        }
    }
}
