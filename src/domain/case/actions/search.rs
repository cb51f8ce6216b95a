//! Beginning the search for records.

use super::CaseAction;
use crate::domain::case::events::{Behind, Happening, Told};
use crate::domain::case::refusal::Reason;
use crate::domain::case::replay::{Changing, Work};
use crate::domain::case::{Case, Circumstances, Event, Stage};
use crate::domain::regime::Regime;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Beginning the search for records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StartSearch;

impl CaseAction for StartSearch {
    const NOUN: &'static str = "searches";
    const TITLE: &'static str = "Start the search";
    const DONE: &'static str = "The search has begun.";
    const STAGES: &'static [Stage] = &[Stage::Allocated, Stage::Drafting];

    fn explanation(_: &Regime) -> String {
        "The search for records begins.".to_owned()
    }

    fn events(&self, _: &Case, _: &Circumstances<'_>) -> Result<Vec<Event>, Reason> {
        Ok(vec![SearchStarted {}.into()])
    }

    fn records(event: &Event) -> bool {
        matches!(event, Event::SearchStarted(_))
    }
}

/// The search for records began.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SearchStarted {}

impl Happening for SearchStarted {
    const KIND: &'static str = "search_started";

    fn what(&self) -> String {
        "Started the search".to_owned()
    }

    fn told(&self) -> Option<Told> {
        Some(Told::by_us("Began to search our records"))
    }

    fn behind(&self) -> Behind<'_> {
        Behind::Nothing
    }

    fn stands_because(&self) -> Option<&'static str> {
        None
    }

    fn apply(&self, case: &mut Changing<'_>, _: NaiveDate) {
        *case.work = Work::Searching;
    }
}
