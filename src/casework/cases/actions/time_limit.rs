//! Saying that the limit of a variant of the regime applies, or the plain one again.

use super::{Instructs, Kept, Preparing, Told};
use crate::casework::{CaseworkFault, Outgoing};
use crate::domain::case::{Action, actions};

/// Says that the limit of a variant of the regime applies, or the plain one again.
#[derive(Debug, Clone, PartialEq)]
pub struct ChooseVariant {
    /// The variant's id; nothing for the plain limit.
    pub variant: Option<String>,
}

impl Instructs for ChooseVariant {
    fn prepare(&self, _: &Preparing<'_>) -> (Action, Kept) {
        let variant = self.variant.clone();
        (actions::ChooseVariant { variant }.into(), None)
    }

    async fn letter(&self, told: &Told<'_>) -> Result<Option<Outgoing>, CaseworkFault> {
        told.new_date()
    }
}
