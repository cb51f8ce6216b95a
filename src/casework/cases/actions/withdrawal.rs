//! Recording that the requester withdrew.

use super::{Instructs, Kept, Preparing};
use crate::domain::case::{Action, actions};

/// Recording that the requester withdrew.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Withdraw;

impl Instructs for Withdraw {
    fn prepare(&self, _: &Preparing<'_>) -> (Action, Kept) {
        (actions::Withdraw.into(), None)
    }
}
