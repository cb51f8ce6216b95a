//! The form that begins the search for records: a button.

pub(super) use crate::casework::cases::actions::StartSearch;

use super::ActionForm;
use crate::casework::Invalid;
use crate::web::forms::Typed;

impl ActionForm for StartSearch {
    fn read(_: &Typed) -> Result<Self, Vec<Invalid>> {
        Ok(Self)
    }
}
