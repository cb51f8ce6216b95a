//! How an event is told: to the desk, to the requester, and to the check of the record.

use crate::domain::money::Currency;
use crate::domain::words::date;
use chrono::NaiveDate;
use std::collections::HashMap;

/// What the desk's words of an event need besides it.
#[derive(Debug, Clone, Copy)]
pub struct Telling<'a> {
    /// The names of people at the desk, by id.
    pub names: &'a HashMap<i64, String>,
    /// The currency of the case's law.
    pub currency: Currency,
}

impl Telling<'_> {
    /// The name of a person at the desk.
    pub(in crate::domain::case) fn name(&self, person: i64) -> Option<String> {
        self.names.get(&person).cloned()
    }
}

/// An event as the requester reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// Whether it was they who did it.
    pub yours: bool,
    /// What happened.
    pub what: String,
}

impl Told {
    pub(in crate::domain::case) fn by_requester(what: impl Into<String>) -> Self {
        let (yours, what) = (true, what.into());
        Self { yours, what }
    }

    pub(in crate::domain::case) fn by_us(what: impl Into<String>) -> Self {
        let (yours, what) = (false, what.into());
        Self { yours, what }
    }
}

/// Which text stands behind an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Behind<'a> {
    /// None.
    Nothing,
    /// The request itself.
    Request(&'a str),
    /// A text beside the event, of one of these kinds.
    Writing(&'static [&'static str], &'a str),
    /// The same, which may be from before such texts were committed to.
    Perhaps(&'static [&'static str], Option<&'a str>),
    /// A letter, as above.
    Letter(&'a str, Option<&'a str>),
}

/// That a letter of a day said something by mistake, and what holds.
pub(in crate::domain::case) fn said_by_mistake(on: NaiveDate, said: &str, so: &str) -> String {
    let on = date(on);
    format!("Our letter of {on} that {said} was sent by mistake. {so}")
}

/// That something was recorded by mistake, and what holds.
pub(in crate::domain::case) fn recorded_by_mistake(on: NaiveDate, what: &str, so: &str) -> String {
    let on = date(on);
    format!("We had recorded that {what} on {on}. That was a mistake: {so}")
}

/// That a case was closed by mistake.
pub(in crate::domain::case) fn closed_by_mistake(on: NaiveDate) -> String {
    let on = date(on);
    format!("We had closed your request on {on}. It is open again.")
}
