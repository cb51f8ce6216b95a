//! The form that notes what the requester sent: a button beside what waits.

pub(super) use crate::casework::cases::actions::DealWith;

use super::ActionForm;
use super::fields::{NOT_BEGUN, deals_with, one};
use crate::casework::Invalid;
use crate::domain::case::Case;
use crate::web::forms::Typed;
use crate::web::pages::cases::case::CaseAction;
use crate::web::pages::form::FORM;

impl ActionForm for DealWith {
    const SUBMIT: Option<&'static str> = Some("Note it");

    /// It is done beside what waits.
    fn button(_: CaseAction, _: &Case) -> Option<CaseAction> {
        None
    }

    fn read(typed: &Typed) -> Result<Self, Vec<Invalid>> {
        let seq = deals_with(typed)?.ok_or_else(|| one(FORM, NOT_BEGUN))?;
        Ok(Self { seq })
    }
}
