//! Handing the request to the authority that holds the information.

use super::CaseAction;
use crate::domain::case::events::{Behind, Happening, Told, said_by_mistake};
use crate::domain::case::refusal::Reason;
use crate::domain::case::replay::Changing;
use crate::domain::case::stage::OPEN;
use crate::domain::case::{Case, Circumstances, Event, Outcome, Settlement, Stage};
use crate::domain::clock::ClockEventKind;
use crate::domain::regime::Regime;
use crate::domain::section::Section;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Handing the request to the authority that holds the information.
#[derive(Debug, Clone, PartialEq)]
pub struct Transfer {
    /// Commitment to the name of that authority.
    pub digest: String,
    /// Whether we sent the request on to it.
    pub passed_on: bool,
}

impl CaseAction for Transfer {
    const NOUN: &'static str = "transfers";
    const TITLE: &'static str = "Record a transfer";
    const DONE: &'static str = "The transfer is recorded.";
    const ENDS: bool = true;
    const SETTLES: Settlement = Settlement::Answered;
    const STAGES: &'static [Stage] = OPEN;

    fn explanation(_: &Regime) -> String {
        "The requester is told which authority is to answer, and whether we sent it the request. The case is closed.".to_owned()
    }

    fn section(regime: &Regime) -> Option<&Section> {
        Some(&regime.transfer.section)
    }

    fn events(&self, _: &Case, _: &Circumstances<'_>) -> Result<Vec<Event>, Reason> {
        Ok(vec![
            Transferred {
                digest: Some(self.digest.clone()),
                passed_on: self.passed_on,
            }
            .into(),
        ])
    }

    fn records(event: &Event) -> bool {
        matches!(event, Event::Transferred(_))
    }
}

/// Another authority will answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Transferred {
    /// Commitment to the name of that authority; none in a record from before texts of this kind were committed to.
    #[serde(default)]
    pub digest: Option<String>,
    /// Whether we sent the request on to it; a record from before that was asked does not say so.
    #[serde(default)]
    pub passed_on: bool,
}

impl Happening for Transferred {
    const KIND: &'static str = "transferred";
    const IN_A_LETTER: bool = true;

    fn what(&self) -> String {
        let what = if self.passed_on {
            "Transferred the request"
        } else {
            "Recorded that another authority is to answer"
        };
        what.to_owned()
    }

    fn told(&self) -> Option<Told> {
        Some(Told::by_us(if self.passed_on {
            "Passed the request to another authority"
        } else {
            "Told you which other authority is to answer"
        }))
    }

    fn behind(&self) -> Behind<'_> {
        Behind::Perhaps(&["transfer"], self.digest.as_deref())
    }

    fn stands_because(&self) -> Option<&'static str> {
        None
    }

    fn taken_back(&self, on: NaiveDate) -> Option<String> {
        let said = "said that another authority was to answer";
        Some(said_by_mistake(on, said, "We are dealing with it."))
    }

    fn apply(&self, case: &mut Changing<'_>, on: NaiveDate) {
        case.tick(ClockEventKind::Transferred, on);
        case.end(Outcome::Transferred, on);
    }
}
