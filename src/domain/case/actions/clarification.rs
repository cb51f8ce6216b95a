//! Asking the requester for the detail needed (FOIA s.1(3), EIR reg 9).

use super::CaseAction;
use crate::domain::case::awaited::no_fee_awaited;
use crate::domain::case::events::{Behind, Happening, Told, said_by_mistake};
use crate::domain::case::refusal::Reason;
use crate::domain::case::replay::Changing;
use crate::domain::case::stage::WORKING;
use crate::domain::case::waiting::Then;
use crate::domain::case::{Case, Circumstances, Event, Inbox, Settlement, Stage};
use crate::domain::clock::ClockEventKind;
use crate::domain::regime::{Effect, Regime};
use crate::domain::section::Section;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Asking the requester for the detail needed (FOIA s.1(3), EIR reg 9).
#[derive(Debug, Clone, PartialEq)]
pub struct SeekClarification {
    /// Commitment to what is asked.
    pub digest: String,
}

impl CaseAction for SeekClarification {
    const NOUN: &'static str = "clarifications";
    const TITLE: &'static str = "Ask for clarification";
    const DONE: &'static str = "The requester is asked; the letter is with the case.";
    const SETTLES: Settlement = Settlement::Answered;
    const STAGES: &'static [Stage] = WORKING;

    fn explanation(regime: &Regime) -> String {
        format!(
            "The requester is asked in a letter. {} ({}).",
            match regime.clarification.effect {
                Effect::Restart =>
                    "The clock stops; the whole time runs again from the day the detail arrives",
                Effect::Pause => "The clock stops until the detail arrives",
                Effect::Nothing => "The clock runs on",
            },
            regime.clarification.section
        )
    }

    fn section(regime: &Regime) -> Option<&Section> {
        Some(&regime.clarification.section)
    }

    fn facts(case: &Case, circumstances: &Circumstances<'_>) -> Result<(), Reason> {
        no_fee_awaited(case, circumstances)
    }

    fn events(&self, _: &Case, _: &Circumstances<'_>) -> Result<Vec<Event>, Reason> {
        Ok(vec![
            ClarificationSought {
                digest: self.digest.clone(),
            }
            .into(),
        ])
    }

    fn records(event: &Event) -> bool {
        matches!(event, Event::ClarificationSought(_))
    }
}

/// The requester was asked for more detail.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ClarificationSought {
    /// Commitment to the letter's text.
    pub digest: String,
}

impl Happening for ClarificationSought {
    const KIND: &'static str = "clarification_sought";
    const IN_A_LETTER: bool = true;

    fn what(&self) -> String {
        "Asked for clarification".to_owned()
    }

    fn told(&self) -> Option<Told> {
        Some(Told::by_us("Asked you a question"))
    }

    fn behind(&self) -> Behind<'_> {
        Behind::Writing(&["clarification"], &self.digest)
    }

    fn stands_because(&self) -> Option<&'static str> {
        None
    }

    fn taken_back(&self, on: NaiveDate) -> Option<String> {
        Some(said_by_mistake(
            on,
            "asked you for more detail",
            "You need not answer it.",
        ))
    }

    fn apply(&self, case: &mut Changing<'_>, on: NaiveDate) {
        case.facts.awaiting_clarification = true;
        case.tick(ClockEventKind::ClarificationSought, on);
    }

    fn reaches(&self, inbox: &mut Inbox, _: &Then) {
        // What else was said to the question of then answers none that is open now.
        inbox.no_reply_any_more();
        inbox.came_earlier();
    }
}
