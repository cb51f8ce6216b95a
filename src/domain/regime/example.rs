//! Worked examples: facts, the dates that must come out, and the count by hand.

use crate::domain::clock::ClockEvent;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// A worked example.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Example {
    /// What it shows.
    pub title: String,
    /// The day of receipt.
    pub received: NaiveDate,
    /// The calendar, where it is not the regime's.
    #[serde(default)]
    pub calendar: Option<String>,
    /// The variant, where it is for one.
    #[serde(default)]
    pub variant: Option<String>,
    /// Runs of days on which the authority is closed, first and last included.
    #[serde(default)]
    pub closed: Vec<(NaiveDate, NaiveDate)>,
    /// What happened.
    #[serde(default)]
    pub events: Vec<ClockEvent>,
    /// The dates that must come out; those not named are not looked at.
    pub expect: Expect,
    /// The count by hand.
    pub why: String,
    /// Where it comes from.
    pub source: String,
}

/// The dates an example must give.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Expect {
    /// See [`crate::domain::deadline::Deadlines`], as for the others.
    pub due: Option<NaiveDate>,
    /// The furthest extended date.
    pub latest_extended_due: Option<NaiveDate>,
    /// The outcome of the review.
    pub review_due: Option<NaiveDate>,
    /// Asking for the review.
    pub review_request_by: Option<NaiveDate>,
    /// The regulator.
    pub regulator_by: Option<NaiveDate>,
    /// The fee.
    pub fee_due_by: Option<NaiveDate>,
    /// The lapse.
    pub lapses_on: Option<NaiveDate>,
}
