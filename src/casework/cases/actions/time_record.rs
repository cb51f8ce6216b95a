//! Recording the time spent in all.

use super::{Instructs, Kept, Preparing};
use crate::domain::case::{Action, actions};

/// Records the time spent in all.
#[derive(Debug, Clone, PartialEq)]
pub struct RecordEffort {
    /// Minutes, in all so far.
    pub minutes: u32,
}

impl Instructs for RecordEffort {
    fn prepare(&self, _: &Preparing<'_>) -> (Action, Kept) {
        let minutes = self.minutes;
        (actions::RecordEffort { minutes }.into(), None)
    }
}
