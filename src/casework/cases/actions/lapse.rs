//! Recording that the request lapsed, and telling the requester.

use super::{Instructs, Kept, Preparing, Told};
use crate::casework::cases::lapse::lapse;
use crate::casework::{CaseworkFault, Outgoing};
use crate::domain::case::{Action, actions};

/// Records that the request lapsed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lapse;

impl Instructs for Lapse {
    fn prepare(&self, _: &Preparing<'_>) -> (Action, Kept) {
        (actions::Lapse.into(), None)
    }

    async fn letter(&self, told: &Told<'_>) -> Result<Option<Outgoing>, CaseworkFault> {
        let before = told.before_last()?;
        let (frame, law) = (told.frame(), told.law());
        let letter = lapse(frame, law, &before, told.regime, told.calendar)?;
        told.casework
            .outbox()
            .outgoing(told.requester, &letter)
            .map(Some)
    }
}
