//! The demonstration shows each feature with content, made by the use cases themselves.

use crate::support::{App, signed_in};
use daylight::demo::Demo;
use daylight::domain::case::events;
use daylight::domain::case::{Correction, Event, Outcome};
use daylight::domain::correspondence::LetterState;
use daylight::domain::letter_kind::LetterKind;
use daylight::store::MessageList;
use std::collections::BTreeSet;
use std::path::Path;

/// What the demonstration does not show, and why.
const NOT_SHOWN: [(&str, &str); 14] = [
    ("date_moved", "no law changes in a made-up year"),
    ("due_date_moved", "no law changes in a made-up year"),
    (
        "letter_readdressed",
        "the letter that came back waits to be sent again",
    ),
    (
        "reminders",
        "they are about no case, and come by themselves",
    ),
    ("month", "it is about no case, and comes by itself"),
    ("invitation", "it is about no case; the people are there"),
    (
        "password_reset",
        "it is about no case; the passwords are told",
    ),
    (
        "refused_as_unreasonable",
        "shown like one refused for its cost",
    ),
    ("refused_otherwise", "shown like one refused for its cost"),
    (
        "variant_chosen",
        "the made-up authority has the usual limit",
    ),
    ("closed_in_earlier_log", "no earlier log is taken over"),
    ("document_removed", "what was taken off is not shown"),
    (
        "question_transferred",
        "shown like a transfer of the whole request",
    ),
    ("letter_posted", "the letter to post waits to be printed"),
];

/// The kinds of events, from the room of each.
fn event_kinds() -> Vec<String> {
    let case = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/domain/case");
    let mut words = Vec::new();
    for rooms in ["actions", "events"] {
        for room in std::fs::read_dir(case.join(rooms)).unwrap() {
            let text = std::fs::read_to_string(room.unwrap().path()).unwrap();
            let named = text.lines().filter_map(|line| {
                let word = line.trim().strip_prefix("const KIND: &'static str = \"")?;
                word.strip_suffix("\";")
            });
            words.extend(named.map(str::to_owned));
        }
    }
    assert!(words.len() > 30, "{words:?}");
    words
}

on_both_databases! {
    async fn the_demonstration_shows_answers_reviews_documents_and_mail(app: App) {
        let now = app.now();
        Demo::of(&app.casework).generate(40, 1, now, &|_| ()).await.unwrap();
        let before = app.references().await;
        Demo::of(&app.casework).tell_stories(now).await.unwrap();
        let mut told = app.references().await;
        told.retain(|reference| !before.contains(reference));
        assert_eq!(told.len(), 24, "{told:?}");
        let mut pages = Vec::new();
        for reference in &told {
            pages.push(app.case(reference).await);
        }
        let has = |kind: LetterKind| pages.iter().any(|p| p.letters.iter().any(|l| l.kind == kind));
        for kind in [
            LetterKind::Acknowledgement, LetterKind::Release, LetterKind::Refusal, LetterKind::Clarification,
            LetterKind::ReviewAcknowledgement, LetterKind::ReviewOutcome, LetterKind::Extension, LetterKind::FeesNotice,
            LetterKind::Correction, LetterKind::Reply,
        ] {
            assert!(has(kind), "no {kind}");
        }
        assert!(pages.iter().any(|p| p.documents.iter().any(|d| d.sent_at.is_some())), "a document that went out");
        assert!(pages.iter().any(|p| p.letters.iter().any(|l| l.body_text.contains("41, 43 and 44 dogs"))), "an answer in words");
        assert!(pages.iter().any(|p| p.stored.case.review_open), "a review that is open");
        assert!(pages.iter().any(|p| p.letters.iter().any(|l| l.state == LetterState::ToPost)), "a letter to post");
        // Every kind there is, every outcome and every event, but for those that have a reason.
        let mut missing: Vec<String> = Vec::new();
        for kind in LetterKind::ALL {
            let excused = NOT_SHOWN.iter().any(|(not, _)| *not == kind.as_str());
            if has(kind) == excused {
                missing.push(format!("letter {kind}: shown {}, excused {excused}", has(kind)));
            }
        }
        let all: Vec<String> = app.references().await;
        let (mut outcomes, mut events) = (BTreeSet::new(), BTreeSet::new());
        for reference in &all {
            let case = app.case(reference).await.stored;
            outcomes.extend(case.case.outcome.map(|outcome| outcome.as_str()));
            events.extend(case.events.iter().map(|recorded| recorded.event.kind()));
        }
        for outcome in Outcome::ALL {
            let (shown, word) = (outcomes.contains(outcome.as_str()), outcome.as_str());
            if !shown && !NOT_SHOWN.iter().any(|(not, _)| *not == word) {
                missing.push(format!("outcome {word}"));
            }
        }
        for event in event_kinds() {
            if !events.contains(event.as_str()) && !NOT_SHOWN.iter().any(|(not, _)| *not == event.as_str()) {
                missing.push(format!("event {event}"));
            }
        }
        assert!(missing.is_empty(), "the demonstration does not show: {missing:#?}");
        // The publication is told to the one who wished it, by the letter that led to its page.
        let told_of: Vec<_> = pages.iter().flat_map(|p| &p.letters).filter(|l| l.kind == LetterKind::Publication).collect();
        assert_eq!(told_of.len(), 1);
        assert!(told_of[0].body_text.contains("Water used by each police station"), "{}", told_of[0].body_text);
        let address = told_of[0].body_text.lines().find_map(|line| line.split_once("/publications/")).unwrap().1;
        let page = app.get(&format!("/publications/{}", address.trim())).await;
        assert!(page.says("https://police.example/water"), "{}", page.html);
        let corrected = |of: &dyn Fn(&Correction) -> bool| pages.iter().flat_map(|p| &p.stored.events).any(|r| match &r.event {
            Event::Corrected(events::Corrected { what, .. }) => of(what),
            _ => false,
        });
        for (shown, what) in [
            (corrected(&|c| matches!(c, Correction::Subject { .. })), "the subject"),
            (corrected(&|c| matches!(c, Correction::Received { .. })), "the day of receipt"),
            (corrected(&|c| matches!(c, Correction::Law { .. })), "the law"),
            (corrected(&|c| matches!(c, Correction::Undone { .. })), "something undone"),
        ] {
            assert!(shown, "no correction of {what}");
        }
        let reopened = pages.iter().find(|p| p.body.contains("special constables")).unwrap();
        assert!(reopened.stored.case.stage().is_open(), "a case opened again");
        let unclear = pages.iter().find(|p| p.body.contains("old station")).unwrap();
        assert!(unclear.stored.case.awaiting_clarification, "the clarification was taken back");
        assert!(pages.iter().any(|p| p.messages.iter().any(|m| m.subject.starts_with("Re: "))), "a reply by email");
        assert!(app.store().messages().list(MessageList::Waiting).await.unwrap().len() >= 2, "mail to place");
        // Told once, however often the demonstration is started.
        Demo::of(&app.casework).tell_stories(now).await.unwrap();
        assert_eq!(app.references().await.len(), before.len() + 24);
        assert_eq!(app.casework.verify().await.unwrap().err(), None);
        signed_in(&app, "morgan.hale@police.example", "open by default").await;
        assert!(app.get("/desk/mail").await.says("You have won a drone"));
    }
}
