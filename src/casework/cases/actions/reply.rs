//! Filing what the requester wrote.

use super::texts::{named, needed};
use super::{Besides, Instructs, Kept, Preparing, Told};
use crate::casework::cases::tell::{caused_by, recorded_at_once};
use crate::casework::{CaseworkFault, Invalid, Outgoing};
use crate::domain::case::{Action, Case, Channel, MOST_TO_READ, WaitingKind, actions};
use crate::domain::regime::Regime;
use crate::domain::role::Role;
use std::borrow::Cow;

/// Files what the requester wrote.
#[derive(Debug, Clone, PartialEq)]
pub struct ReceiveReply {
    /// What they wrote.
    pub text: String,
    /// How it came.
    pub channel: Channel,
}

impl Instructs for ReceiveReply {
    fn missing(&self, _: &Regime) -> Vec<Invalid> {
        let message = match self.channel {
            Channel::WebForm => "Write your message",
            Channel::Email
            | Channel::Post
            | Channel::SocialMedia
            | Channel::InPerson
            | Channel::Telephone
            | Channel::EarlierLog => "Write what the requester wrote or said",
        };
        needed(&[("text", &self.text, message)])
    }

    fn texts(&self) -> Vec<(Cow<'static, str>, &str)> {
        named(&[("text", &self.text)])
    }

    fn crowded(&self, case: &Case) -> Option<Invalid> {
        let full = case.waiting.is_full_of(WaitingKind::Message);
        full.then(|| {
            let message = format!(
                "{MOST_TO_READ} of your messages wait to be read. Write again when we have read them, or write to us by email or post"
            );
            Invalid::new("reply", message)
        })
    }

    fn prepare(&self, preparing: &Preparing<'_>) -> (Action, Kept) {
        let action = actions::ReceiveReply {
            digest: preparing.commit(&self.text),
            channel: self.channel,
            before_question: false,
        };
        (action.into(), Some(("message", self.text.clone())))
    }

    /// Their page, or somebody at the desk who took it down for them, may answer what we asked.
    async fn besides(&self, besides: Besides<'_>) -> Result<(), CaseworkFault> {
        let Besides {
            casework,
            unit,
            stored,
            on,
            now,
            ..
        } = besides;
        casework
            .cases()
            .follow_reply(unit, stored, on, true, now)
            .await
    }

    async fn letter(&self, told: &Told<'_>) -> Result<Option<Outgoing>, CaseworkFault> {
        if caused_by(told.stored).role == Role::Requester {
            told.arrived(&self.text)
        } else if recorded_at_once(told.stored) {
            told.new_date()
        } else {
            Ok(None)
        }
    }
}
