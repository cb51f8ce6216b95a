//! The letters this process has in hand, or has sent and not recorded yet.
//!
//! A claim in the database keeps other nodes away, as long as clocks go on as they should and the
//! database takes its renewal. Within one process neither matters: it takes no letter twice.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

/// The letters in the hands of all workers of this process.
#[derive(Default)]
pub(in crate::casework) struct Hands(Mutex<BTreeSet<i64>>);

/// A letter in the hands of one worker, until this is dropped.
pub(in crate::casework) struct InHand<'a> {
    hands: &'a Hands,
    id: i64,
}

impl Hands {
    /// The letters in hand.
    pub(in crate::casework) fn held(&self) -> Vec<i64> {
        let held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        held.iter().copied().collect()
    }

    /// Takes a letter in hand.
    pub(in crate::casework) fn take(&self, id: i64) -> InHand<'_> {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        held.insert(id);
        InHand { hands: self, id }
    }
}

impl Drop for InHand<'_> {
    fn drop(&mut self) {
        let mut held = self.hands.0.lock().unwrap_or_else(PoisonError::into_inner);
        held.remove(&self.id);
    }
}
