//! The form that records that the requester withdrew.

pub(super) use crate::casework::cases::actions::Withdraw;

use super::fields::on;
use super::{ActionForm, Offer};
use crate::casework::Invalid;
use crate::web::forms::Typed;
use crate::web::pages::form::Field;

impl ActionForm for Withdraw {
    fn fields(typed: &Typed, _: &Offer<'_>) -> Vec<Field> {
        vec![on(typed, "Day the requester withdrew")]
    }

    fn read(_: &Typed) -> Result<Self, Vec<Invalid>> {
        Ok(Self)
    }
}
