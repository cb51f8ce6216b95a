//! Sending what was cleared, word for word.

use super::{Instructs, Kept, Preparing, Told};
use crate::casework::{CaseworkFault, Outgoing};
use crate::domain::case::{Action, actions};

/// Sends what was cleared, word for word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Answer;

impl Instructs for Answer {
    const LETS_DOCUMENTS_OUT: bool = true;

    fn prepare(&self, _: &Preparing<'_>) -> (Action, Kept) {
        (actions::Answer.into(), None)
    }

    async fn letter(&self, told: &Told<'_>) -> Result<Option<Outgoing>, CaseworkFault> {
        if told.case().needs_no_notice() {
            return Ok(None);
        }
        let (unit, stored) = (told.unit, told.stored);
        let cases = told.casework.cases();
        let letter = cases.answer(unit, stored, told.case(), told.requester);
        letter.await.map(Some)
    }
}
