//! Letters with a link by which somebody at the desk chooses a password: who is invited, and who
//! forgot theirs. The link works once and for a while; nobody else is told a password.

use super::ColleagueContext;
use super::colleagues::{Colleague, colleague};
use crate::domain::letter_kind::LetterKind;
use serde::Serialize;

/// To somebody a manager invited.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Invitation {
    /// Whom it is to.
    pub colleague: Colleague,
    /// The manager who invites them.
    pub by: String,
    /// The role they are invited to, with its article: `an officer`.
    pub role: String,
    /// The link.
    pub address: String,
    /// How long it works: `7 days`.
    pub lasts: String,
}

/// To somebody who forgot their password, or says so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PasswordReset {
    /// Whom it is to.
    pub colleague: Colleague,
    /// The link.
    pub address: String,
    /// How long it works: `1 hour`.
    pub lasts: String,
}

impl ColleagueContext for Invitation {
    const KIND: LetterKind = LetterKind::Invitation;

    fn colleague(&self) -> &Colleague {
        &self.colleague
    }

    fn samples() -> Vec<Self> {
        vec![Self {
            colleague: colleague(),
            by: "M\u{e1}ire O'Hara".into(),
            role: "an officer".into(),
            address: "https://foi.police.example/password/3f8a6c".into(),
            lasts: "7 days".into(),
        }]
    }
}

impl ColleagueContext for PasswordReset {
    const KIND: LetterKind = LetterKind::PasswordReset;

    fn colleague(&self) -> &Colleague {
        &self.colleague
    }

    fn samples() -> Vec<Self> {
        vec![Self {
            colleague: colleague(),
            address: "https://foi.police.example/password/3f8a6c".into(),
            lasts: "1 hour".into(),
        }]
    }
}
