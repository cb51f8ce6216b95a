//! The form that begins the draft: a button.

pub(super) use crate::casework::cases::actions::StartDraft;

use super::ActionForm;
use crate::casework::Invalid;
use crate::web::forms::Typed;

impl ActionForm for StartDraft {
    fn read(_: &Typed) -> Result<Self, Vec<Invalid>> {
        Ok(Self)
    }
}
