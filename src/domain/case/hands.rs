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
    /// Whether the answer has gone out: what is then put with the case goes out with the outcome of a
    /// review or with a letter, and is no part of the answer.
    answered: bool,
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
        match event {
            Event::Answered { .. } => {
                self.answered = true;
                self.prepared.extend(actor.person);
            }
            Event::DocumentAdded { .. } | Event::DocumentRemoved { .. } if self.answered => {}
            Event::DraftStarted
            | Event::QuestionDecided { .. }
            | Event::SentForClearance { .. }
            // What goes with the answer, and to whom it goes.
            | Event::DocumentAdded { .. }
            | Event::DocumentRemoved { .. }
            | Event::Corrected {
                what: Correction::Requester { .. },
                ..
            } => {
                self.prepared.extend(actor.person);
            }
            Event::Cleared { .. } => {
                self.cleared.extend(actor.person);
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
            | Event::LetterReaddressed { .. }
            | Event::LetterUndelivered { .. }
            | Event::LetterPosted { .. } => {}
        }
    }
}
