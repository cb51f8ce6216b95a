//! Sending the draft back to be changed.

use super::CaseAction;
use crate::domain::case::events::{Behind, Happening, Told};
use crate::domain::case::refusal::Reason;
use crate::domain::case::replay::{Changing, Work};
use crate::domain::case::{Case, Circumstances, Event, Stage};
use crate::domain::regime::Regime;
use crate::domain::rights::Right;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Sending the draft back to be changed.
#[derive(Debug, Clone, PartialEq)]
pub struct ReturnToDraft {
    /// Commitment to the reason.
    pub digest: String,
}

impl CaseAction for ReturnToDraft {
    const NOUN: &'static str = "returns-to-draft";
    const TITLE: &'static str = "Return to draft";
    const DONE: &'static str = "It is back in draft.";
    // By the program where what was cleared is found changed.
    const RIGHT: Right = Right::TakeBack;
    const STAGES: &'static [Stage] = &[Stage::Clearance, Stage::ReadyToSend];

    fn explanation(_: &Regime) -> String {
        "The draft goes back to the officer with your reason.".to_owned()
    }

    fn events(&self, _: &Case, _: &Circumstances<'_>) -> Result<Vec<Event>, Reason> {
        Ok(vec![
            ReturnedToDraft {
                digest: self.digest.clone(),
            }
            .into(),
        ])
    }

    fn records(event: &Event) -> bool {
        matches!(event, Event::ReturnedToDraft(_))
    }
}

/// The draft came back from clearance.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReturnedToDraft {
    /// Commitment to the reason.
    pub digest: String,
}

impl Happening for ReturnedToDraft {
    const KIND: &'static str = "returned_to_draft";

    fn what(&self) -> String {
        "Returned it to the draft".to_owned()
    }

    fn told(&self) -> Option<Told> {
        None
    }

    fn behind(&self) -> Behind<'_> {
        Behind::Writing(&["return"], &self.digest)
    }

    fn stands_because(&self) -> Option<&'static str> {
        Some("a draft that came back is not undone; send it for clearance again")
    }

    fn apply(&self, case: &mut Changing<'_>, _: NaiveDate) {
        *case.work = Work::Drafting;
    }
}
