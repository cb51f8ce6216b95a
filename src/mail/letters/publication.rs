//! To those who asked to be told: what their request was about is published.

use super::LetterContext;
use super::frame::{Frame, samples};
use crate::domain::letter_kind::LetterKind;
use serde::Serialize;

/// What a request was about is published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Publication {
    /// Who writes to whom.
    pub frame: Frame,
    /// What it is called.
    pub title: String,
    /// The page that shows where it is.
    pub address: String,
    /// Whether it is published again and again.
    pub again: bool,
}

impl LetterContext for Publication {
    const KIND: LetterKind = LetterKind::Publication;

    fn frame(&self) -> &Frame {
        &self.frame
    }

    fn samples() -> Vec<Self> {
        let once = Self {
            frame: samples::frame(),
            title: "Speed cameras: offences and income".into(),
            address: "https://foi.example/publications/7".into(),
            again: false,
        };
        let again = Self {
            frame: samples::bare_frame(),
            again: true,
            ..once.clone()
        };
        vec![once, again]
    }
}
