//! Handing the request to the authority that holds the information, and telling the requester.

use super::texts::{named, needed};
use super::{Instructs, Kept, Preparing, Told};
use crate::casework::{CaseworkFault, Invalid, Outgoing};
use crate::domain::case::{Action, actions};
use crate::domain::regime::Regime;
use crate::mail::letters;
use std::borrow::Cow;

/// Hands the request to the authority that holds the information.
#[derive(Debug, Clone, PartialEq)]
pub struct Transfer {
    /// That authority.
    pub to: String,
    /// Whether we sent the request on to it.
    pub passed_on: bool,
}

impl Instructs for Transfer {
    fn missing(&self, _: &Regime) -> Vec<Invalid> {
        let message = "Name the authority that holds the information";
        needed(&[("to", &self.to, message)])
    }

    fn texts(&self) -> Vec<(Cow<'static, str>, &str)> {
        named(&[("to", &self.to)])
    }

    fn prepare(&self, preparing: &Preparing<'_>) -> (Action, Kept) {
        let action = actions::Transfer {
            digest: preparing.commit(&self.to),
            passed_on: self.passed_on,
        };
        (action.into(), Some(("transfer", self.to.clone())))
    }

    async fn letter(&self, told: &Told<'_>) -> Result<Option<Outgoing>, CaseworkFault> {
        let letter = letters::Transfer {
            frame: told.frame(),
            law: told.law(),
            section: told.regime.transfer.section.in_full(),
            to: self.to.trim().to_owned(),
            passed_on: self.passed_on,
            on: told.on,
            part: None,
        };
        told.casework
            .outbox()
            .outgoing(told.requester, &letter)
            .map(Some)
    }
}
