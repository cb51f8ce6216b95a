//! Beginning the search for records.

use super::CaseAction;
use crate::domain::case::refusal::Reason;
use crate::domain::case::{Case, Circumstances, Event, Stage};
use crate::domain::regime::Regime;

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
        Ok(vec![Event::SearchStarted])
    }

    fn records(event: &Event) -> bool {
        matches!(event, Event::SearchStarted)
    }
}
