//! Asking the requester for the detail needed.

use super::texts::{named, needed};
use super::{Instructs, Kept, Preparing, Told};
use crate::casework::mail::letters::paragraphs;
use crate::casework::{CaseworkFault, Invalid, Outgoing};
use crate::domain::case::{Action, actions, waited_for_until};
use crate::domain::regime::Regime;
use crate::mail::letters::Clarification;
use std::borrow::Cow;

/// Asks the requester for the detail needed.
#[derive(Debug, Clone, PartialEq)]
pub struct SeekClarification {
    /// What has to be known, one question a line.
    pub needs: String,
    /// Why the request cannot be met as it stands.
    pub why: String,
}

impl Instructs for SeekClarification {
    fn missing(&self, _: &Regime) -> Vec<Invalid> {
        let why = "Write why the request cannot be met as it stands";
        needed(&[
            ("needs", &self.needs, "Write what you need to know"),
            ("why", &self.why, why),
        ])
    }

    fn texts(&self) -> Vec<(Cow<'static, str>, &str)> {
        named(&[("needs", &self.needs), ("why", &self.why)])
    }

    fn prepare(&self, preparing: &Preparing<'_>) -> (Action, Kept) {
        let text = format!("{}\n\n{}", self.needs, self.why);
        let digest = preparing.commit(&text);
        let action = actions::SeekClarification { digest };
        (action.into(), Some(("clarification", text)))
    }

    async fn letter(&self, told: &Told<'_>) -> Result<Option<Outgoing>, CaseworkFault> {
        let asked = &told.regime.clarification;
        let letter = Clarification {
            frame: told.frame(),
            law: told.law(),
            section: asked.section.in_full(),
            needs: paragraphs(&self.needs),
            why: self.why.trim().to_owned(),
            help: Vec::new(),
            clock: told.clock_effect(asked.effect),
            answer_by: waited_for_until(told.case(), told.regime, told.calendar)?,
            disputed: told.deadlines.disputed_while_asked(),
        };
        told.casework
            .outbox()
            .outgoing(told.requester, &letter)
            .map(Some)
    }
}
