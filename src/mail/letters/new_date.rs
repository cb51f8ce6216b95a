//! The letter that tells another day for our answer: what the requester was asked for has come, or
//! another limit applies.

use super::LetterContext;
use super::frame::{Frame, LawWords, samples, spoken};
use super::receipt::{Step, steps};
use crate::domain::letter_kind::LetterKind;
use chrono::NaiveDate;
use serde::Serialize;

/// The time for our answer was counted again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NewDate {
    /// Who writes to whom.
    pub frame: Frame,
    /// The law.
    pub law: LawWords,
    /// Why, as a sentence.
    pub because: String,
    /// The last day for our answer.
    #[serde(serialize_with = "spoken")]
    pub due: NaiveDate,
    /// Whether that day is over.
    pub late: bool,
    /// Whether that day is provisional: holidays that far ahead are not known.
    pub provisional: bool,
    /// How it is worked out; may be empty.
    pub steps: Vec<Step>,
}

impl LetterContext for NewDate {
    const KIND: LetterKind = LetterKind::NewDate;

    fn frame(&self) -> &Frame {
        &self.frame
    }

    fn samples() -> Vec<Self> {
        let answered = Self {
            frame: samples::frame(),
            law: samples::act(),
            because: "Your answer to our question reached us on Tuesday 9 June 2026.".into(),
            due: samples::day(2026, 7, 8),
            late: false,
            provisional: true,
            steps: steps(),
        };
        let paid = Self {
            frame: samples::posted_frame(),
            because: "Your payment reached us on Tuesday 9 June 2026.".into(),
            provisional: false,
            ..answered.clone()
        };
        let late = Self {
            frame: samples::bare_frame(),
            late: true,
            steps: Vec::new(),
            ..paid.clone()
        };
        vec![answered, paid, late]
    }
}
