//! The form that lets a request lapse: a button, and the letter.

pub(super) use crate::casework::cases::actions::Lapse;

use super::ActionForm;
use crate::casework::Invalid;
use crate::web::forms::Typed;

impl ActionForm for Lapse {
    fn read(_: &Typed) -> Result<Self, Vec<Invalid>> {
        Ok(Self)
    }
}
