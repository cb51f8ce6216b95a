//! Letters that answer: release, refusal, not held.

use super::LetterContext;
use super::frame::{Frame, LawWords, ReviewRight, samples};
use super::reasons::samples::{refused, unsaid, unsaid_in_part, withheld};
use super::reasons::{Refused, Unsaid, Withheld};
use crate::domain::letter_kind::LetterKind;
use serde::Serialize;

/// One numbered question and its answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Question {
    /// Its number, from 1.
    pub number: usize,
    /// What was asked.
    pub asked: String,
    /// How it is answered, in words: `Granted in part`.
    pub decision: String,
    /// The answer, paragraph by paragraph; may be empty.
    pub answer: Vec<String>,
}

/// A ground to withhold that is being considered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Ground {
    /// The place in the law: `section 31(1)(a)`.
    pub section: String,
    /// Its title: `Law enforcement`.
    pub title: String,
}

/// Here is the information, all or part of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Release {
    /// Who writes to whom.
    pub frame: Frame,
    /// The law.
    pub law: LawWords,
    /// Every question with its answer.
    pub questions: Vec<Question>,
    /// The files that go with the letter, with their size: `fines-2025.csv (12 kB)`.
    pub files: Vec<String>,
    /// Where they are to be had, when they are too large for email.
    pub files_at: Option<String>,
    /// What is withheld; empty when nothing is.
    pub withheld: Vec<Withheld>,
    /// What we neither confirm nor deny that we hold.
    pub unsaid: Option<Unsaid>,
    /// What is refused without an exemption; empty when nothing is.
    pub refused: Vec<Refused>,
    /// Where the law says what those notices have to say.
    pub refused_under: Option<String>,
    /// Whether any of it is given.
    pub gives: bool,
    /// Under which terms the information may be used again, when that is settled.
    pub reuse: Option<String>,
    /// What the requester can do who is not content.
    pub review: ReviewRight,
}

/// We will not give the information.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Refusal {
    /// Who writes to whom.
    pub frame: Frame,
    /// The law.
    pub law: LawWords,
    /// Every exemption relied on to withhold; may be empty.
    pub withheld: Vec<Withheld>,
    /// What we neither confirm nor deny that we hold.
    pub unsaid: Option<Unsaid>,
    /// Every ground relied on that is no exemption.
    pub refused: Vec<Refused>,
    /// Where the law says what those notices have to say.
    pub refused_under: Option<String>,
    /// How to ask for something we could give, one suggestion an entry; may be empty.
    pub help: Vec<String>,
    /// What the requester can do who is not content.
    pub review: ReviewRight,
}

/// We do not hold the information.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NotHeld {
    /// Who writes to whom.
    pub frame: Frame,
    /// The law.
    pub law: LawWords,
    /// The place under which we say so, for example `section 1(1)(a)`, where the law has one.
    pub section: Option<String>,
    /// Where we looked.
    pub searches: Vec<String>,
    /// Who may hold it, and how to reach them; may be empty.
    pub elsewhere: Vec<String>,
    /// What the requester can do who is not content.
    pub review: ReviewRight,
}

impl LetterContext for Release {
    const KIND: LetterKind = LetterKind::Release;

    fn frame(&self) -> &Frame {
        &self.frame
    }

    fn samples() -> Vec<Self> {
        let question = |number, asked: &str, decision: &str, answer: &[&str]| Question {
            number,
            asked: asked.into(),
            decision: decision.into(),
            answer: answer.iter().map(|text| (*text).into()).collect(),
        };
        let sample = Self {
            frame: samples::frame(),
            law: samples::act(),
            questions: vec![
                question(
                    1,
                    "How many fines were issued?",
                    "Granted in full",
                    &["1,204 fines were issued in 2025."],
                ),
                question(2, "Who issued them?", "Refused", &[]),
            ],
            files: vec!["fines-2025.csv (12 kB)".into()],
            files_at: None,
            withheld: withheld(),
            unsaid: None,
            refused: Vec::new(),
            refused_under: None,
            gives: true,
            reuse: Some(
                "You may use this information again under the Open Government Licence v3.0.".into(),
            ),
            review: samples::review(),
        };
        let whole = Self {
            frame: samples::bare_frame(),
            law: samples::regulations(),
            files: Vec::new(),
            withheld: Vec::new(),
            reuse: None,
            review: samples::no_review(),
            ..sample.clone()
        };
        let by_link = Self {
            files: vec!["interviews.zip (48.0 MB)".into()],
            files_at: Some("https://foi.police.example/status/FOI-2026-000123".into()),
            ..sample.clone()
        };
        let in_part = Self {
            withheld: Vec::new(),
            refused: refused(),
            refused_under: Some("section 17(5)".into()),
            review: samples::only_review(),
            ..sample.clone()
        };
        let by_post = Self {
            frame: samples::posted_frame(),
            ..sample.clone()
        };
        let nothing_given = Self {
            questions: vec![
                question(1, "Who issued them?", "Not held", &[]),
                question(2, "Was anyone fined?", "Neither confirmed nor denied", &[]),
            ],
            files: Vec::new(),
            withheld: Vec::new(),
            unsaid: Some(unsaid_in_part()),
            gives: false,
            reuse: None,
            ..sample.clone()
        };
        vec![sample, whole, by_link, in_part, by_post, nothing_given]
    }
}

impl LetterContext for Refusal {
    const KIND: LetterKind = LetterKind::Refusal;

    fn frame(&self) -> &Frame {
        &self.frame
    }

    fn samples() -> Vec<Self> {
        let sample = Self {
            frame: samples::frame(),
            law: samples::act(),
            withheld: withheld(),
            unsaid: None,
            refused: Vec::new(),
            refused_under: None,
            help: vec!["We can give the yearly totals without names.".into()],
            review: samples::review(),
        };
        let neither = Self {
            frame: samples::bare_frame(),
            withheld: Vec::new(),
            unsaid: Some(unsaid()),
            help: Vec::new(),
            review: samples::no_review(),
            ..sample.clone()
        };
        let of_the_request = Self {
            withheld: Vec::new(),
            refused: refused(),
            refused_under: Some("section 17(5)".into()),
            ..sample.clone()
        };
        let without_notice_duty = Self {
            refused_under: None,
            help: Vec::new(),
            review: samples::only_review(),
            ..of_the_request.clone()
        };
        let both = Self {
            unsaid: Some(unsaid_in_part()),
            refused: refused(),
            refused_under: Some("section 17(5)".into()),
            review: samples::open_review(),
            ..sample.clone()
        };
        vec![sample, neither, of_the_request, without_notice_duty, both]
    }
}

impl LetterContext for NotHeld {
    const KIND: LetterKind = LetterKind::NotHeld;

    fn frame(&self) -> &Frame {
        &self.frame
    }

    fn samples() -> Vec<Self> {
        let sample = Self {
            frame: samples::frame(),
            law: samples::act(),
            section: Some("section 1(1)(a)".into()),
            searches: vec!["The traffic team searched its case records from 2019 to 2025.".into()],
            elsewhere: vec![
                "Example Borough Council, foi@council.example, issues parking fines in the town."
                    .into(),
            ],
            review: samples::review(),
        };
        let bare = Self {
            frame: samples::bare_frame(),
            law: samples::regulations(),
            section: None,
            searches: Vec::new(),
            elsewhere: Vec::new(),
            review: samples::no_review(),
        };
        vec![sample, bare]
    }
}
