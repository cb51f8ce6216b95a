//! The days on which the authority itself is closed: `calendars/closed-days.toml` in the
//! administrator's folder. For a school, the days on which no pupil attends.
//!
//! They are working days for every limit but those that set them aside (SI 2004/3364 reg 3).

use super::sources::{Source, parse};
use crate::config::fault::Fault;
use crate::domain::clock::Run;
use chrono::NaiveDate;
use serde::Deserialize;

/// The file of the days of closure, in the folder of the calendars.
pub const CLOSED_DAYS: &str = "closed-days.toml";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    closed: Vec<Closed>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Closed {
    from: NaiveDate,
    to: NaiveDate,
}

/// The runs of days of a file, in order.
pub(super) fn runs(source: &Source, faults: &mut Vec<Fault>) -> Vec<Run> {
    let Some(file) = parse::<File>(source, faults) else {
        return Vec::new();
    };
    let mut runs = Vec::with_capacity(file.closed.len());
    for Closed { from, to } in file.closed {
        if to < from {
            faults.push(source.fault(
                "from",
                format!("the closure from {from} ends before it begins"),
                "Swap its two days",
            ));
        }
        runs.push((from, to));
    }
    runs.sort_unstable();
    runs
}
