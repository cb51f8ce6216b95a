//! Lengths of time the law sets: how many of what, counted from which day.

use crate::domain::section::Section;
use crate::domain::words;
use serde::{Deserialize, Serialize};

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Days that are neither weekend nor holiday in the calendar.
    WorkingDay,
    /// The same, where the law says weekdays and sets public holidays aside.
    Weekday,
    /// Every day.
    CalendarDay,
    /// Seven days.
    Week,
    /// To the corresponding date, or the last day of a month that has none.
    CalendarMonth,
    /// Nothing: the law says promptly and names no day. Such a time never runs out, and its number
    /// is 0.
    Promptly,
}

impl Unit {
    /// The noun for one of it.
    #[must_use]
    pub const fn noun(self) -> &'static str {
        match self {
            Self::WorkingDay => "working day",
            Self::Weekday => "weekday",
            Self::CalendarDay => "calendar day",
            Self::Week => "week",
            Self::CalendarMonth => "calendar month",
            Self::Promptly => "promptly",
        }
    }
}

/// From which day a period counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Counted {
    /// The day itself is day 0; a month ends on the corresponding date.
    #[default]
    After,
    /// The day itself is day 1; a month ends the day before the corresponding date.
    BeginningWith,
    /// A month is reckoned from the next day, and so ends the day after the corresponding date.
    FromNextDay,
}

/// A length of time set by the law.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limit {
    /// How many units.
    pub count: u32,
    /// What is counted.
    pub unit: Unit,
    /// From which day.
    #[serde(default)]
    pub counted: Counted,
    /// Whether a last day on a weekend or holiday moves to the next working day.
    #[serde(default)]
    pub roll: bool,
    /// Where the law says so.
    pub section: Section,
    /// False where it is a norm of guidance and not of law.
    #[serde(default = "yes")]
    pub statutory: bool,
}

impl Limit {
    /// Whether it names a last day at all.
    #[must_use]
    pub fn names_a_day(&self) -> bool {
        self.unit != Unit::Promptly
    }

    /// The length of time in words, `20 working days`, or that none is fixed.
    #[must_use]
    pub fn in_words(&self) -> String {
        if self.names_a_day() {
            words::count(self.count as usize, self.unit.noun())
        } else {
            "promptly, with no fixed day".to_owned()
        }
    }
}

fn yes() -> bool {
    true
}
