//! The request was entered in the log.

use crate::domain::case::events::{Behind, Happening, Telling, Told};
use crate::domain::case::{Channel, Entered};
use crate::domain::words;
use serde::{Deserialize, Serialize};

/// The request was entered in the log; `on` is its date of receipt.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Logged {
    /// The regime's id.
    pub regime: String,
    /// The calendar's id.
    pub calendar: String,
    /// How it arrived.
    pub channel: Channel,
    /// How many numbered questions it asks.
    pub questions: u16,
    /// Commitment to its text.
    pub digest: String,
    /// Commitments to what else was entered; none in a record from before it was committed to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entered: Option<Entered>,
}

impl Happening for Logged {
    const KIND: &'static str = "logged";

    fn what(&self) -> String {
        "Logged the request".to_owned()
    }

    fn detail(&self, _: &Telling<'_>) -> Vec<String> {
        let channel = self.channel.title().to_lowercase();
        let questions = words::count(usize::from(self.questions), "question");
        vec![format!("It came by {channel}."), format!("{questions}.")]
    }

    fn told(&self) -> Option<Told> {
        Some(Told::by_requester("Made the request"))
    }

    fn behind(&self) -> Behind<'_> {
        Behind::Request(&self.digest)
    }

    fn stands_because(&self) -> Option<&'static str> {
        Some("a request that was logged stays; correct what was logged of it")
    }
}
