//! Sending the draft to clearance.

use super::CaseAction;
use super::answer::all_decided;
use crate::domain::case::events::{Behind, Happening, Told, kinds};
use crate::domain::case::refusal::Reason;
use crate::domain::case::replay::{Changing, Work};
use crate::domain::case::{Case, Circumstances, Event, Hand, Stage};
use crate::domain::regime::Regime;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Why neither the request for clearance nor the clearance is undone.
pub(super) const STANDS: &str = "clearance is not undone; return the answer to the draft";

/// Sending the draft to clearance.
#[derive(Debug, Clone, PartialEq)]
pub struct SendForClearance {
    /// Commitment to the advice and help that goes with the answer, where there is any.
    pub digest: Option<String>,
    /// Whether what was asked for is public already.
    pub already_public: bool,
}

impl CaseAction for SendForClearance {
    const NOUN: &'static str = "clearance-requests";
    const TITLE: &'static str = "Send for clearance";
    const DONE: &'static str = "The draft is with whoever clears it.";
    const STAGES: &'static [Stage] = &[Stage::Drafting];

    fn explanation(_: &Regime) -> String {
        "A manager reads the answer as it will leave, and clears it or sends it back. What you write here goes with it.".to_owned()
    }

    fn facts(case: &Case, _: &Circumstances<'_>) -> Result<(), Reason> {
        all_decided(case)
    }

    fn events(&self, _: &Case, _: &Circumstances<'_>) -> Result<Vec<Event>, Reason> {
        Ok(vec![
            SentForClearance {
                digest: self.digest.clone(),
                already_public: self.already_public,
            }
            .into(),
        ])
    }

    fn records(event: &Event) -> bool {
        matches!(event, Event::SentForClearance(_))
    }
}

/// The draft went to clearance.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SentForClearance {
    /// Commitment to the advice and help that goes with the answer, where there is any.
    #[serde(default)]
    pub digest: Option<String>,
    /// Whether what was asked for is public already.
    #[serde(default)]
    pub already_public: bool,
}

impl Happening for SentForClearance {
    const KIND: &'static str = "sent_for_clearance";

    fn what(&self) -> String {
        "Sent the draft for clearance".to_owned()
    }

    fn told(&self) -> Option<Told> {
        None
    }

    fn behind(&self) -> Behind<'_> {
        Behind::Perhaps(&[kinds::ADVICE], self.digest.as_deref())
    }

    fn stands_because(&self) -> Option<&'static str> {
        Some(STANDS)
    }

    fn apply(&self, case: &mut Changing<'_>, _: NaiveDate) {
        case.facts.already_public = self.already_public;
        *case.work = Work::Clearance;
    }

    fn hand(&self) -> Hand {
        Hand::Prepared
    }
}
