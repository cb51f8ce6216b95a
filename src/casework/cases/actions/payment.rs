//! Recording that the fee was paid.

use super::{Instructs, Kept, Preparing, Told};
use crate::casework::{CaseworkFault, Outgoing};
use crate::domain::case::{Action, actions};

/// Recording that the fee was paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RecordPayment;

impl Instructs for RecordPayment {
    fn prepare(&self, _: &Preparing<'_>) -> (Action, Kept) {
        (actions::RecordPayment.into(), None)
    }

    async fn letter(&self, told: &Told<'_>) -> Result<Option<Outgoing>, CaseworkFault> {
        told.new_date()
    }
}
