//! The demonstration shows each feature with content, made by the use cases themselves.

use crate::support::{App, signed_in};
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
        assert_eq!(told.len(), 4, "{told:?}");
        let mut pages = Vec::new();
        for reference in &told {
            pages.push(app.case(reference).await);
        }
        let has = |kind: LetterKind| pages.iter().any(|p| p.letters.iter().any(|l| l.kind == kind));
        for kind in [
            LetterKind::Acknowledgement, LetterKind::Release, LetterKind::Refusal, LetterKind::Clarification,
            LetterKind::ReviewAcknowledgement, LetterKind::ReviewOutcome,
        ] {
            assert!(has(kind), "no {kind}");
        }
        assert!(pages.iter().any(|p| p.documents.iter().any(|d| d.sent_at.is_some())), "a document that went out");
        assert!(pages.iter().any(|p| p.letters.iter().any(|l| l.body_text.contains("41, 43 and 44 dogs"))), "an answer in words");
        assert!(pages.iter().any(|p| p.stored.case.review_open), "a review that is open");
        assert!(pages.iter().any(|p| p.messages.iter().any(|m| m.subject.starts_with("Re: "))), "a reply by email");
        assert!(app.casework.store.messages(MessageList::Waiting).await.unwrap().len() >= 2, "mail to place");
        // Told once, however often the demonstration is started.
        app.casework.tell_stories(now).await.unwrap();
        assert_eq!(app.references().await.len(), before.len() + 4);
        assert_eq!(app.casework.verify().await.unwrap().err(), None);
        signed_in(&app, "morgan.hale@police.example", "open by default").await;
        assert!(app.get("/desk/mail").await.says("You have won a drone"));
    }
}
