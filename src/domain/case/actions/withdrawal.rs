//! Recording that the requester withdrew.

use super::CaseAction;
use crate::domain::case::refusal::Reason;
use crate::domain::case::stage::OPEN;
use crate::domain::case::{Case, Circumstances, Event, Stage};
use crate::domain::regime::Regime;

/// Recording that the requester withdrew.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Withdraw;

impl CaseAction for Withdraw {
    const NOUN: &'static str = "withdrawals";
    const TITLE: &'static str = "Record a withdrawal";
    const DONE: &'static str = "The withdrawal is recorded.";
    const STAGES: &'static [Stage] = OPEN;
    const ENDS: bool = true;

    fn explanation(_: &Regime) -> String {
        "The case is closed because the requester gave it up.".to_owned()
    }

    fn events(&self, _: &Case, _: &Circumstances<'_>) -> Result<Vec<Event>, Reason> {
        Ok(vec![Event::Withdrawn])
    }

    fn records(event: &Event) -> bool {
        matches!(event, Event::Withdrawn)
    }
}
