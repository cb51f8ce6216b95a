//! Recording that the detail arrived.

use super::texts::{named, needed};
use super::{Instructs, Kept, Preparing, Told};
use crate::casework::{CaseworkFault, Invalid, Outgoing};
use crate::domain::case::{Action, actions};
use crate::domain::regime::Regime;
use std::borrow::Cow;

/// Records that the detail arrived.
#[derive(Debug, Clone, PartialEq)]
pub struct RecordClarification {
    /// What the requester answered.
    pub text: String,
}

impl Instructs for RecordClarification {
    fn missing(&self, _: &Regime) -> Vec<Invalid> {
        needed(&[("text", &self.text, "Write what the requester answered")])
    }

    fn texts(&self) -> Vec<(Cow<'static, str>, &str)> {
        named(&[("text", &self.text)])
    }

    fn prepare(&self, preparing: &Preparing<'_>) -> (Action, Kept) {
        let text = Some(&self.text).filter(|text| !text.trim().is_empty());
        let digest = text.map(|text| preparing.commit(text));
        let kept = text.map(|text| ("message", text.clone()));
        (actions::RecordClarification { digest }.into(), kept)
    }

    async fn letter(&self, told: &Told<'_>) -> Result<Option<Outgoing>, CaseworkFault> {
        told.new_date()
    }
}
