//! Letters: queued, addressed anew, not delivered, posted.

use crate::domain::case::events::{Behind, Happening, Told};
use crate::domain::letter_kind::LetterKind;
use serde::{Deserialize, Serialize};

/// Why a letter is not undone.
pub(in crate::domain::case) const STANDS: &str = "a letter that was written stands; write another";

/// A letter was put in the outbox.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LetterQueued {
    /// Which letter.
    pub letter: LetterKind,
    /// Its Message-ID.
    pub message_id: String,
    /// Commitment to its subject and both its texts, as sent; none in a record from before texts of this kind were committed to.
    #[serde(default)]
    pub digest: Option<String>,
    /// Commitment to whom it goes to; none in a record from before that was committed to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
}

impl Happening for LetterQueued {
    const KIND: &'static str = "letter_queued";

    fn what(&self) -> String {
        format!("Queued a letter: {}", self.letter.title())
    }

    fn told(&self) -> Option<Told> {
        None
    }

    fn behind(&self) -> Behind<'_> {
        Behind::Letter(&self.message_id, self.digest.as_deref())
    }

    fn stands_because(&self) -> Option<&'static str> {
        Some(STANDS)
    }
}

/// A letter that was not delivered leaves again, for another address.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LetterReaddressed {
    /// Which letter.
    pub letter: LetterKind,
    /// Its Message-ID.
    pub message_id: String,
    /// Commitment to whom it goes to now.
    pub to: String,
}

impl Happening for LetterReaddressed {
    const KIND: &'static str = "letter_readdressed";

    fn what(&self) -> String {
        format!("Addressed a letter anew: {}", self.letter.title())
    }

    fn told(&self) -> Option<Told> {
        None
    }

    fn behind(&self) -> Behind<'_> {
        Behind::Nothing
    }

    fn stands_because(&self) -> Option<&'static str> {
        Some(STANDS)
    }
}

/// A letter could not be delivered: it was refused for good, given up or came back.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LetterUndelivered {
    /// Which letter.
    pub letter: LetterKind,
    /// Its Message-ID.
    pub message_id: String,
}

impl Happening for LetterUndelivered {
    const KIND: &'static str = "letter_undelivered";

    fn what(&self) -> String {
        format!("A letter was not delivered: {}", self.letter.title())
    }

    fn told(&self) -> Option<Told> {
        None
    }

    fn behind(&self) -> Behind<'_> {
        Behind::Nothing
    }

    fn stands_because(&self) -> Option<&'static str> {
        Some(STANDS)
    }
}

/// A letter to a postal address was posted; `on` is the day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LetterPosted {
    /// Which letter.
    pub letter: LetterKind,
    /// Its Message-ID.
    pub message_id: String,
}

impl Happening for LetterPosted {
    const KIND: &'static str = "letter_posted";

    fn what(&self) -> String {
        format!("Posted a letter: {}", self.letter.title())
    }

    fn told(&self) -> Option<Told> {
        None
    }

    fn behind(&self) -> Behind<'_> {
        Behind::Nothing
    }

    fn stands_because(&self) -> Option<&'static str> {
        Some(STANDS)
    }
}
