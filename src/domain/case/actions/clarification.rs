//! Asking the requester for the detail needed (FOIA s.1(3), EIR reg 9).

use super::CaseAction;
use crate::domain::case::awaited::no_fee_awaited;
use crate::domain::case::refusal::Reason;
use crate::domain::case::stage::WORKING;
use crate::domain::case::{Case, Circumstances, Event, Settlement, Stage};
use crate::domain::regime::Effect;
use crate::domain::regime::Regime;
use crate::domain::section::Section;

/// Asking the requester for the detail needed (FOIA s.1(3), EIR reg 9).
#[derive(Debug, Clone, PartialEq)]
pub struct SeekClarification {
    /// Commitment to what is asked.
    pub digest: String,
}

impl CaseAction for SeekClarification {
    const NOUN: &'static str = "clarifications";
    const TITLE: &'static str = "Ask for clarification";
    const DONE: &'static str = "The requester is asked; the letter is with the case.";
    const SETTLES: Settlement = Settlement::Answered;
    const STAGES: &'static [Stage] = WORKING;

    fn explanation(regime: &Regime) -> String {
        format!(
            "The requester is asked in a letter. {} ({}).",
            match regime.clarification.effect {
                Effect::Restart =>
                    "The clock stops; the whole time runs again from the day the detail arrives",
                Effect::Pause => "The clock stops until the detail arrives",
                Effect::Nothing => "The clock runs on",
            },
            regime.clarification.section
        )
    }

    fn section(regime: &Regime) -> Option<&Section> {
        Some(&regime.clarification.section)
    }

    fn facts(case: &Case, circumstances: &Circumstances<'_>) -> Result<(), Reason> {
        no_fee_awaited(case, circumstances)
    }

    fn events(&self, _: &Case, _: &Circumstances<'_>) -> Result<Vec<Event>, Reason> {
        Ok(vec![Event::ClarificationSought {
            digest: self.digest.clone(),
        }])
    }

    fn records(event: &Event) -> bool {
        matches!(event, Event::ClarificationSought { .. })
    }
}
