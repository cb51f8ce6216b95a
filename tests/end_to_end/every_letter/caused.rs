//! What an officer does that causes a letter, and the one that tells another day for the answer.

use super::as_left::long;
use super::{RECEIVED, Run, Sent, TODAY};
use crate::support::day;
use daylight::casework::Instruction;
use daylight::domain::clock::ClockEventKind as Happened;
use daylight::domain::letter_kind::LetterKind;

impl Run<'_> {
    pub(super) async fn new_date(&self) -> Option<Sent> {
        let (app, law, kind) = (self.app, &self.law, LetterKind::NewDate);
        let reference = Box::pin(self.logged(kind, false)).await;
        Box::pin(self.act(&reference, clarify())).await;
        let came = "2026-06-09";
        app.set_clock(&format!("{came}T09:00:00Z"));
        let text = "The blue ones.".into();
        Box::pin(self.act(&reference, Instruction::RecordClarification { text })).await;
        let happened = [
            (Happened::ClarificationSought, TODAY),
            (Happened::ClarificationReceived, came),
        ];
        let then = self.dates(RECEIVED, &happened).due.unwrap();
        let wanted = vec![
            format!(
                "Your answer to our question reached us on {}.",
                long(day(came))
            ),
            format!("under the {}", law.title),
            format!("Our answer is now due by {}.", long(then)),
            format!("({})", law.clarification.section.in_full()),
        ];
        Box::pin(self.on_case(kind, reference, wanted)).await
    }
}

pub(super) fn clarify() -> Instruction {
    Instruction::SeekClarification {
        needs: "Which boats?".into(),
        why: "There are many.".into(),
    }
}

pub(super) fn fee() -> Instruction {
    Instruction::IssueFeesNotice {
        charges: "450 pages copied at 10p: 45.00\nPostage: 3.20".into(),
        how_to_pay: "By card on our website.".into(),
    }
}

pub(super) fn ask_for_review() -> Instruction {
    Instruction::RequestReview {
        points: "The number harms nobody.".into(),
        accepted: String::new(),
    }
}
