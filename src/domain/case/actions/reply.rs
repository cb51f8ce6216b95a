//! Filing what the requester wrote.

use super::CaseAction;
use crate::domain::case::refusal::Reason;
use crate::domain::case::{Case, Channel, Circumstances, Event, Stage};
use crate::domain::clock::ClockEventKind;
use crate::domain::regime::Regime;
use crate::domain::rights::Right;
use chrono::NaiveDate;

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
        Ok(vec![Event::ReplyReceived {
            digest: self.digest.clone(),
            channel: Some(self.channel),
            replies: !self.before_question && asked_by(case, circumstances.on),
        }])
    }

    fn records(event: &Event) -> bool {
        matches!(event, Event::ReplyReceived { .. })
    }
}

/// Whether a question of ours was open on that day, which nobody has answered yet.
fn asked_by(case: &Case, on: NaiveDate) -> bool {
    let mut asked = case.clock_events.iter().rev();
    let asked = asked.find(|event| event.kind == ClockEventKind::ClarificationSought);
    case.awaiting_clarification && asked.is_some_and(|asked| asked.on <= on)
}
