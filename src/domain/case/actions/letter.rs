//! Writing a letter of one's own words to the requester.

use super::CaseAction;
use crate::domain::case::events::letters;
use crate::domain::case::events::{Behind, Happening, Told};
use crate::domain::case::refusal::Reason;
use crate::domain::case::{Case, Circumstances, Event, Settlement, Stage};
use crate::domain::regime::Regime;
use serde::{Deserialize, Serialize};

/// Writing a letter of one's own words to the requester.
#[derive(Debug, Clone, PartialEq)]
pub struct WriteLetter {
    /// Commitment to its words.
    pub digest: String,
}

impl CaseAction for WriteLetter {
    const NOUN: &'static str = "letters";
    const TITLE: &'static str = "Write to the requester";
    const DONE: &'static str = "The letter is with the case, and goes to the requester.";
    const SETTLES: Settlement = Settlement::Answered;
    const STAGES: &'static [Stage] = &Stage::ALL;

    fn explanation(_: &Regime) -> String {
        "The requester gets a letter in your own words. The clock runs on.".to_owned()
    }

    fn events(&self, _: &Case, _: &Circumstances<'_>) -> Result<Vec<Event>, Reason> {
        Ok(vec![
            LetterWritten {
                digest: self.digest.clone(),
            }
            .into(),
        ])
    }

    fn records(event: &Event) -> bool {
        matches!(event, Event::LetterWritten(_))
    }
}

/// An officer wrote a letter of their own words to the requester.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LetterWritten {
    /// Commitment to its words.
    pub digest: String,
}

impl Happening for LetterWritten {
    const KIND: &'static str = "letter_written";

    fn what(&self) -> String {
        "Wrote to the requester".to_owned()
    }

    fn told(&self) -> Option<Told> {
        Some(Told::by_us("Wrote to you"))
    }

    fn behind(&self) -> Behind<'_> {
        Behind::Writing(&["letter"], &self.digest)
    }

    fn stands_because(&self) -> Option<&'static str> {
        Some(letters::STANDS)
    }
}
