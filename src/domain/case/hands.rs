//! Who had a hand in an answer: nobody clears their own work or reviews their own decision.
//!
//! For FOIA the Code of Practice under s.45, part 5, wants a review done by somebody who had no
//! part in the decision where that is practicable. An authority of one person says so in its
//! settings, and its letters say so too.

use super::Actor;
use std::collections::BTreeSet;

/// Whether what one person prepared has to be cleared, and what one decided be reviewed, by another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SecondPerson {
    /// Somebody else has to.
    Required,
    /// The same person may.
    NotRequired,
}

/// What an event shows of who had a hand in the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hand {
    /// Nothing.
    Nothing,
    /// Whoever did it prepared the answer.
    Prepared,
    /// The same while no answer has gone out; after it, it is of something else.
    PreparedUntilAnswered,
    /// Whoever did it cleared the answer.
    Cleared,
    /// Whoever did it sent the answer.
    Answered,
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

    pub(super) fn note(&mut self, hand: Hand, actor: Actor) {
        match hand {
            Hand::PreparedUntilAnswered if self.answered => {}
            Hand::Prepared | Hand::PreparedUntilAnswered => self.prepared.extend(actor.person),
            Hand::Cleared => self.cleared.extend(actor.person),
            Hand::Answered => {
                self.answered = true;
                self.prepared.extend(actor.person);
            }
            Hand::Nothing => {}
        }
    }
}
