//! Closing the case.

use super::CaseAction;
use crate::domain::case::events::{Behind, Happening, Told, closed_by_mistake};
use crate::domain::case::refusal::Reason;
use crate::domain::case::replay::Changing;
use crate::domain::case::{Case, Circumstances, Event, Stage};
use crate::domain::regime::Regime;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Closing the case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Close;

impl CaseAction for Close {
    const NOUN: &'static str = "closures";
    const TITLE: &'static str = "Close the case";
    const DONE: &'static str = "The case is closed.";
    const STAGES: &'static [Stage] = &[Stage::Answered];
    const ENDS: bool = true;

    fn explanation(_: &Regime) -> String {
        "The case leaves the queue. It can still be read and found.".to_owned()
    }

    fn events(&self, _: &Case, _: &Circumstances<'_>) -> Result<Vec<Event>, Reason> {
        Ok(vec![Closed {}.into()])
    }

    fn records(event: &Event) -> bool {
        matches!(event, Event::Closed(_))
    }
}

/// Nothing more is expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closed {}

impl Happening for Closed {
    const KIND: &'static str = "closed";

    fn what(&self) -> String {
        "Closed the case".to_owned()
    }

    fn told(&self) -> Option<Told> {
        Some(Told::by_us("Closed the request"))
    }

    fn behind(&self) -> Behind<'_> {
        Behind::Nothing
    }

    fn stands_because(&self) -> Option<&'static str> {
        None
    }

    fn taken_back(&self, on: NaiveDate) -> Option<String> {
        Some(closed_by_mistake(on))
    }

    fn apply(&self, case: &mut Changing<'_>, on: NaiveDate) {
        case.facts.closed = Some(on);
    }
}
