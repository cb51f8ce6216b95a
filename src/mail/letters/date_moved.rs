//! The letter that tells another day than the requester was told, because the law or its holidays
//! changed and nobody here did anything.

use super::LetterContext;
use super::frame::{Frame, LawWords, samples, spoken, spoken_if_known};
use super::receipt::{Step, steps};
use crate::domain::letter_kind::LetterKind;
use chrono::NaiveDate;
use serde::Serialize;

/// A day moved with the law.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DateMoved {
    /// Who writes to whom.
    pub frame: Frame,
    /// The law.
    pub law: LawWords,
    /// Whether it is the day of a review's outcome, and not of the answer.
    pub review: bool,
    /// What changed.
    pub cause: String,
    /// The day that was told, where there was one.
    #[serde(serialize_with = "spoken_if_known")]
    pub from: Option<NaiveDate>,
    /// The day now.
    #[serde(serialize_with = "spoken")]
    pub to: NaiveDate,
    /// Whether that day is provisional: holidays that far ahead are not known.
    pub provisional: bool,
    /// How it is worked out; may be empty.
    pub steps: Vec<Step>,
}

impl LetterContext for DateMoved {
    const KIND: LetterKind = LetterKind::DateMoved;

    fn frame(&self) -> &Frame {
        &self.frame
    }

    fn samples() -> Vec<Self> {
        let answer = Self {
            frame: samples::frame(),
            law: samples::act(),
            review: false,
            cause: "15 June 2026 is now a holiday: World Cup bank holiday in Scotland".into(),
            from: Some(samples::day(2026, 6, 25)),
            to: samples::day(2026, 6, 26),
            provisional: true,
            steps: steps(),
        };
        let review = Self {
            frame: samples::bare_posted_frame(),
            review: true,
            from: None,
            provisional: false,
            steps: Vec::new(),
            ..answer.clone()
        };
        vec![answer, review]
    }
}
