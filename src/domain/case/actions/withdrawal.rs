//! Recording that the requester withdrew.

use super::CaseAction;
use crate::domain::case::events::{Behind, Happening, Told, recorded_by_mistake};
use crate::domain::case::refusal::Reason;
use crate::domain::case::replay::Changing;
use crate::domain::case::stage::OPEN;
use crate::domain::case::waiting::Then;
use crate::domain::case::{Case, Circumstances, Event, Inbox, Outcome, Stage, WaitingKind};
use crate::domain::clock::ClockEventKind;
use crate::domain::regime::Regime;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

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
        Ok(vec![Withdrawn {}.into()])
    }

    fn records(event: &Event) -> bool {
        matches!(event, Event::Withdrawn(_))
    }
}

/// The requester withdrew.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Withdrawn {}

impl Happening for Withdrawn {
    const KIND: &'static str = "withdrawn";

    fn what(&self) -> String {
        "Recorded that the requester withdrew".to_owned()
    }

    fn told(&self) -> Option<Told> {
        Some(Told::by_requester("Withdrew the request"))
    }

    fn behind(&self) -> Behind<'_> {
        Behind::Nothing
    }

    fn stands_because(&self) -> Option<&'static str> {
        None
    }

    fn taken_back(&self, on: NaiveDate) -> Option<String> {
        let so = "it is open, and we are dealing with it.";
        Some(recorded_by_mistake(on, "you withdrew your request", so))
    }

    fn apply(&self, case: &mut Changing<'_>, on: NaiveDate) {
        case.tick(ClockEventKind::Withdrawn, on);
        case.end(Outcome::Withdrawn, on);
    }

    fn reaches(&self, inbox: &mut Inbox, _: &Then) {
        inbox.done(WaitingKind::Withdrawal);
    }
}
