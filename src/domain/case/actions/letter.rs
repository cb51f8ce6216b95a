//! Writing a letter of one's own words to the requester.

use super::CaseAction;
use crate::domain::case::refusal::Reason;
use crate::domain::case::{Case, Circumstances, Event, Settlement, Stage};
use crate::domain::regime::Regime;

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
        Ok(vec![Event::LetterWritten {
            digest: self.digest.clone(),
        }])
    }

    fn records(event: &Event) -> bool {
        matches!(event, Event::LetterWritten { .. })
    }
}
