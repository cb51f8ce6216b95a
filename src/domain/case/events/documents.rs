//! Documents: put with the case, taken off, sent.

use crate::domain::case::Hand;
use crate::domain::case::events::{Behind, Happening, Told};
use serde::{Deserialize, Serialize};

/// Why what was done with a document is not undone.
const STANDS: &str = "a document is put with the answer or taken off on the page of the case";

/// A document was put with the answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DocumentAdded {
    /// Commitment to its name, its size and the SHA-256 of its bytes.
    pub digest: String,
}

impl Happening for DocumentAdded {
    const KIND: &'static str = "document_added";

    fn what(&self) -> String {
        "Put a document with the case".to_owned()
    }

    fn told(&self) -> Option<Told> {
        None
    }

    fn behind(&self) -> Behind<'_> {
        Behind::Writing(&["document"], &self.digest)
    }

    fn stands_because(&self) -> Option<&'static str> {
        Some(STANDS)
    }

    fn hand(&self) -> Hand {
        Hand::PreparedUntilAnswered
    }
}

/// A document that had not gone out was taken off.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DocumentRemoved {
    /// The event that put it there; none where that was before documents had events.
    pub added: Option<i64>,
    /// Commitment to what was taken off.
    pub digest: String,
}

impl Happening for DocumentRemoved {
    const KIND: &'static str = "document_removed";

    fn what(&self) -> String {
        "Took a document off the case".to_owned()
    }

    fn told(&self) -> Option<Told> {
        None
    }

    fn behind(&self) -> Behind<'_> {
        Behind::Writing(&["document"], &self.digest)
    }

    fn stands_because(&self) -> Option<&'static str> {
        Some(STANDS)
    }

    fn hand(&self) -> Hand {
        Hand::PreparedUntilAnswered
    }
}

/// Documents went out with a letter.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DocumentsSent {
    /// The letter's Message-ID.
    pub message_id: String,
    /// The events that put them there, in order.
    pub added: Vec<i64>,
}

impl Happening for DocumentsSent {
    const KIND: &'static str = "documents_sent";

    fn what(&self) -> String {
        "Sent documents with the letter".to_owned()
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
