//! Noting what the requester sent, of which nothing follows.

use super::{Instructs, Kept, Preparing};
use crate::domain::case::{Action, Settlement, actions};

/// Notes what the requester sent.
#[derive(Debug, Clone, PartialEq)]
pub struct DealWith {
    /// The event that records what the requester did.
    pub seq: i64,
}

impl Instructs for DealWith {
    fn prepare(&self, _: &Preparing<'_>) -> (Action, Kept) {
        let action = actions::DealWith {
            seq: self.seq,
            how: Settlement::Noted,
            by: None,
        };
        (action.into(), None)
    }
}
