//! Sending the answer.

use super::CaseAction;
use crate::domain::case::awaited::no_fee_awaited;
use crate::domain::case::events::{Behind, Happening, Telling, Told};
use crate::domain::case::refusal::Reason;
use crate::domain::case::replay::Changing;
use crate::domain::case::{Case, Circumstances, Event, Hand, Outcome, Settlement, Stage};
use crate::domain::clock::ClockEventKind;
use crate::domain::regime::Regime;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Send the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Answer;

impl CaseAction for Answer {
    const NOUN: &'static str = "answers";
    const TITLE: &'static str = "Send the answer";
    const DONE: &'static str = "The answer is given; the letter is with the case.";
    const SETTLES: Settlement = Settlement::Answered;
    const STAGES: &'static [Stage] = &[Stage::ReadyToSend];

    fn explanation(_: &Regime) -> String {
        "The answer goes to the requester as it was cleared. The clock ends today.".to_owned()
    }

    fn facts(case: &Case, circumstances: &Circumstances<'_>) -> Result<(), Reason> {
        // Where the answer is that the fee was not paid, nothing is awaited before it goes.
        let unpaid = Some(Outcome::RefusedFeeUnpaid);
        if !case.questions.iter().all(|q| q.outcome == unpaid) {
            no_fee_awaited(case, circumstances)?;
        }
        all_decided(case)
    }

    fn events(&self, case: &Case, _: &Circumstances<'_>) -> Result<Vec<Event>, Reason> {
        let parts: Vec<Outcome> = case.questions.iter().filter_map(|q| q.outcome).collect();
        let outcome = Outcome::of_whole(&parts).ok_or_else(|| Reason::Undecided(vec![1]))?;
        Ok(vec![Answered { outcome }.into()])
    }

    fn records(event: &Event) -> bool {
        matches!(event, Event::Answered(_))
    }
}

/// The answer was sent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Answered {
    /// The outcome of the whole.
    pub outcome: Outcome,
}

impl Happening for Answered {
    const KIND: &'static str = "answered";

    fn what(&self) -> String {
        "Sent the answer".to_owned()
    }

    fn detail(&self, _: &Telling<'_>) -> Vec<String> {
        vec![format!("{}.", self.outcome.title())]
    }

    fn told(&self) -> Option<Told> {
        Some(Told::by_us(format!(
            "Answered: {}",
            self.outcome.title().to_lowercase()
        )))
    }

    fn behind(&self) -> Behind<'_> {
        Behind::Nothing
    }

    fn stands_because(&self) -> Option<&'static str> {
        Some(
            "an answer that was sent stands; a closed case can be opened again, and a review can change the outcome",
        )
    }

    fn apply(&self, case: &mut Changing<'_>, on: NaiveDate) {
        case.facts.awaiting_fee = false;
        case.facts.answered = Some(on);
        case.facts.first_outcome = Some(self.outcome);
        case.facts.outcome = Some(self.outcome);
        case.tick(ClockEventKind::Responded, on);
    }

    fn hand(&self) -> Hand {
        Hand::Answered
    }
}

/// Whether every question of a case has an outcome.
pub(super) fn all_decided(case: &Case) -> Result<(), Reason> {
    let open = case.questions.iter().filter(|q| q.outcome.is_none());
    let open: Vec<u16> = open.map(|q| q.number).collect();
    if open.is_empty() {
        Ok(())
    } else {
        Err(Reason::Undecided(open))
    }
}
