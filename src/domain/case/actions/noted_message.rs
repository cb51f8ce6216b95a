//! Dealing with what the requester did.

use super::CaseAction;
use crate::domain::case::events::{Behind, Happening, Telling, Told};
use crate::domain::case::refusal::Reason;
use crate::domain::case::waiting::Then;
use crate::domain::case::{Case, Circumstances, Event, Inbox, Settlement, Stage};
use crate::domain::regime::Regime;
use crate::domain::rights::Right;
use serde::{Deserialize, Serialize};

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
        Ok(vec![
            DealtWith {
                seq: self.seq,
                how: self.how,
                by: self.by,
            }
            .into(),
        ])
    }

    fn records(event: &Event) -> bool {
        matches!(event, Event::DealtWith(_))
    }
}

/// Somebody at the desk dealt with what the requester did.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DealtWith {
    /// The event that records what the requester did.
    pub seq: i64,
    /// How.
    pub how: Settlement,
    /// The event of the act that did, which it goes with when that is undone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<i64>,
}

impl Happening for DealtWith {
    const KIND: &'static str = "dealt_with";

    fn what(&self) -> String {
        "Dealt with what the requester sent".to_owned()
    }

    fn detail(&self, _: &Telling<'_>) -> Vec<String> {
        vec![format!("It was {}.", self.how.title())]
    }

    fn told(&self) -> Option<Told> {
        None
    }

    fn behind(&self) -> Behind<'_> {
        Behind::Nothing
    }

    fn stands_because(&self) -> Option<&'static str> {
        // What was only noted waits again; with what else it comes to, it stands or falls.
        match self.how {
            Settlement::Noted => None,
            Settlement::Recorded | Settlement::Answered | Settlement::TakenOff => {
                Some("what was dealt with stays so; undo what was recorded of it")
            }
        }
    }

    fn reaches(&self, inbox: &mut Inbox, _: &Then) {
        inbox.dealt_with(self.seq);
    }
}
