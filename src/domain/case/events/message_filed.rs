//! A message was put on the case as it came.

use crate::domain::case::events::{Behind, Happening, Told};
use serde::{Deserialize, Serialize};

/// A message was put on the case as it came: what it says, or that it was logged, is told by
/// the event before.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MessageFiled {
    /// Commitment to the SHA-256 of its bytes.
    pub digest: String,
}

impl Happening for MessageFiled {
    const KIND: &'static str = "message_filed";

    fn what(&self) -> String {
        "Kept the message as it came".to_owned()
    }

    fn told(&self) -> Option<Told> {
        None
    }

    fn behind(&self) -> Behind<'_> {
        Behind::Writing(&["filed"], &self.digest)
    }

    fn stands_because(&self) -> Option<&'static str> {
        Some("a message that was filed here is taken back on its own page")
    }
}
