//! Where a reading of the law makes other days worked than a calendar has.

use crate::domain::calendar::Calendar;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// The days of one calendar as a regime reads them. Of several that could apply the first does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DaysRead {
    /// The id of the calendar a request is counted by.
    pub calendar: String,
    /// The days of receipt it is for, first and last included; every one where it names none.
    #[serde(default)]
    pub received: Option<(NaiveDate, NaiveDate)>,
    /// The id of the calendar that takes its place, where one does.
    #[serde(default)]
    pub instead: Option<String>,
    /// Days that are not worked, each with its name.
    #[serde(default)]
    pub off: Vec<(NaiveDate, String)>,
    /// Days that are worked although they are holidays there.
    #[serde(default)]
    pub worked: Vec<NaiveDate>,
    /// The calendar that this makes; the configuration lays it.
    #[serde(skip)]
    pub made: Option<Arc<Calendar>>,
}

impl DaysRead {
    /// The days that are worked, where this is about that calendar and day of receipt.
    pub(super) fn of(&self, calendar: &Calendar, received: NaiveDate) -> Option<&Calendar> {
        let on = self.received;
        let of = on.is_none_or(|(first, last)| first <= received && received <= last);
        let made = self.made.as_deref();
        made.filter(|_| of && self.calendar == calendar.id())
    }
}
