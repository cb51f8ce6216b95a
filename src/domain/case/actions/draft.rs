//! Beginning to write the answer.

use super::CaseAction;
use crate::domain::case::refusal::Reason;
use crate::domain::case::{Case, Circumstances, Event, Stage};
use crate::domain::regime::Regime;

/// Beginning to write the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StartDraft;

impl CaseAction for StartDraft {
    const NOUN: &'static str = "drafts";
    const TITLE: &'static str = "Start the draft";
    const DONE: &'static str = "The draft has begun.";
    const STAGES: &'static [Stage] = &[Stage::Allocated, Stage::Searching];

    fn explanation(_: &Regime) -> String {
        "The answer is being written.".to_owned()
    }

    fn events(&self, _: &Case, _: &Circumstances<'_>) -> Result<Vec<Event>, Reason> {
        Ok(vec![Event::DraftStarted])
    }

    fn records(event: &Event) -> bool {
        matches!(event, Event::DraftStarted)
    }
}
