//! Giving, as the requester, another address for the answer.

use super::{Instructs, Kept, Preparing, Told};
use crate::casework::cases::requester::contact_faults;
use crate::casework::{CaseworkFault, Invalid, Outgoing};
use crate::domain::case::{Action, Case, Channel, Contact, MOST_ADDRESSES, WaitingKind, actions};
use crate::domain::regime::Regime;

/// Gives another address for the answer.
#[derive(Debug, Clone, PartialEq)]
pub struct GiveAddress {
    /// The email address; may be empty.
    pub email: String,
    /// The postal address; may be empty.
    pub address: String,
}

impl Instructs for GiveAddress {
    fn missing(&self, _: &Regime) -> Vec<Invalid> {
        contact_faults(Channel::WebForm, &self.email, &self.address)
    }

    fn crowded(&self, case: &Case) -> Option<Invalid> {
        let full = case.waiting.is_full_of(WaitingKind::NewAddress);
        full.then(|| {
            let message = format!(
                "{MOST_ADDRESSES} new addresses wait to be taken over. Give another when we have looked at them, or write to us by email or post"
            );
            Invalid::new("email", message)
        })
    }

    fn prepare(&self, preparing: &Preparing<'_>) -> (Action, Kept) {
        let text = self.given();
        let digest = preparing.commit(&text);
        let action = actions::GiveAddress { digest };
        (action.into(), Some(("new_address", text)))
    }

    async fn letter(&self, told: &Told<'_>) -> Result<Option<Outgoing>, CaseworkFault> {
        told.arrived(&self.given())
    }
}

impl GiveAddress {
    /// The address, without blanks around it.
    fn given(&self) -> String {
        let contact = Contact {
            email: self.email.trim().to_owned(),
            address: self.address.trim().to_owned(),
        };
        contact.to_text()
    }
}
