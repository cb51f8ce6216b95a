//! The form of a note.

pub(super) use crate::casework::cases::actions::AddNote;

use super::fields::{area, text};
use super::{ActionForm, Offer};
use crate::casework::Invalid;
use crate::web::forms::Typed;
use crate::web::pages::form::Field;

impl ActionForm for AddNote {
    fn fields(typed: &Typed, _: &Offer<'_>) -> Vec<Field> {
        vec![area(typed, "text", "Note", 5).hint("Only the desk reads it.")]
    }

    fn read(typed: &Typed) -> Result<Self, Vec<Invalid>> {
        Ok(Self {
            text: text(typed, "text"),
        })
    }
}
