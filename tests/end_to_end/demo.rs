//! The demonstration shows each feature with content, made by the use cases themselves.

use crate::support::{App, signed_in};
use daylight::domain::case::{Correction, Event};
use daylight::domain::correspondence::LetterState;
use daylight::domain::letter_kind::LetterKind;
use daylight::store::MessageList;

on_both_databases! {
    async fn the_demonstration_shows_answers_reviews_documents_and_mail(app: App) {
        let now = app.now();
        app.casework.generate(20, 1, now, &|_| ()).await.unwrap();
        let before = app.references().await;
        app.casework.tell_stories(now).await.unwrap();
        let mut told = app.references().await;
        told.retain(|reference| !before.contains(reference));
        assert_eq!(told.len(), 10, "{told:?}");
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
        let corrected = |of: &dyn Fn(&Correction) -> bool| pages.iter().flat_map(|p| &p.stored.events).any(|r| match &r.event {
            Event::Corrected { what, .. } => of(what),
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
        assert!(app.casework.store.messages(MessageList::Waiting).await.unwrap().len() >= 2, "mail to place");
        // Told once, however often the demonstration is started.
        app.casework.tell_stories(now).await.unwrap();
        assert_eq!(app.references().await.len(), before.len() + 10);
        assert_eq!(app.casework.verify().await.unwrap().err(), None);
        signed_in(&app, "morgan.hale@police.example", "open by default").await;
        assert!(app.get("/desk/mail").await.says("You have won a drone"));
    }
}
