//! Handing the request to the authority that holds the information.

use super::CaseAction;
use crate::domain::case::refusal::Reason;
use crate::domain::case::stage::OPEN;
use crate::domain::case::{Case, Circumstances, Event, Settlement, Stage};
use crate::domain::regime::Regime;
use crate::domain::section::Section;

/// Handing the request to the authority that holds the information.
#[derive(Debug, Clone, PartialEq)]
pub struct Transfer {
    /// Commitment to the name of that authority.
    pub digest: String,
    /// Whether we sent the request on to it.
    pub passed_on: bool,
}

impl CaseAction for Transfer {
    const NOUN: &'static str = "transfers";
    const TITLE: &'static str = "Record a transfer";
    const DONE: &'static str = "The transfer is recorded.";
    const ENDS: bool = true;
    const SETTLES: Settlement = Settlement::Answered;
    const STAGES: &'static [Stage] = OPEN;

    fn explanation(_: &Regime) -> String {
        "The requester is told which authority is to answer, and whether we sent it the request. The case is closed.".to_owned()
    }

    fn section(regime: &Regime) -> Option<&Section> {
        Some(&regime.transfer.section)
    }

    fn events(&self, _: &Case, _: &Circumstances<'_>) -> Result<Vec<Event>, Reason> {
        Ok(vec![Event::Transferred {
            digest: Some(self.digest.clone()),
            passed_on: self.passed_on,
        }])
    }

    fn records(event: &Event) -> bool {
        matches!(event, Event::Transferred { .. })
    }
}
