//! Beginning to write the answer.

use super::{Instructs, Kept, Preparing};
use crate::domain::case::{Action, actions};

/// Beginning to write the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StartDraft;

impl Instructs for StartDraft {
    fn prepare(&self, _: &Preparing<'_>) -> (Action, Kept) {
        (actions::StartDraft.into(), None)
    }
}
