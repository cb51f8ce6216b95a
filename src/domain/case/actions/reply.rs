//! Filing what the requester wrote.

use super::CaseAction;
use crate::domain::case::events::{Behind, Happening, Telling, Told};
use crate::domain::case::refusal::Reason;
use crate::domain::case::waiting::Then;
use crate::domain::case::{Case, Channel, Circumstances, Event, Inbox, Stage, WaitingKind};
use crate::domain::clock::ClockEventKind;
use crate::domain::regime::Regime;
use crate::domain::rights::Right;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// File what the requester wrote.
#[derive(Debug, Clone, PartialEq)]
pub struct ReceiveReply {
    /// Commitment to its text.
    pub digest: String,
    /// How it came.
    pub channel: Channel,
    /// Whether it was written before the question of ours that is open.
    pub before_question: bool,
}

impl CaseAction for ReceiveReply {
    const NOUN: &'static str = "replies";
    const TITLE: &'static str = "File a message from the requester";
    const DONE: &'static str = "The message is with the case.";
    const RIGHT: Right = Right::FileMessages;
    const STAGES: &'static [Stage] = &Stage::ALL;

    fn explanation(_: &Regime) -> String {
        "What the requester wrote is filed with the case and waits there until somebody deals with it. The clock runs on.".to_owned()
    }

    fn events(&self, case: &Case, circumstances: &Circumstances<'_>) -> Result<Vec<Event>, Reason> {
        Ok(vec![
            ReplyReceived {
                digest: self.digest.clone(),
                channel: Some(self.channel),
                replies: !self.before_question && asked_by(case, circumstances.on),
            }
            .into(),
        ])
    }

    fn records(event: &Event) -> bool {
        matches!(event, Event::ReplyReceived(_))
    }
}

/// The requester wrote.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReplyReceived {
    /// Commitment to its text.
    pub digest: String,
    /// How it came; none in a record from before that was told.
    #[serde(default)]
    pub channel: Option<Channel>,
    /// Whether it came after a question of ours that was open.
    #[serde(default)]
    pub replies: bool,
}

impl Happening for ReplyReceived {
    const KIND: &'static str = "reply_received";

    fn what(&self) -> String {
        "A message from the requester was filed".to_owned()
    }

    fn detail(&self, _: &Telling<'_>) -> Vec<String> {
        let came = self
            .channel
            .map(|channel| format!("It came {}.", channel.by_way_of()));
        came.into_iter().collect()
    }

    fn told(&self) -> Option<Told> {
        Some(Told::by_requester("Wrote to us"))
    }

    fn behind(&self) -> Behind<'_> {
        Behind::Writing(&["message", "email"], &self.digest)
    }

    fn stands_because(&self) -> Option<&'static str> {
        None
    }

    fn reaches(&self, inbox: &mut Inbox, then: &Then) {
        match self.channel {
            Some(channel) if self.replies => {
                inbox.raise(WaitingKind::Reply, Some(channel), then);
            }
            Some(channel) => inbox.raise(WaitingKind::Message, Some(channel), then),
            // A record from before such acts waited: only what may answer an open question does.
            None if then.asked => inbox.raise(WaitingKind::Reply, None, then),
            None => {}
        }
    }
}

/// Whether a question of ours was open on that day, which nobody has answered yet.
fn asked_by(case: &Case, on: NaiveDate) -> bool {
    let mut asked = case.clock_events.iter().rev();
    let asked = asked.find(|event| event.kind == ClockEventKind::ClarificationSought);
    case.awaiting_clarification && asked.is_some_and(|asked| asked.on <= on)
}
