//! Dealing with what the requester did.

use super::CaseAction;
use crate::domain::case::refusal::Reason;
use crate::domain::case::{Case, Circumstances, Event, Settlement, Stage};
use crate::domain::regime::Regime;
use crate::domain::rights::Right;

/// Dealing with what the requester did.
#[derive(Debug, Clone, PartialEq)]
pub struct DealWith {
    /// The event that records what they did.
    pub seq: i64,
    /// How.
    pub how: Settlement,
    /// The event of the act that did, where another act does.
    pub by: Option<i64>,
}

impl CaseAction for DealWith {
    const NOUN: &'static str = "noted-messages";
    const TITLE: &'static str = "Note what the requester sent";
    const DONE: &'static str = "It is noted.";
    const RIGHT: Right = Right::RecordClarifications;
    const SETTLES: Settlement = Settlement::Noted;
    const STAGES: &'static [Stage] = &Stage::ALL;

    fn explanation(_: &Regime) -> String {
        "It no longer waits for you. Nothing else follows.".to_owned()
    }

    fn facts(case: &Case, _: &Circumstances<'_>) -> Result<(), Reason> {
        if case.waiting.is_empty() {
            return Err(Reason::NothingWaits);
        }
        Ok(())
    }

    fn events(&self, case: &Case, _: &Circumstances<'_>) -> Result<Vec<Event>, Reason> {
        if case.waiting.of(self.seq).is_none() {
            return Err(Reason::DealtWithAlready);
        }
        Ok(vec![Event::DealtWith {
            seq: self.seq,
            how: self.how,
            by: self.by,
        }])
    }

    fn records(event: &Event) -> bool {
        matches!(event, Event::DealtWith { .. })
    }
}
