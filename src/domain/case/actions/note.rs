//! Writing a note.

use super::CaseAction;
use crate::domain::case::events::{Behind, Happening, Told};
use crate::domain::case::refusal::Reason;
use crate::domain::case::{Case, Circumstances, Event, Settlement, Stage};
use crate::domain::regime::Regime;
use serde::{Deserialize, Serialize};

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
        Ok(vec![
            NoteAdded {
                digest: self.digest.clone(),
            }
            .into(),
        ])
    }

    fn records(event: &Event) -> bool {
        matches!(event, Event::NoteAdded(_))
    }
}

/// An officer wrote a note.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NoteAdded {
    /// Commitment to its text.
    pub digest: String,
}

impl Happening for NoteAdded {
    const KIND: &'static str = "note_added";

    fn what(&self) -> String {
        "Added a note".to_owned()
    }

    fn told(&self) -> Option<Told> {
        None
    }

    fn behind(&self) -> Behind<'_> {
        Behind::Writing(&["note"], &self.digest)
    }

    fn stands_because(&self) -> Option<&'static str> {
        None
    }
}
