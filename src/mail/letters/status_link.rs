//! The letter with the link of a request's page, sent again to a requester who asked for it.

use super::LetterContext;
use super::frame::{Frame, samples};
use crate::domain::letter_kind::LetterKind;
use serde::Serialize;

/// To a requester who lost the link of their page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StatusLink {
    /// What every letter has; its link and code are what this letter is for.
    pub frame: Frame,
}

impl LetterContext for StatusLink {
    const KIND: LetterKind = LetterKind::StatusLink;

    fn frame(&self) -> &Frame {
        &self.frame
    }

    fn samples() -> Vec<Self> {
        vec![Self {
            frame: samples::frame(),
        }]
    }
}
