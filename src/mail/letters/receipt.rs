//! The acknowledgement: received on, due by, and how the due date is worked out.

use super::LetterContext;
use super::frame::{Frame, LawWords, samples, spoken, spoken_if_known};
use crate::domain::letter_kind::LetterKind;
use chrono::NaiveDate;
use serde::Serialize;

/// We have the request and will answer by the due date.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Acknowledgement {
    /// Who writes to whom.
    pub frame: Frame,
    /// The law.
    pub law: LawWords,
    /// The day of receipt.
    #[serde(serialize_with = "spoken")]
    pub received: NaiveDate,
    /// The last day for the answer; nothing where the law names none.
    #[serde(serialize_with = "spoken_if_known")]
    pub due: Option<NaiveDate>,
    /// Whether that day is provisional: holidays that far ahead are not known.
    pub provisional: bool,
    /// The limit in words: `20 working days`.
    pub limit: String,
    /// How the due date is worked out.
    pub steps: Vec<Step>,
    /// What was asked, line by line.
    pub request: Vec<String>,
}

/// One step of the arithmetic of a date.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Step {
    /// The day.
    #[serde(serialize_with = "spoken")]
    pub on: NaiveDate,
    /// What happens on it, beginning with a small letter and without a full stop.
    pub text: String,
    /// The place in the law, when there is one.
    pub section: Option<String>,
}

impl LetterContext for Acknowledgement {
    const KIND: LetterKind = LetterKind::Acknowledgement;

    fn frame(&self) -> &Frame {
        &self.frame
    }

    fn samples() -> Vec<Self> {
        let steps = steps();
        let sample = Self {
            frame: samples::frame(),
            law: samples::act(),
            received: samples::day(2026, 5, 29),
            due: Some(samples::day(2026, 6, 29)),
            provisional: false,
            limit: "20 working days".into(),
            steps,
            request: vec![
                "How many parking fines were issued in 2025?".into(),
                "By month, if you can.".into(),
            ],
        };
        let bare = Self {
            frame: samples::bare_frame(),
            law: samples::regulations(),
            provisional: true,
            steps: Vec::new(),
            ..sample.clone()
        };
        let by_post = Self {
            frame: samples::posted_frame(),
            ..sample.clone()
        };
        let promptly = Self {
            due: None,
            steps: Vec::new(),
            ..sample.clone()
        };
        vec![sample, bare, by_post, promptly]
    }
}

/// The arithmetic of a due date, as samples show it.
pub(super) fn steps() -> Vec<Step> {
    let step = |month, day, text: &str, section: Option<&str>| Step {
        on: samples::day(2026, month, day),
        text: text.into(),
        section: section.map(Into::into),
    };
    vec![
        step(
            5,
            29,
            "Received on Friday 29 May 2026, which is day 0",
            Some("section 10(6)"),
        ),
        step(
            6,
            15,
            "Monday 15 June 2026 is not counted: World Cup bank holiday in Scotland",
            Some("section 10(6)"),
        ),
        step(
            6,
            29,
            "Monday 29 June 2026 is the last day for the answer: the 20th working day after receipt",
            None,
        ),
    ]
}
