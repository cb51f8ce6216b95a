//! Giving another address for the answer.

use super::CaseAction;
use crate::domain::case::refusal::Reason;
use crate::domain::case::{Case, Circumstances, Event, Stage};
use crate::domain::regime::Regime;
use crate::domain::rights::Right;

/// Giving another address for the answer.
#[derive(Debug, Clone, PartialEq)]
pub struct GiveAddress {
    /// Commitment to the address.
    pub digest: String,
}

impl CaseAction for GiveAddress {
    const NOUN: &'static str = "addresses";
    const TITLE: &'static str = "Give another address";
    const DONE: &'static str = "The new address is with the case.";
    const RIGHT: Right = Right::SpeakAsRequester;
    const STAGES: &'static [Stage] = &Stage::ALL;

    fn explanation(_: &Regime) -> String {
        "The requester does this on their own page.".to_owned()
    }

    fn events(&self, _: &Case, _: &Circumstances<'_>) -> Result<Vec<Event>, Reason> {
        Ok(vec![Event::AddressGiven {
            digest: self.digest.clone(),
        }])
    }

    fn records(event: &Event) -> bool {
        matches!(event, Event::AddressGiven { .. })
    }
}
