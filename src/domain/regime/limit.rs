//! Lengths of time the law sets: how many of what, counted from which day.

use crate::domain::calendar::{Calendar, OutsideCalendar};
use crate::domain::section::Section;
use crate::domain::words;
use chrono::{Datelike, Days, NaiveDate, Weekday};
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

/// What becomes of a last day on a Saturday, where last days move.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Saturday {
    /// It moves as one on a Sunday or a holiday does.
    #[default]
    Moves,
    /// It stays, because the law names Sunday among the holidays and not Saturday.
    Stays,
}

/// What days that are not counted move on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PausesMove {
    /// The day to which the days were counted, which then moves off a day off.
    #[default]
    DayCountedTo,
    /// The last day, after it has moved off a day off.
    LastDay,
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
    /// What becomes of a last day on a Saturday, where last days move.
    #[serde(default)]
    pub saturday: Saturday,
    /// What days that are not counted move on.
    #[serde(default)]
    pub pauses_move: PausesMove,
    /// Where the law says so.
    pub section: Section,
    /// False where it is a norm of guidance and not of law.
    #[serde(default = "yes")]
    pub statutory: bool,
}

impl Limit {
    /// The first day that counts when the time runs from `start`. A month is reckoned from its
    /// first day and has it; other times begin after theirs.
    #[must_use]
    pub fn first_counted(&self, start: NaiveDate) -> NaiveDate {
        let days = match (self.counted, self.unit) {
            (Counted::BeginningWith, _) | (Counted::After, Unit::CalendarMonth) => 0,
            (Counted::FromNextDay, Unit::CalendarMonth) | (Counted::After, _) => 1,
            (Counted::FromNextDay, _) => 2,
        };
        start.checked_add_days(Days::new(days)).unwrap_or(start)
    }

    /// The last day, where the days are counted to this one.
    ///
    /// # Errors
    /// When it is outside the calendar.
    pub fn rolled(
        &self,
        counted_to: NaiveDate,
        calendar: &Calendar,
    ) -> Result<NaiveDate, OutsideCalendar> {
        let stays = match self.saturday {
            Saturday::Moves => false,
            Saturday::Stays => counted_to.weekday() == Weekday::Sat,
        };
        if self.roll && !stays {
            calendar.roll_forward(counted_to)
        } else {
            Ok(counted_to)
        }
    }

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
