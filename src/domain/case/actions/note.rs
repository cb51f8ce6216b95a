//! Writing a note.

use super::CaseAction;
use crate::domain::case::refusal::Reason;
use crate::domain::case::{Case, Circumstances, Event, Settlement, Stage};
use crate::domain::regime::Regime;

/// Writing a note.
#[derive(Debug, Clone, PartialEq)]
pub struct AddNote {
    /// Commitment to its text.
    pub digest: String,
}

impl CaseAction for AddNote {
    const NOUN: &'static str = "notes";
    const TITLE: &'static str = "Add a note";
    const DONE: &'static str = "The note is with the case.";
    const SETTLES: Settlement = Settlement::Noted;
    const STAGES: &'static [Stage] = &Stage::ALL;

    fn explanation(_: &Regime) -> String {
        "A note stands beside the record.".to_owned()
    }

    fn events(&self, _: &Case, _: &Circumstances<'_>) -> Result<Vec<Event>, Reason> {
        Ok(vec![Event::NoteAdded {
            digest: self.digest.clone(),
        }])
    }

    fn records(event: &Event) -> bool {
        matches!(event, Event::NoteAdded { .. })
    }
}
