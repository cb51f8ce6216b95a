//! The form that records the detail the requester was asked for.

pub(super) use crate::casework::cases::actions::RecordClarification;

use super::fields::{area, on, text};
use super::{ActionForm, Offer};
use crate::casework::Invalid;
use crate::domain::case::Waiting;
use crate::store::CasePage as Stored;
use crate::web::forms::Typed;
use crate::web::pages::form::Field;

impl ActionForm for RecordClarification {
    const HOLDS: Option<&'static str> = Some("text");

    /// The reply that waits to be recorded.
    fn waits<'a>(stored: &'a Stored, _: &Typed) -> Option<&'a Waiting> {
        stored.stored.case.unrecorded_reply()
    }

    fn fields(typed: &Typed, _: &Offer<'_>) -> Vec<Field> {
        vec![
            on(typed, "Day it reached the authority"),
            area(typed, "text", "What the requester wrote", 8),
        ]
    }

    fn read(typed: &Typed) -> Result<Self, Vec<Invalid>> {
        Ok(Self {
            text: text(typed, "text"),
        })
    }
}
