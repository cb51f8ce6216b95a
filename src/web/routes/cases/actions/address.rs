//! The form in which a requester gives another address; they have it on their own page.

pub(super) use crate::casework::cases::actions::GiveAddress;

use super::ActionForm;
use super::fields::text;
use crate::casework::Invalid;
use crate::web::forms::Typed;

impl ActionForm for GiveAddress {
    fn read(typed: &Typed) -> Result<Self, Vec<Invalid>> {
        Ok(Self {
            email: text(typed, "email"),
            address: text(typed, "address"),
        })
    }
}
