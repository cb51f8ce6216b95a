//! Saying that the requester wants to withdraw.

use super::CaseAction;
use crate::domain::case::refusal::Reason;
use crate::domain::case::stage::OPEN;
use crate::domain::case::{Case, Circumstances, Event, Stage, WaitingKind};
use crate::domain::regime::Regime;
use crate::domain::rights::Right;

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
        Ok(vec![Event::WithdrawalAsked {
            digest: self.digest.clone(),
        }])
    }

    fn records(event: &Event) -> bool {
        matches!(event, Event::WithdrawalAsked { .. })
    }
}
