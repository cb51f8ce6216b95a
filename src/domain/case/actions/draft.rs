//! Beginning to write the answer.

use super::CaseAction;
use crate::domain::case::events::{Behind, Happening, Told};
use crate::domain::case::refusal::Reason;
use crate::domain::case::replay::{Changing, Work};
use crate::domain::case::{Case, Circumstances, Event, Hand, Stage};
use crate::domain::regime::Regime;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Beginning to write the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StartDraft;

impl CaseAction for StartDraft {
    const NOUN: &'static str = "drafts";
    const TITLE: &'static str = "Start the draft";
    const DONE: &'static str = "The draft has begun.";
    const STAGES: &'static [Stage] = &[Stage::Allocated, Stage::Searching];

    fn explanation(_: &Regime) -> String {
        "The answer is being written.".to_owned()
    }

    fn events(&self, _: &Case, _: &Circumstances<'_>) -> Result<Vec<Event>, Reason> {
        Ok(vec![DraftStarted {}.into()])
    }

    fn records(event: &Event) -> bool {
        matches!(event, Event::DraftStarted(_))
    }
}

/// The answer began to be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftStarted {}

impl Happening for DraftStarted {
    const KIND: &'static str = "draft_started";

    fn what(&self) -> String {
        "Started the draft".to_owned()
    }

    fn told(&self) -> Option<Told> {
        None
    }

    fn behind(&self) -> Behind<'_> {
        Behind::Nothing
    }

    fn stands_because(&self) -> Option<&'static str> {
        None
    }

    fn apply(&self, case: &mut Changing<'_>, _: NaiveDate) {
        *case.work = Work::Drafting;
    }

    fn hand(&self) -> Hand {
        Hand::Prepared
    }
}
