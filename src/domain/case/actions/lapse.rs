//! Recording that the request lapsed: what the requester was asked for did not come in time.

use super::CaseAction;
use crate::domain::case::awaited::waited_for_until;
use crate::domain::case::events::{Behind, Happening, Told, said_by_mistake};
use crate::domain::case::refusal::Reason;
use crate::domain::case::replay::Changing;
use crate::domain::case::stage::OPEN;
use crate::domain::case::{Case, Circumstances, Event, Outcome, Settlement, Stage};
use crate::domain::regime::Regime;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Record that the request lapsed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lapse;

impl CaseAction for Lapse {
    const NOUN: &'static str = "lapses";
    const TITLE: &'static str = "Record that it lapsed";
    const DONE: &'static str = "It is recorded that the request lapsed.";
    const SETTLES: Settlement = Settlement::Answered;
    const STAGES: &'static [Stage] = OPEN;
    const ENDS: bool = true;

    fn explanation(_: &Regime) -> String {
        "The requester is told that the request has lapsed. The case is closed.".to_owned()
    }

    fn facts(case: &Case, circumstances: &Circumstances<'_>) -> Result<(), Reason> {
        // It lapses for want of an answer; what came and was not read yet may be it.
        if let Some(came) = case.waiting.iter().find(|came| came.kind.is_writing()) {
            return Err(Reason::MessageWaits(came.on));
        }
        match waited_for_until(case, circumstances.regime, circumstances.calendar)? {
            Some(last) if circumstances.today > last => Ok(()),
            Some(last) => Err(Reason::NotYetLapsed(last)),
            None => Err(Reason::NoLapse),
        }
    }

    fn events(&self, _: &Case, _: &Circumstances<'_>) -> Result<Vec<Event>, Reason> {
        Ok(vec![Lapsed {}.into()])
    }

    fn records(event: &Event) -> bool {
        matches!(event, Event::Lapsed(_))
    }
}

/// It lapsed: no clarification or no fee in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lapsed {}

impl Happening for Lapsed {
    const KIND: &'static str = "lapsed";
    const IN_A_LETTER: bool = true;

    fn what(&self) -> String {
        "Recorded that the request lapsed".to_owned()
    }

    fn told(&self) -> Option<Told> {
        Some(Told::by_us("Closed the request, as no reply came"))
    }

    fn behind(&self) -> Behind<'_> {
        Behind::Nothing
    }

    fn stands_because(&self) -> Option<&'static str> {
        None
    }

    fn taken_back(&self, on: NaiveDate) -> Option<String> {
        Some(said_by_mistake(
            on,
            "said we had closed your request",
            "It is open.",
        ))
    }

    fn apply(&self, case: &mut Changing<'_>, on: NaiveDate) {
        case.end(Outcome::Lapsed, on);
    }
}
