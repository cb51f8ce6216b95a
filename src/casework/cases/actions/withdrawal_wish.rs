//! Saying, as the requester, that they want to withdraw.

use super::texts::named;
use super::{Instructs, Kept, Preparing, Told};
use crate::casework::{CaseworkFault, Outgoing};
use crate::domain::case::{Action, actions};
use std::borrow::Cow;

/// Says that the requester wants to withdraw.
#[derive(Debug, Clone, PartialEq)]
pub struct AskToWithdraw {
    /// What the requester says to it; may be empty.
    pub text: String,
}

impl Instructs for AskToWithdraw {
    fn texts(&self) -> Vec<(Cow<'static, str>, &str)> {
        named(&[("text", &self.text)])
    }

    fn prepare(&self, preparing: &Preparing<'_>) -> (Action, Kept) {
        let text = self.said();
        let digest = preparing.commit(&text);
        let action = actions::AskToWithdraw { digest };
        (action.into(), Some(("message", text)))
    }

    async fn letter(&self, told: &Told<'_>) -> Result<Option<Outgoing>, CaseworkFault> {
        told.arrived(&self.said())
    }
}

impl AskToWithdraw {
    /// What a requester who withdraws says, who need not say anything.
    fn said(&self) -> String {
        match self.text.trim() {
            "" => "I withdraw my request.".to_owned(),
            text => text.to_owned(),
        }
    }
}
