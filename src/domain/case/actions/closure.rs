//! Closing the case.

use super::CaseAction;
use crate::domain::case::refusal::Reason;
use crate::domain::case::{Case, Circumstances, Event, Stage};
use crate::domain::regime::Regime;

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
        Ok(vec![Event::Closed])
    }

    fn records(event: &Event) -> bool {
        matches!(event, Event::Closed)
    }
}
