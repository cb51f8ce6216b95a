//! Sending the draft to clearance.

use super::CaseAction;
use super::answer::all_decided;
use crate::domain::case::refusal::Reason;
use crate::domain::case::{Case, Circumstances, Event, Stage};
use crate::domain::regime::Regime;

/// Sending the draft to clearance.
#[derive(Debug, Clone, PartialEq)]
pub struct SendForClearance {
    /// Commitment to the advice and help that goes with the answer, where there is any.
    pub digest: Option<String>,
    /// Whether what was asked for is public already.
    pub already_public: bool,
}

impl CaseAction for SendForClearance {
    const NOUN: &'static str = "clearance-requests";
    const TITLE: &'static str = "Send for clearance";
    const DONE: &'static str = "The draft is with whoever clears it.";
    const STAGES: &'static [Stage] = &[Stage::Drafting];

    fn explanation(_: &Regime) -> String {
        "A manager reads the answer as it will leave, and clears it or sends it back. What you write here goes with it.".to_owned()
    }

    fn facts(case: &Case, _: &Circumstances<'_>) -> Result<(), Reason> {
        all_decided(case)
    }

    fn events(&self, _: &Case, _: &Circumstances<'_>) -> Result<Vec<Event>, Reason> {
        Ok(vec![Event::SentForClearance {
            digest: self.digest.clone(),
            already_public: self.already_public,
        }])
    }

    fn records(event: &Event) -> bool {
        matches!(event, Event::SentForClearance { .. })
    }
}
