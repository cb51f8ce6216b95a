//! The law in use changed, and with it the day the answer is due.

use crate::domain::case::events::{Behind, Happening, Telling, Told};
use crate::domain::words;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// The law in use changed, and with it the day the answer is due.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DueDateMoved {
    /// The day it was due before; none while the clock was stopped.
    pub from: Option<NaiveDate>,
    /// The day it is due now.
    pub to: Option<NaiveDate>,
    /// What changed, as a sentence without a full stop.
    pub cause: String,
}

impl Happening for DueDateMoved {
    const KIND: &'static str = "due_date_moved";

    fn what(&self) -> String {
        "The due date moved".to_owned()
    }

    fn detail(&self, _: &Telling<'_>) -> Vec<String> {
        let day = |on: Option<NaiveDate>| on.map_or_else(|| "no date".to_owned(), words::date);
        let (from, to) = (day(self.from), day(self.to));
        vec![format!("From {from} to {to}: {}.", self.cause)]
    }

    fn told(&self) -> Option<Told> {
        Some(Told::by_us(self.to.map_or_else(
            || format!("Counted the time again: {}", self.cause),
            |to| format!("Moved the due date to {}: {}", words::date(to), self.cause),
        )))
    }

    fn behind(&self) -> Behind<'_> {
        Behind::Nothing
    }

    fn stands_because(&self) -> Option<&'static str> {
        Some("the date follows from the law in use")
    }
}
