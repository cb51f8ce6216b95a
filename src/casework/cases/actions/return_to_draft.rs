//! Sending the draft back to be changed.

use super::texts::{named, needed};
use super::{Instructs, Kept, Preparing};
use crate::casework::Invalid;
use crate::domain::case::{Action, actions};
use crate::domain::regime::Regime;
use std::borrow::Cow;

/// Sends the draft back to be changed.
#[derive(Debug, Clone, PartialEq)]
pub struct ReturnToDraft {
    /// What has to change.
    pub reason: String,
}

impl Instructs for ReturnToDraft {
    fn missing(&self, _: &Regime) -> Vec<Invalid> {
        needed(&[("reason", &self.reason, "Write what has to change")])
    }

    fn texts(&self) -> Vec<(Cow<'static, str>, &str)> {
        named(&[("reason", &self.reason)])
    }

    fn prepare(&self, preparing: &Preparing<'_>) -> (Action, Kept) {
        let digest = preparing.commit(&self.reason);
        let kept = Some(("return", self.reason.clone()));
        (actions::ReturnToDraft { digest }.into(), kept)
    }
}
