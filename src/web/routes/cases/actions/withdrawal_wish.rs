//! The form in which a requester asks to withdraw; they have it on their own page.

pub(super) use crate::casework::cases::actions::AskToWithdraw;

use super::ActionForm;
use super::fields::text;
use crate::casework::Invalid;
use crate::web::forms::Typed;

impl ActionForm for AskToWithdraw {
    fn read(typed: &Typed) -> Result<Self, Vec<Invalid>> {
        Ok(Self {
            text: text(typed, "text"),
        })
    }
}
