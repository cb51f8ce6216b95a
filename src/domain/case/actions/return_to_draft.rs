//! Sending the draft back to be changed.

use super::CaseAction;
use crate::domain::case::refusal::Reason;
use crate::domain::case::{Case, Circumstances, Event, Stage};
use crate::domain::regime::Regime;
use crate::domain::rights::Right;

/// Sending the draft back to be changed.
#[derive(Debug, Clone, PartialEq)]
pub struct ReturnToDraft {
    /// Commitment to the reason.
    pub digest: String,
}

impl CaseAction for ReturnToDraft {
    const NOUN: &'static str = "returns-to-draft";
    const TITLE: &'static str = "Return to draft";
    const DONE: &'static str = "It is back in draft.";
    // By the program where what was cleared is found changed.
    const RIGHT: Right = Right::TakeBack;
    const STAGES: &'static [Stage] = &[Stage::Clearance, Stage::ReadyToSend];

    fn explanation(_: &Regime) -> String {
        "The draft goes back to the officer with your reason.".to_owned()
    }

    fn events(&self, _: &Case, _: &Circumstances<'_>) -> Result<Vec<Event>, Reason> {
        Ok(vec![Event::ReturnedToDraft {
            digest: self.digest.clone(),
        }])
    }

    fn records(event: &Event) -> bool {
        matches!(event, Event::ReturnedToDraft { .. })
    }
}
