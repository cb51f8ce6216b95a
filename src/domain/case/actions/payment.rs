//! Recording that the fee was paid.

use super::CaseAction;
use crate::domain::case::events::{Behind, Happening, Told, recorded_by_mistake};
use crate::domain::case::refusal::Reason;
use crate::domain::case::replay::Changing;
use crate::domain::case::stage::OPEN;
use crate::domain::case::{Case, Circumstances, Event, Stage};
use crate::domain::clock::ClockEventKind;
use crate::domain::regime::Regime;
use crate::domain::section::Section;
use crate::domain::words;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Recording that the fee was paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RecordPayment;

impl CaseAction for RecordPayment {
    const NOUN: &'static str = "payments";
    const TITLE: &'static str = "Record the payment";
    const DONE: &'static str = "The payment is recorded, and the due date follows it.";
    const STAGES: &'static [Stage] = OPEN;

    fn explanation(_: &Regime) -> String {
        "The clock goes on, and the requester is told the date the answer is due in a letter."
            .to_owned()
    }

    fn section(regime: &Regime) -> Option<&Section> {
        Some(&regime.fees.section)
    }

    fn facts(case: &Case, _: &Circumstances<'_>) -> Result<(), Reason> {
        if case.awaiting_fee {
            Ok(())
        } else {
            Err(Reason::NoFeesNotice)
        }
    }

    fn events(&self, _: &Case, _: &Circumstances<'_>) -> Result<Vec<Event>, Reason> {
        Ok(vec![FeePaid {}.into()])
    }

    fn records(event: &Event) -> bool {
        matches!(event, Event::FeePaid(_))
    }
}

/// The fee was paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeePaid {}

impl Happening for FeePaid {
    const KIND: &'static str = "fee_paid";

    fn what(&self) -> String {
        "Recorded the payment".to_owned()
    }

    fn told(&self) -> Option<Told> {
        Some(Told::by_requester("Paid the fee"))
    }

    fn behind(&self) -> Behind<'_> {
        Behind::Nothing
    }

    fn stands_because(&self) -> Option<&'static str> {
        None
    }

    fn taken_back(&self, on: NaiveDate) -> Option<String> {
        let so = "we are still waiting for it.";
        Some(recorded_by_mistake(on, "you paid the fee", so))
    }

    fn new_date(&self, on: NaiveDate, _: &Case, _: &Regime) -> Option<String> {
        Some(format!(
            "Your payment reached us on {}.",
            words::long_date(on)
        ))
    }

    fn apply(&self, case: &mut Changing<'_>, on: NaiveDate) {
        case.facts.awaiting_fee = false;
        case.tick(ClockEventKind::FeePaid, on);
    }
}
