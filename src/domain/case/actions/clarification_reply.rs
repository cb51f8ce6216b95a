//! Recording that the detail arrived.

use super::CaseAction;
use crate::domain::case::refusal::Reason;
use crate::domain::case::{Case, Circumstances, Event, Stage};
use crate::domain::regime::Effect;
use crate::domain::regime::Regime;
use crate::domain::rights::Right;
use crate::domain::section::Section;

/// Recording that the detail arrived.
#[derive(Debug, Clone, PartialEq)]
pub struct RecordClarification {
    /// Commitment to what arrived; none where the message before it says so.
    pub digest: Option<String>,
}

impl CaseAction for RecordClarification {
    const NOUN: &'static str = "clarification-replies";
    const TITLE: &'static str = "Record the clarification";
    const DONE: &'static str = "The clarification is recorded, and the due date follows it.";
    // By the program where the authority lets it record what was asked for.
    const RIGHT: Right = Right::RecordClarifications;
    const STAGES: &'static [Stage] = &[Stage::ClarificationSought];

    fn explanation(regime: &Regime) -> String {
        match regime.clarification.effect {
            Effect::Restart => {
                "The whole time runs again from the day the detail reached the authority. The requester is told the new date in a letter."
            }
            Effect::Pause => {
                "The clock goes on from the day the detail reached the authority. The requester is told the new date in a letter."
            }
            Effect::Nothing => "The clock runs on.",
        }
        .to_owned()
    }

    fn section(regime: &Regime) -> Option<&Section> {
        Some(&regime.clarification.section)
    }

    fn events(&self, _: &Case, _: &Circumstances<'_>) -> Result<Vec<Event>, Reason> {
        Ok(vec![Event::ClarificationReceived {
            digest: self.digest.clone(),
        }])
    }

    fn records(event: &Event) -> bool {
        matches!(event, Event::ClarificationReceived { .. })
    }
}
