//! Recording that the fee was paid.

use super::CaseAction;
use crate::domain::case::refusal::Reason;
use crate::domain::case::stage::OPEN;
use crate::domain::case::{Case, Circumstances, Event, Stage};
use crate::domain::regime::Regime;
use crate::domain::section::Section;

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
        Ok(vec![Event::FeePaid])
    }

    fn records(event: &Event) -> bool {
        matches!(event, Event::FeePaid)
    }
}
