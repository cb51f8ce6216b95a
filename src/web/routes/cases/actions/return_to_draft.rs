//! The form that sends a draft back.

pub(super) use crate::casework::cases::actions::ReturnToDraft;

use super::fields::{area, text};
use super::{ActionForm, Offer};
use crate::casework::Invalid;
use crate::web::forms::Typed;
use crate::web::pages::form::Field;

impl ActionForm for ReturnToDraft {
    fn fields(typed: &Typed, _: &Offer<'_>) -> Vec<Field> {
        vec![area(typed, "reason", "What has to change?", 4)]
    }

    fn read(typed: &Typed) -> Result<Self, Vec<Invalid>> {
        Ok(Self {
            reason: text(typed, "reason"),
        })
    }
}
