//! Clearing the draft.

use super::CaseAction;
use super::clearance_request::STANDS;
use crate::domain::case::events::{Behind, Happening, Told, kinds};
use crate::domain::case::refusal::Reason;
use crate::domain::case::replay::{Changing, Work};
use crate::domain::case::{Case, Circumstances, Event, Hand, Stage};
use crate::domain::regime::Regime;
use crate::domain::rights::Right;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Clearing the draft.
#[derive(Debug, Clone, PartialEq)]
pub struct Clear {
    /// Commitment to the whole of what is cleared; none where a case is made up.
    pub digest: Option<String>,
}

impl CaseAction for Clear {
    const NOUN: &'static str = "clearances";
    const TITLE: &'static str = "Clear for sending";
    const DONE: &'static str = "The answer is cleared and can be sent.";
    const RIGHT: Right = Right::ClearAnswers;
    const STAGES: &'static [Stage] = &[Stage::Clearance];

    fn explanation(_: &Regime) -> String {
        "The answer may be sent as it stands. Any later change takes it back to the draft."
            .to_owned()
    }

    fn facts(case: &Case, circumstances: &Circumstances<'_>) -> Result<(), Reason> {
        if circumstances.needs_another(|who| case.hands.prepared(who)) {
            return Err(Reason::OwnDraft);
        }
        Ok(())
    }

    fn events(&self, _: &Case, _: &Circumstances<'_>) -> Result<Vec<Event>, Reason> {
        Ok(vec![
            Cleared {
                digest: self.digest.clone(),
            }
            .into(),
        ])
    }

    fn records(event: &Event) -> bool {
        matches!(event, Event::Cleared(_))
    }
}

/// The draft was cleared.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Cleared {
    /// Commitment to the whole of what was cleared; none where an earlier Daylight wrote it,
    /// which bound nothing.
    #[serde(default)]
    pub digest: Option<String>,
}

impl Happening for Cleared {
    const KIND: &'static str = "cleared";

    fn what(&self) -> String {
        "Cleared the answer for sending".to_owned()
    }

    fn told(&self) -> Option<Told> {
        None
    }

    fn behind(&self) -> Behind<'_> {
        Behind::Perhaps(&[kinds::CLEARED], self.digest.as_deref())
    }

    fn stands_because(&self) -> Option<&'static str> {
        Some(STANDS)
    }

    fn apply(&self, case: &mut Changing<'_>, _: NaiveDate) {
        *case.work = Work::ReadyToSend;
    }

    fn hand(&self) -> Hand {
        Hand::Cleared
    }
}
