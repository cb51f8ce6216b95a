//! The form that records a transfer.

pub(super) use crate::casework::cases::actions::Transfer;

use super::fields::{on, text, tick};
use super::{ActionForm, Offer};
use crate::casework::Invalid;
use crate::web::forms::Typed;
use crate::web::pages::form::Field;

impl ActionForm for Transfer {
    const LETTER_NEXT: bool = true;

    fn fields(typed: &Typed, _: &Offer<'_>) -> Vec<Field> {
        let to = "Authority that holds the information";
        let sent = "We have sent it to that authority";
        vec![
            Field::text("to", to, typed.get("to")),
            on(typed, "Day it was transferred"),
            tick(typed, "passed_on", "The request", sent)
                .hint("Leave it empty where the requester has to ask that authority."),
        ]
    }

    fn read(typed: &Typed) -> Result<Self, Vec<Invalid>> {
        Ok(Self {
            to: text(typed, "to"),
            passed_on: typed.get("passed_on") == "yes",
        })
    }
}
