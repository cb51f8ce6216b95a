//! Saying that the requester wants to withdraw.

use super::CaseAction;
use crate::domain::case::events::{Behind, Happening, Told};
use crate::domain::case::refusal::Reason;
use crate::domain::case::stage::OPEN;
use crate::domain::case::waiting::Then;
use crate::domain::case::{Case, Channel, Circumstances, Event, Inbox, Stage, WaitingKind};
use crate::domain::regime::Regime;
use crate::domain::rights::Right;
use serde::{Deserialize, Serialize};

/// Saying that the requester wants to withdraw.
#[derive(Debug, Clone, PartialEq)]
pub struct AskToWithdraw {
    /// Commitment to what they wrote.
    pub digest: String,
}

impl CaseAction for AskToWithdraw {
    const NOUN: &'static str = "withdrawal-wishes";
    const TITLE: &'static str = "Ask to withdraw the request";
    const DONE: &'static str = "The wish to withdraw is with the case.";
    const RIGHT: Right = Right::SpeakAsRequester;
    const STAGES: &'static [Stage] = OPEN;

    fn explanation(_: &Regime) -> String {
        "The requester does this on their own page.".to_owned()
    }

    fn facts(case: &Case, _: &Circumstances<'_>) -> Result<(), Reason> {
        match case.waiting.first(WaitingKind::Withdrawal) {
            Some(asked) => Err(Reason::WithdrawalAsked(asked.on)),
            None => Ok(()),
        }
    }

    fn events(&self, _: &Case, _: &Circumstances<'_>) -> Result<Vec<Event>, Reason> {
        Ok(vec![
            WithdrawalAsked {
                digest: self.digest.clone(),
            }
            .into(),
        ])
    }

    fn records(event: &Event) -> bool {
        matches!(event, Event::WithdrawalAsked(_))
    }
}

/// The requester asked to withdraw; somebody at the desk records it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WithdrawalAsked {
    /// Commitment to what they wrote.
    pub digest: String,
}

impl Happening for WithdrawalAsked {
    const KIND: &'static str = "withdrawal_asked";

    fn what(&self) -> String {
        "Asked to withdraw the request".to_owned()
    }

    fn told(&self) -> Option<Told> {
        Some(Told::by_requester("Asked to withdraw the request"))
    }

    fn behind(&self) -> Behind<'_> {
        Behind::Writing(&["message"], &self.digest)
    }

    fn stands_because(&self) -> Option<&'static str> {
        None
    }

    fn reaches(&self, inbox: &mut Inbox, then: &Then) {
        inbox.raise(WaitingKind::Withdrawal, Some(Channel::WebForm), then);
    }
}
