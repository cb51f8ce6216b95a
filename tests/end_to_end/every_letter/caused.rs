//! What an officer does that causes a letter, and the one that tells another day for the answer.

use super::as_left::{long, words};
use super::{RECEIVED, Run, Sent, TODAY};
use crate::support::day;
use daylight::casework::Instruction;
use daylight::casework::cases::actions;
use daylight::config::Law;
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
        Box::pin(self.act(
            &reference,
            Instruction::RecordClarification(actions::RecordClarification { text }),
        ))
        .await;
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
    /// A holiday is taken over that lies before the last day.
    pub(super) async fn date_moved(&self) -> Option<Sent> {
        let (app, law, kind) = (self.app, &self.law, LetterKind::DateMoved);
        app.casework.laws().follow_the_law(app.now()).await.unwrap();
        let reference = Box::pin(self.logged(kind, true)).await;
        let before = self.dates(RECEIVED, &[]).due.unwrap();
        let folder = tempfile::tempdir().unwrap();
        closed_on(folder.path(), "2026-06-10");
        let other = Law::load(Some(folder.path())).unwrap();
        app.casework.laws().take_law(other);
        assert!(
            Box::pin(app.casework.laws().follow_the_law(app.now()))
                .await
                .unwrap()
                > 0
        );
        let after = self.dates(RECEIVED, &[]).due.unwrap();
        assert_ne!(before, after);
        let wanted = vec![
            format!(
                "the time under the {} is counted by has changed:",
                law.title
            ),
            "10 June 2026 is now a holiday: Day of the boats".into(),
            format!("our answer to your request was due by {}.", long(before)),
            format!("Our answer to your request is now due by {}.", long(after)),
            format!("({})", law.limit.section.in_full()),
        ];
        let sent = Box::pin(self.on_case(kind, reference.clone(), wanted)).await;
        let case = app.case(&reference).await;
        let told = case.letters.iter().filter(|letter| letter.kind == kind);
        assert_eq!(told.count(), 1, "once for one change");
        app.casework.laws().take_law(Law::load(None).unwrap());
        Box::pin(app.casework.laws().follow_the_law(app.now()))
            .await
            .unwrap();
        sent
    }

    /// Two transfers: one sent on, and one of which the requester has to ask themselves.
    pub(super) async fn transferred(&self) -> Option<Sent> {
        let (law, kind) = (&self.law, LetterKind::Transfer);
        let under = format!(
            "Your request is for The county council to answer. We tell you this under {} of the {}.",
            law.transfer.section.in_full(),
            law.title
        );
        let passed = format!("We sent your request to it on {}.", long(day(TODAY)));
        let transfer = |passed_on| {
            Instruction::Transfer(actions::Transfer {
                to: "The county council".into(),
                passed_on,
            })
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
            Box::pin(self.act(&reference, Instruction::Lapse(actions::Lapse))).await;
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

/// A configuration folder in which a working day is a holiday of every calendar.
fn closed_on(folder: &std::path::Path, day: &str) {
    let calendars = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("config/calendars");
    std::fs::create_dir_all(folder.join("calendars")).unwrap();
    let mut overrides = String::new();
    for entry in std::fs::read_dir(calendars).unwrap() {
        let path = entry.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        let calendar = path.file_stem().unwrap().to_string_lossy().into_owned();
        // One that is made of others has no days of its own.
        if text.contains("[[holiday") || text.contains("[holidays") || text.contains("[20") {
            overrides.push_str(&format!(
                "[[override]]\ncalendar = \"{calendar}\"\non = \"{day}\"\nholiday = \"Day of the boats\"\nreviewed_by = \"A. Lawyer\"\nreviewed_on = \"2026-06-01\"\nwhy = \"made up\"\n\n"
            ));
        }
    }
    std::fs::write(folder.join("calendars/overrides.toml"), overrides).unwrap();
}

pub(super) fn clarify() -> Instruction {
    Instruction::SeekClarification(actions::SeekClarification {
        needs: "Which boats?".into(),
        why: "There are many.".into(),
    })
}

pub(super) fn fee() -> Instruction {
    Instruction::IssueFeesNotice(actions::IssueFeesNotice {
        charges: "450 pages copied at 10p: 45.00\nPostage: 3.20".into(),
        how_to_pay: "By card on our website.".into(),
    })
}

pub(super) fn ask_for_review() -> Instruction {
    Instruction::RequestReview(actions::RequestReview {
        points: "The number harms nobody.".into(),
        accepted: String::new(),
    })
}
