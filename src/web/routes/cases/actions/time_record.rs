//! The form that records the time spent.

pub(super) use crate::casework::cases::actions::RecordEffort;

use super::fields::{hours, minutes, one};
use super::{ActionForm, Offer};
use crate::casework::Invalid;
use crate::web::forms::Typed;
use crate::web::pages::form::Field;

impl ActionForm for RecordEffort {
    fn fields(typed: &Typed, _: &Offer<'_>) -> Vec<Field> {
        vec![hours(typed).hint("In all so far, for example 2.5 or 2:30.")]
    }

    fn read(typed: &Typed) -> Result<Self, Vec<Invalid>> {
        let missing = "Enter the hours spent in all, for example 2.5";
        let minutes = minutes(typed)?.ok_or_else(|| one("hours", missing))?;
        Ok(Self { minutes })
    }
}
