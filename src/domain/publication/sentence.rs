//! Sentences whose figures know which requests they count.

use std::fmt;

use serde::{Serialize, Serializer};

use super::counted::Counted;
use crate::domain::words::thousands;

/// A sentence of text and figures. It prints and serialises as its words alone.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sentence(Vec<Piece>);

/// A piece of a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// Words.
    Text(String),
    /// A figure with the words that belong to it.
    Figure {
        /// As it stands in the sentence.
        text: String,
        /// What it says of the requests.
        of: Of,
        /// The requests.
        counted: Counted,
    },
}

/// What a figure says of the requests behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Of {
    /// How many they are.
    Requests,
    /// How many people made them, those of a campaign up to its limit.
    Requesters {
        /// How many more made them, beyond that limit.
        left_out: usize,
    },
    /// In how many quarters they were received.
    Quarters,
    /// What share of all received in those days they are, in per cent.
    Share,
    /// The median of their hours.
    Hours,
}

impl Sentence {
    /// The sentence and then these words.
    #[must_use]
    pub(super) fn text(mut self, text: impl Into<String>) -> Self {
        self.0.push(Piece::Text(text.into()));
        self
    }

    /// The sentence and then this figure.
    #[must_use]
    pub(super) fn figure(mut self, text: impl Into<String>, of: Of, counted: Counted) -> Self {
        self.0.push(Piece::Figure {
            text: text.into(),
            of,
            counted,
        });
        self
    }

    /// The sentence and then, where people of a campaign are not counted, that they are not:
    /// wherever the figure stands, on a page, in a file or in a terminal.
    #[must_use]
    pub(super) fn left_out(self, of: Of) -> Self {
        match of {
            Of::Requesters {
                left_out: more @ 1..,
            } => {
                let more = thousands(more);
                self.text(format!(
                    " (not counted: {more} more who sent the text of a campaign)"
                ))
            }
            Of::Requesters { left_out: 0 }
            | Of::Requests
            | Of::Quarters
            | Of::Share
            | Of::Hours => self,
        }
    }

    /// Its pieces in order.
    #[must_use]
    pub fn pieces(&self) -> &[Piece] {
        &self.0
    }
}

impl Piece {
    /// Its words.
    #[must_use]
    pub fn words(&self) -> &str {
        match self {
            Self::Text(text) | Self::Figure { text, .. } => text,
        }
    }
}

impl From<String> for Sentence {
    fn from(text: String) -> Self {
        Self::default().text(text)
    }
}

impl From<&str> for Sentence {
    fn from(text: &str) -> Self {
        Self::default().text(text)
    }
}

impl fmt::Display for Sentence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0
            .iter()
            .try_for_each(|piece| f.write_str(piece.words()))
    }
}

impl Serialize for Sentence {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}
