//! Writing a note.

use super::texts::{named, needed};
use super::{Instructs, Kept, Preparing};
use crate::casework::Invalid;
use crate::domain::case::{Action, actions};
use crate::domain::regime::Regime;
use std::borrow::Cow;

/// Writes a note.
#[derive(Debug, Clone, PartialEq)]
pub struct AddNote {
    /// Its text.
    pub text: String,
}

impl Instructs for AddNote {
    fn missing(&self, _: &Regime) -> Vec<Invalid> {
        needed(&[("text", &self.text, "Write the note")])
    }

    fn texts(&self) -> Vec<(Cow<'static, str>, &str)> {
        named(&[("text", &self.text)])
    }

    fn prepare(&self, preparing: &Preparing<'_>) -> (Action, Kept) {
        let digest = preparing.commit(&self.text);
        let kept = Some(("note", self.text.clone()));
        (actions::AddNote { digest }.into(), kept)
    }
}
