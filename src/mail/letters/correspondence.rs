//! Letters in the course of a case: a reply in an officer's own words, and that a message arrived.

use super::LetterContext;
use super::frame::{Frame, samples, spoken, spoken_if_known};
use crate::domain::letter_kind::LetterKind;
use chrono::NaiveDate;
use serde::Serialize;

/// An officer's own words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reply {
    /// Who writes to whom.
    pub frame: Frame,
    /// What it is about, for the subject line.
    pub about: String,
    /// The words, paragraph by paragraph.
    pub paragraphs: Vec<String>,
    /// What it answers, line by line; may be empty.
    pub quoted: Vec<String>,
    /// The documents that go with it; may be none.
    pub enclosed: Vec<String>,
    /// Where they are to be had, when they are too large for email.
    pub enclosed_at: Option<String>,
}

/// A message from the requester has arrived and is with the case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReplyNoted {
    /// Who writes to whom.
    pub frame: Frame,
    /// The day it arrived.
    #[serde(serialize_with = "spoken")]
    pub received: NaiveDate,
    /// What arrived, line by line.
    pub message: Vec<String>,
    /// When the answer is due now, when the clock runs.
    #[serde(serialize_with = "spoken_if_known")]
    pub due: Option<NaiveDate>,
    /// When it would be due, were what arrived recorded as what we had asked for.
    #[serde(serialize_with = "spoken_if_known")]
    pub would_be: Option<NaiveDate>,
    /// Whether that lies past the last year whose holidays are known.
    pub provisional: bool,
    /// The disputed readings of the law it rests on, a sentence each.
    pub disputed: Vec<String>,
}

impl LetterContext for Reply {
    const KIND: LetterKind = LetterKind::Reply;

    fn frame(&self) -> &Frame {
        &self.frame
    }

    fn samples() -> Vec<Self> {
        let sample = Self {
            frame: samples::frame(),
            about: "The format of the figures".into(),
            paragraphs: vec![
                "Yes, we can send the figures as a spreadsheet.".into(),
                "You need do nothing more.".into(),
            ],
            quoted: vec!["Could I have them".into(), "as a spreadsheet?".into()],
            enclosed: vec!["fines.csv (12 kB)".into()],
            enclosed_at: None,
        };
        let bare = Self {
            frame: samples::bare_frame(),
            quoted: Vec::new(),
            enclosed: Vec::new(),
            ..sample.clone()
        };
        let by_post = Self {
            frame: samples::posted_frame(),
            ..sample.clone()
        };
        let by_link = Self {
            enclosed_at: Some("https://foi.police.example/status/FOI-2026-000123".into()),
            ..sample.clone()
        };
        vec![sample, bare, by_post, by_link]
    }
}

impl LetterContext for ReplyNoted {
    const KIND: LetterKind = LetterKind::ReplyNoted;

    fn frame(&self) -> &Frame {
        &self.frame
    }

    fn samples() -> Vec<Self> {
        let sample = Self {
            frame: samples::frame(),
            received: samples::day(2026, 6, 9),
            message: vec!["I mean 2024 and 2025.".into()],
            due: Some(samples::day(2026, 7, 8)),
            would_be: None,
            provisional: true,
            disputed: vec![samples::disputed()],
        };
        let waiting = Self {
            frame: samples::bare_frame(),
            due: None,
            would_be: Some(samples::day(2026, 7, 8)),
            provisional: false,
            ..sample.clone()
        };
        let by_post = Self {
            frame: samples::posted_frame(),
            ..sample.clone()
        };
        let answered = Self {
            due: None,
            provisional: false,
            disputed: Vec::new(),
            ..sample.clone()
        };
        vec![sample, waiting, by_post, answered]
    }
}
