//! Sending the draft to clearance, with the advice that goes with the answer.

use super::texts::named;
use super::{Besides, Instructs, Kept, Preparing};
use crate::casework::CaseworkFault;
use crate::domain::case::events;
use crate::domain::case::events::kinds::ADVICE;
use crate::domain::case::{Action, Event, actions};
use std::borrow::Cow;

/// Sends the draft to clearance.
#[derive(Debug, Clone, PartialEq)]
pub struct SendForClearance {
    /// Help the authority can give, what else is worth saying; it goes with the answer.
    pub help: String,
    /// Minutes spent in all, where known.
    pub minutes: Option<u32>,
    /// Whether what was asked for is public already.
    pub already_public: bool,
}

impl Instructs for SendForClearance {
    fn texts(&self) -> Vec<(Cow<'static, str>, &str)> {
        named(&[("help", &self.help)])
    }

    fn prepare(&self, preparing: &Preparing<'_>) -> (Action, Kept) {
        let help = Some(&self.help).filter(|help| !help.trim().is_empty());
        let action = actions::SendForClearance {
            digest: help.map(|help| preparing.commit(help)),
            already_public: self.already_public,
        };
        (action.into(), help.map(|help| (ADVICE, help.clone())))
    }

    async fn besides(&self, besides: Besides<'_>) -> Result<(), CaseworkFault> {
        if let Some(minutes) = self.minutes {
            let event = Event::EffortRecorded(events::EffortRecorded { minutes });
            let (actor, now) = (besides.actor, besides.now);
            let clock = besides.casework.clock();
            let unit = besides.unit;
            unit.cases()
                .append(
                    besides.stored,
                    vec![event],
                    &clock,
                    actor,
                    now.today,
                    now.at,
                )
                .await?;
        }
        Ok(())
    }
}
