//! What an officer does that causes a letter, and the one that tells another day for the answer.

use super::as_left::{long, words};
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

impl Run<'_> {
    /// Two transfers: one sent on, and one of which the requester has to ask themselves.
    pub(super) async fn transferred(&self) -> Option<Sent> {
        let (law, kind) = (&self.law, LetterKind::Transfer);
        let under = format!(
            "Your request is for The county council to answer. We tell you this under {} of the {}.",
            law.transfer.section.in_full(),
            law.title
        );
        let passed = format!("We sent your request to it on {}.", long(day(TODAY)));
        let transfer = |passed_on| Instruction::Transfer {
            to: "The county council".into(),
            passed_on,
        };
        let reference = Box::pin(self.logged(kind, false)).await;
        Box::pin(self.act(&reference, transfer(true))).await;
        let wanted = vec![under.clone(), passed.clone()];
        let on = Box::pin(self.on_case(kind, reference, wanted)).await?;
        let said = words(&on.letter.text);
        assert!(said.contains(&under) && said.contains(&passed), "{said}");
        assert!(!said.contains("ask it yourself"), "{said}");
        let reference = Box::pin(self.logged(kind, true)).await;
        Box::pin(self.act(&reference, transfer(false))).await;
        let wanted = vec![
            under,
            "We have not sent your request to it. You can ask it yourself".into(),
        ];
        let sent = Box::pin(self.on_case(kind, reference, wanted)).await?;
        assert!(!words(&sent.letter.text).contains("We sent"));
        Some(sent)
    }

    /// Two that lapsed: one for want of more detail, and, where the law has the clock wait for it,
    /// one for want of a fee.
    pub(super) async fn lapsed(&self) -> Option<Sent> {
        let kind = LetterKind::Lapse;
        let cases = [
            (
                clarify(),
                Happened::ClarificationSought,
                true,
                "to tell us more",
            ),
            (fee(), Happened::FeesNoticeIssued, false, "for a fee"),
        ];
        let mut last_sent = None;
        for (ask, happened, acknowledge, what) in cases {
            let (app, law) = (self.app, &self.law);
            app.set_clock(&format!("{TODAY}T09:00:00Z"));
            let reference = Box::pin(self.logged(kind, acknowledge)).await;
            Box::pin(self.act(&reference, ask)).await;
            let stop = match happened {
                Happened::FeesNoticeIssued => &law.fees,
                _ => &law.clarification,
            };
            let dates = self.dates(RECEIVED, &[(happened, TODAY)]);
            // Two months, where the law sets no time.
            let last = dates
                .lapses_on
                .map_or(day("2026-08-02"), |on| on.pred_opt().unwrap());
            let section = match &stop.answer_within {
                Some(limit) => limit.section.in_full(),
                None => stop.section.in_full(),
            };
            app.set_clock(&format!("{}T09:00:00Z", last.succ_opt().unwrap()));
            Box::pin(self.act(&reference, Instruction::Lapse)).await;
            let wanted = vec![
                format!("On {} we asked you {what}.", long(day(TODAY))),
                format!("has not reached us by {}", long(last)),
                format!("closed your request, under {section} of the {}.", law.title),
            ];
            let sent = Box::pin(self.on_case(kind, reference, wanted.clone())).await?;
            let said = words(&sent.letter.text);
            for text in &wanted {
                assert!(said.contains(text.as_str()), "no {text:?} in {said}");
            }
            last_sent = Some(sent);
        }
        last_sent
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
