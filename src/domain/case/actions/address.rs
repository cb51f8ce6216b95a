//! Giving another address for the answer.

use super::CaseAction;
use crate::domain::case::events::{Behind, Happening, Told};
use crate::domain::case::refusal::Reason;
use crate::domain::case::waiting::Then;
use crate::domain::case::{Case, Channel, Circumstances, Event, Inbox, Stage, WaitingKind};
use crate::domain::regime::Regime;
use crate::domain::rights::Right;
use serde::{Deserialize, Serialize};

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
        Ok(vec![
            AddressGiven {
                digest: self.digest.clone(),
            }
            .into(),
        ])
    }

    fn records(event: &Event) -> bool {
        matches!(event, Event::AddressGiven(_))
    }
}

/// The requester gave another address; somebody at the desk takes it over, because whoever
/// holds the link could have given it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AddressGiven {
    /// Commitment to the address.
    pub digest: String,
}

impl Happening for AddressGiven {
    const KIND: &'static str = "address_given";

    fn what(&self) -> String {
        "Gave another address for the answer".to_owned()
    }

    fn told(&self) -> Option<Told> {
        Some(Told::by_requester("Gave us another address"))
    }

    fn behind(&self) -> Behind<'_> {
        Behind::Writing(&["new_address"], &self.digest)
    }

    fn stands_because(&self) -> Option<&'static str> {
        None
    }

    fn reaches(&self, inbox: &mut Inbox, then: &Then) {
        inbox.raise(WaitingKind::NewAddress, Some(Channel::WebForm), then);
    }
}
