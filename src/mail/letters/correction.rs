//! The letter that says what was recorded wrongly, and which date is another one for it.

use super::LetterContext;
use super::frame::{Frame, samples};
use super::receipt::Step;
use crate::domain::letter_kind::LetterKind;
use serde::Serialize;

/// Something we had told the requester is not so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PutRight {
    /// Who writes to whom.
    pub frame: Frame,
    /// What was recorded and what is right, a sentence each.
    pub what: Vec<String>,
    /// Why, in the words of whoever corrected it.
    pub why: Vec<String>,
    /// What we had said of the day, as a sentence; nothing where no day is another.
    pub before: Option<String>,
    /// The day there is now, as a sentence.
    pub now: Option<String>,
    /// Whether that lies past the last year whose holidays are known.
    pub provisional: bool,
    /// The disputed readings of the law it rests on, a sentence each.
    pub disputed: Vec<String>,
    /// How it is counted.
    pub steps: Vec<Step>,
}

impl LetterContext for PutRight {
    const KIND: LetterKind = LetterKind::Correction;

    fn frame(&self) -> &Frame {
        &self.frame
    }

    fn samples() -> Vec<Self> {
        let moved = Self {
            frame: samples::frame(),
            what: vec![
                "We had recorded that your request reached us on 3 June 2026. It reached us on 2 June 2026."
                    .into(),
            ],
            why: vec!["Your email had waited in another mailbox of ours for a day.".into()],
            before: Some("We had said that our answer was due by Wednesday 1 July 2026.".into()),
            now: Some("Our answer is now due by Tuesday 30 June 2026.".into()),
            provisional: true,
            disputed: vec![samples::disputed()],
            steps: vec![Step {
                on: samples::day(2026, 6, 2),
                text: "The request was received".into(),
                section: Some("section 10(1)".into()),
            }],
        };
        let taken_back = Self {
            frame: samples::bare_frame(),
            what: vec![
                "Our letter of 3 June 2026 that asked you for a fee was sent by mistake. You need not pay it."
                    .into(),
            ],
            before: None,
            now: None,
            provisional: false,
            disputed: Vec::new(),
            steps: Vec::new(),
            ..moved.clone()
        };
        vec![moved, taken_back]
    }
}
