//! The form that closes the case: a button.

pub(super) use crate::casework::cases::actions::Close;

use super::ActionForm;
use crate::casework::Invalid;
use crate::web::forms::Typed;

impl ActionForm for Close {
    fn read(_: &Typed) -> Result<Self, Vec<Invalid>> {
        Ok(Self)
    }
}
