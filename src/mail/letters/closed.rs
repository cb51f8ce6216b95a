//! Letters that close a case without an answer: another authority is to answer, or what was asked for
//! has not come.

use super::LetterContext;
use super::frame::{Frame, LawWords, samples, spoken, spoken_if_known};
use crate::domain::letter_kind::LetterKind;
use chrono::NaiveDate;
use serde::Serialize;

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
        };
        let not = Self {
            frame: samples::posted_frame(),
            passed_on: false,
            ..passed_on.clone()
        };
        vec![passed_on, not]
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
