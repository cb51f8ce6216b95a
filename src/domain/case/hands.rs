//! Who had a hand in an answer: nobody clears their own work or reviews their own decision.
//!
//! For FOIA the Code of Practice under s.45, part 5, wants a review done by somebody who had no
//! part in the decision where that is practicable. An authority of one person says so in its
//! settings, and its letters say so too.

use super::{Actor, Correction, Event};
use std::collections::BTreeSet;

/// Whether what one person prepared has to be cleared, and what one decided be reviewed, by another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SecondPerson {
    /// Somebody else has to.
    Required,
    /// The same person may.
    NotRequired,
}

/// The people who had a hand in the answer of a case, by their ids.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hands {
    prepared: BTreeSet<i64>,
    cleared: BTreeSet<i64>,
}

impl Hands {
    /// Whether a person drafted it, decided a question of it or sent it to clearance.
    #[must_use]
    pub fn prepared(&self, person: i64) -> bool {
        self.prepared.contains(&person)
    }

    /// Whether a person prepared it or cleared it.
    #[must_use]
    pub fn took_part(&self, person: i64) -> bool {
        self.prepared(person) || self.cleared.contains(&person)
    }

    pub(super) fn note(&mut self, event: &Event, actor: Actor) {
        let Some(person) = actor.person else {
            return;
        };
        match event {
            Event::DraftStarted
            | Event::QuestionDecided { .. }
            | Event::SentForClearance { .. }
            | Event::Answered { .. }
            // What goes with the answer, and to whom it goes.
            | Event::DocumentAdded { .. }
            | Event::DocumentRemoved { .. }
            | Event::Corrected {
                what: Correction::Requester { .. },
                ..
            } => {
                self.prepared.insert(person);
            }
            Event::Cleared { .. } => {
                self.cleared.insert(person);
            }
            Event::Logged { .. }
            | Event::Allocated { .. }
            | Event::VariantChosen { .. }
            | Event::ClarificationSought { .. }
            | Event::ClarificationReceived { .. }
            | Event::FeesNoticeIssued { .. }
            | Event::FeePaid
            | Event::SearchStarted
            | Event::ReturnedToDraft { .. }
            | Event::Extended { .. }
            | Event::EffortRecorded { .. }
            | Event::Transferred { .. }
            | Event::Withdrawn
            | Event::Lapsed
            | Event::ReviewRequested { .. }
            | Event::ReviewCompleted { .. }
            | Event::Closed
            | Event::ClosedInEarlierLog { .. }
            | Event::LetterWritten { .. }
            | Event::NoteAdded { .. }
            | Event::ReplyReceived { .. }
            | Event::WithdrawalAsked { .. }
            | Event::AddressGiven { .. }
            | Event::DealtWith { .. }
            | Event::MessageFiled { .. }
            | Event::DocumentsSent { .. }
            | Event::DueDateMoved { .. }
            | Event::Corrected { .. }
            | Event::LetterQueued { .. }
            | Event::LetterUndelivered { .. }
            | Event::LetterPosted { .. } => {}
        }
    }
}
