//! Clearing the answer: what is cleared is what leaves.

use super::{Instructs, Kept, Preparing};
use crate::casework::Outgoing;
use crate::domain::case::events::kinds::CLEARED;
use crate::domain::case::{Action, actions};

/// Clears the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clear;

impl Instructs for Clear {
    const LETS_DOCUMENTS_OUT: bool = true;

    fn prepare(&self, preparing: &Preparing<'_>) -> (Action, Kept) {
        let text = preparing.cleared.map(Outgoing::record);
        let digest = text.as_deref().map(|text| preparing.commit(text));
        let kept = text.map(|text| (CLEARED, text));
        (actions::Clear { digest }.into(), kept)
    }
}
