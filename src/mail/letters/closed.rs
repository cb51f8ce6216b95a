//! Letters that close a case without an answer: another authority is to answer, or what was asked for
//! has not come.

use super::LetterContext;
use super::frame::{Frame, LawWords, samples, spoken, spoken_if_known};
use crate::domain::letter_kind::LetterKind;
use chrono::NaiveDate;
use serde::Serialize;

/// The part of a request that another authority is to answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Part {
    /// Which questions, for example `questions 1 and 3`.
    pub questions: String,
    /// These questions in the requester's words.
    pub asked: Vec<Asked>,
}

/// A question as it was asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Asked {
    /// Its number, from 1.
    pub number: u16,
    /// Its words.
    pub text: String,
}

/// Another authority is to answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Transfer {
    /// Who writes to whom.
    pub frame: Frame,
    /// The law.
    pub law: LawWords,
    /// The place that speaks of it, for example `regulation 10`.
    pub section: String,
    /// The other authority.
    pub to: String,
    /// Whether we sent the request to it.
    pub passed_on: bool,
    /// The day it was transferred.
    #[serde(serialize_with = "spoken")]
    pub on: NaiveDate,
    /// The part it is about; nothing where it is the whole.
    pub part: Option<Part>,
}

/// What the requester was asked for has not come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Lapse {
    /// Who writes to whom.
    pub frame: Frame,
    /// The law.
    pub law: LawWords,
    /// The place that says what follows, for example `section 9(2)`; none where the law has none.
    pub section: Option<String>,
    /// Whether it was a fee, and not more detail.
    pub fee: bool,
    /// The day we asked.
    #[serde(serialize_with = "spoken_if_known")]
    pub asked: Option<NaiveDate>,
    /// The last day for it.
    #[serde(serialize_with = "spoken_if_known")]
    pub last: Option<NaiveDate>,
}

impl LetterContext for Transfer {
    const KIND: LetterKind = LetterKind::Transfer;

    fn frame(&self) -> &Frame {
        &self.frame
    }

    fn samples() -> Vec<Self> {
        let passed_on = Self {
            frame: samples::frame(),
            law: samples::regulations(),
            section: "regulation 10".into(),
            to: "Example Borough Council".into(),
            passed_on: true,
            on: samples::day(2026, 6, 9),
            part: None,
        };
        let not = Self {
            frame: samples::posted_frame(),
            passed_on: false,
            ..passed_on.clone()
        };
        let in_part = Self {
            part: Some(Part {
                questions: "question 2".into(),
                asked: vec![Asked {
                    number: 2,
                    text: "How many bats live under the bridges of the borough?".into(),
                }],
            }),
            ..passed_on.clone()
        };
        vec![passed_on, not, in_part]
    }
}

impl LetterContext for Lapse {
    const KIND: LetterKind = LetterKind::Lapse;

    fn frame(&self) -> &Frame {
        &self.frame
    }

    fn samples() -> Vec<Self> {
        let fee = Self {
            frame: samples::frame(),
            law: samples::act(),
            section: Some("section 9(2)".into()),
            fee: true,
            asked: Some(samples::day(2026, 6, 9)),
            last: Some(samples::day(2026, 9, 8)),
        };
        let detail = Self {
            frame: samples::bare_posted_frame(),
            section: Some("section 1(3)".into()),
            fee: false,
            ..fee.clone()
        };
        let no_day = Self {
            asked: None,
            last: None,
            ..detail.clone()
        };
        vec![fee, detail, no_day]
    }
}
