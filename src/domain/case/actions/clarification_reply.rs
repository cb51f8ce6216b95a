//! Recording that the detail arrived.

use super::CaseAction;
use crate::domain::case::events::{Behind, Happening, Told, recorded_by_mistake};
use crate::domain::case::refusal::Reason;
use crate::domain::case::replay::Changing;
use crate::domain::case::waiting::Then;
use crate::domain::case::{Case, Circumstances, Event, Inbox, Stage};
use crate::domain::clock::ClockEventKind;
use crate::domain::regime::{Effect, Regime};
use crate::domain::rights::Right;
use crate::domain::section::Section;
use crate::domain::words;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Recording that the detail arrived.
#[derive(Debug, Clone, PartialEq)]
pub struct RecordClarification {
    /// Commitment to what arrived; none where the message before it says so.
    pub digest: Option<String>,
}

impl CaseAction for RecordClarification {
    const NOUN: &'static str = "clarification-replies";
    const TITLE: &'static str = "Record the clarification";
    const DONE: &'static str = "The clarification is recorded, and the due date follows it.";
    // By the program where the authority lets it record what was asked for.
    const RIGHT: Right = Right::RecordClarifications;
    const STAGES: &'static [Stage] = &[Stage::ClarificationSought];

    fn explanation(regime: &Regime) -> String {
        match regime.clarification.effect {
            Effect::Restart => {
                "The whole time runs again from the day the detail reached the authority. The requester is told the new date in a letter."
            }
            Effect::Pause => {
                "The clock goes on from the day the detail reached the authority. The requester is told the new date in a letter."
            }
            Effect::Nothing => "The clock runs on.",
        }
        .to_owned()
    }

    fn section(regime: &Regime) -> Option<&Section> {
        Some(&regime.clarification.section)
    }

    fn events(&self, _: &Case, _: &Circumstances<'_>) -> Result<Vec<Event>, Reason> {
        Ok(vec![
            ClarificationReceived {
                digest: self.digest.clone(),
            }
            .into(),
        ])
    }

    fn records(event: &Event) -> bool {
        matches!(event, Event::ClarificationReceived(_))
    }
}

/// The detail arrived.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ClarificationReceived {
    /// Commitment to what arrived; none in a record from before texts of this kind were committed to.
    #[serde(default)]
    pub digest: Option<String>,
}

impl Happening for ClarificationReceived {
    const KIND: &'static str = "clarification_received";

    fn what(&self) -> String {
        "Recorded the clarification".to_owned()
    }

    fn told(&self) -> Option<Told> {
        Some(Told::by_requester("Answered our question"))
    }

    fn behind(&self) -> Behind<'_> {
        Behind::Perhaps(&["message"], self.digest.as_deref())
    }

    fn stands_because(&self) -> Option<&'static str> {
        None
    }

    fn taken_back(&self, on: NaiveDate) -> Option<String> {
        let so = "we are still waiting for your answer.";
        Some(recorded_by_mistake(on, "you answered our question", so))
    }

    fn new_date(&self, on: NaiveDate, _: &Case, _: &Regime) -> Option<String> {
        Some(format!(
            "Your answer to our question reached us on {}.",
            words::long_date(on)
        ))
    }

    fn apply(&self, case: &mut Changing<'_>, on: NaiveDate) {
        case.facts.awaiting_clarification = false;
        case.tick(ClockEventKind::ClarificationReceived, on);
    }

    fn reaches(&self, inbox: &mut Inbox, _: &Then) {
        inbox.no_reply_any_more();
    }
}
