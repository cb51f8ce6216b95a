//! Something that was recorded wrongly is put right.

use crate::domain::case::events::{Behind, Happening, Told};
use crate::domain::case::replay::Changing;
use crate::domain::case::waiting::Then;
use crate::domain::case::{Correction, Event, Hand, Inbox, WaitingKind};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Something was recorded wrongly and is put right.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Corrected {
    /// What was wrong, and what is right.
    pub what: Correction,
    /// Commitment to why.
    pub digest: String,
}

impl Happening for Corrected {
    const KIND: &'static str = "corrected";

    fn what(&self) -> String {
        "Made a correction".to_owned()
    }

    fn told(&self) -> Option<Told> {
        None
    }

    fn behind(&self) -> Behind<'_> {
        let kinds: &[&str] = match self.what {
            Correction::Subject { .. } => &["correction", "subject"],
            Correction::Questions { .. } => &["correction", "questions"],
            Correction::Received { .. }
            | Correction::Law { .. }
            | Correction::Requester { .. }
            | Correction::Undone { .. } => &["correction"],
        };
        Behind::Writing(kinds, &self.digest)
    }

    fn stands_because(&self) -> Option<&'static str> {
        Some("a correction is not undone; correct it again")
    }

    fn apply(&self, case: &mut Changing<'_>, _: NaiveDate) {
        case.put_right(&self.what);
    }

    fn hand(&self) -> Hand {
        // To whom the answer goes.
        match self.what {
            Correction::Requester { .. } => Hand::Prepared,
            Correction::Subject { .. }
            | Correction::Questions { .. }
            | Correction::Received { .. }
            | Correction::Law { .. }
            | Correction::Undone { .. } => Hand::Nothing,
        }
    }

    fn reaches(&self, inbox: &mut Inbox, _: &Then) {
        if let Correction::Requester { address: true, .. } = self.what {
            inbox.done(WaitingKind::NewAddress);
        }
    }
}

impl Event {
    /// The commitment to what is said instead, where a correction says that besides why it was made.
    #[must_use]
    pub fn said_instead(&self) -> Option<&str> {
        let Self::Corrected(corrected) = self else {
            return None;
        };
        match &corrected.what {
            Correction::Subject { digest } | Correction::Questions { digest, .. } => Some(digest),
            Correction::Received { .. }
            | Correction::Law { .. }
            | Correction::Requester { .. }
            | Correction::Undone { .. } => None,
        }
    }
}
