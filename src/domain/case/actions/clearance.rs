//! Clearing the draft.

use super::CaseAction;
use crate::domain::case::refusal::Reason;
use crate::domain::case::{Case, Circumstances, Event, Stage};
use crate::domain::regime::Regime;
use crate::domain::rights::Right;

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
        Ok(vec![Event::Cleared {
            digest: self.digest.clone(),
        }])
    }

    fn records(event: &Event) -> bool {
        matches!(event, Event::Cleared { .. })
    }
}
