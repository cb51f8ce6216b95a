//! The form that records that the fee was paid.

pub(super) use crate::casework::cases::actions::RecordPayment;

use super::fields::on;
use super::{ActionForm, Offer};
use crate::casework::Invalid;
use crate::web::forms::Typed;
use crate::web::pages::form::Field;

impl ActionForm for RecordPayment {
    fn fields(typed: &Typed, _: &Offer<'_>) -> Vec<Field> {
        vec![on(typed, "Day the fee was paid")]
    }

    fn read(_: &Typed) -> Result<Self, Vec<Invalid>> {
        Ok(Self)
    }
}
