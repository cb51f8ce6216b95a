//! What anybody outside can do to the desk and to others: little, however often they do it.

use crate::publications::{decided, issue, step, two_topics};
use crate::support::{App, Page, day, for_clearance, once, signed_in};
use daylight::casework::cases::actions;
use daylight::casework::cases::correct::Correcting;
use daylight::casework::cases::to_correct::ToCorrect;
use daylight::casework::{CaseworkFault, Instruction};
use daylight::domain::case::{Actor, Channel, Outcome};
use daylight::domain::letter_kind::LetterKind;
use daylight::domain::publication::Kind;
use daylight::domain::role::Role;
use rocket::http::Status;
use std::collections::BTreeMap;

/// Sends a form of a requester's page.
async fn sent(app: &App, token: &str, act: &str, typed: &[(&str, &str)]) -> Page {
    let form = match act {
        "replies" => app.get(&format!("/status/{token}")).await,
        act => app.get(&format!("/status/{token}/{act}/new")).await,
    };
    let (csrf, submission) = (form.value("csrf"), form.value("submission"));
    let mut fields = vec![("csrf", csrf.as_str()), ("submission", submission.as_str())];
    fields.extend(typed);
    app.post(&format!("/status/{token}/{act}"), &fields).await
}

async fn undone(app: &App, reference: &str, kind: &str, by: Actor) -> Result<(), CaseworkFault> {
    let case = app.case(reference).await.stored;
    let mut events = case.events.iter().rev();
    let seq = events.find(|r| r.event.kind() == kind).unwrap().seq;
    let correcting = Correcting {
        reference: reference.into(),
        version: case.version,
        submission: format!("{reference} without {seq}"),
        what: ToCorrect::Undone { seq },
        why: "It was of another request.".into(),
    };
    app.casework
        .corrections()
        .correct(&correcting, by, app.now())
        .await
}

/// A case whose one question Olga decided.
async fn drafted(app: &App) -> (String, Actor) {
    let olga = app.person("Olga", Role::Officer).await;
    let reference = app.logged(day("2026-06-01"), "How many dogs?", "one").await;
    let allocate = Instruction::Allocate(actions::Allocate {
        team: None,
        officer: olga.person,
    });
    let decide = Instruction::DecideQuestion(actions::DecideQuestion {
        number: 1,
        outcome: Outcome::GrantedInFull,
        answer: "Twelve.".into(),
        reasons: Vec::new(),
    });
    for step in [
        allocate,
        Instruction::StartSearch(actions::StartSearch),
        Instruction::StartDraft(actions::StartDraft),
        decide,
    ] {
        app.act(&reference, olga, None, step).await.unwrap();
    }
    (reference, olga)
}

/// Whether somebody may clear a case that Olga sends for it.
async fn may_clear(app: &App, reference: &str, olga: Actor, person: Actor) -> bool {
    app.act(reference, olga, None, for_clearance())
        .await
        .unwrap();
    let cleared = app
        .act(reference, person, None, Instruction::Clear(actions::Clear))
        .await;
    cleared.is_ok()
}

on_both_databases! {
    async fn a_requester_writes_no_more_while_twenty_messages_wait_to_be_read(app: App) {
        let officer = app.person("Olga", Role::Officer).await;
        let reference = app.logged(day("2026-06-01"), "How many dogs?", "one").await;
        let token = app.status_token(&reference).await;
        for n in 0..20 {
            let text = format!("Message {n}");
            let reply = Instruction::ReceiveReply(actions::ReceiveReply { text, channel: Channel::WebForm });
            let cases = app.casework.cases();
            let filed = cases.by_requester(&token, reply, once(), app.now());
            filed.await.unwrap();
        }
        let refused = sent(&app, &token, "replies", &[("reply", "One more of my messages")]).await;
        assert_eq!(refused.status, Status::UnprocessableEntity);
        assert!(refused.says("20 of your messages wait to be read"), "{}", refused.html);
        assert!(refused.says("One more of my messages"), "what was typed is still there");
        let withdrawn = sent(&app, &token, "withdrawals", &[]).await;
        assert_eq!(withdrawn.status, Status::SeeOther, "a wish is no message: {}", withdrawn.html);
        let waiting = app.case(&reference).await.stored.case.waiting[0].seq;
        let read = Instruction::DealWith(actions::DealWith { seq: waiting });
        app.act(&reference, officer, None, read).await.unwrap();
        let taken = sent(&app, &token, "replies", &[("reply", "One more of my messages")]).await;
        assert_eq!(taken.status, Status::SeeOther, "{}", taken.html);
    }

    async fn what_a_requester_does_later_keeps_no_mistake_from_being_undone(app: App) {
        let officer = app.person("Olga", Role::Officer).await;
        let reference = app.logged(day("2026-06-01"), "How many dogs?", "one").await;
        let token = app.status_token(&reference).await;
        let note = Instruction::AddNote(actions::AddNote { text: "Of another request.".into() });
        app.act(&reference, officer, None, note).await.unwrap();
        let given = sent(&app, &token, "addresses", &[("email", "new@example.org")]).await;
        assert_eq!(given.status, Status::SeeOther, "{}", given.html);
        let asked = sent(&app, &token, "withdrawals", &[]).await;
        assert_eq!(asked.status, Status::SeeOther, "{}", asked.html);
        undone(&app, &reference, "note_added", officer).await.unwrap();
    }

    async fn who_put_in_a_document_or_changed_the_recipient_clears_neither(app: App) {
        let (reference, olga) = drafted(&app).await;
        let mario = app.person("Mario", Role::Manager).await;
        let mona = app.person("Mona", Role::Manager).await;
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("upload");
        std::fs::write(&file, b"month,count\n1,12\n").unwrap();
        app.casework.documents().add_document(&reference, "dogs.csv", &file, mario, app.now()).await.unwrap();
        assert!(!may_clear(&app, &reference, olga, mario).await);
        assert!(app.act(&reference, mona, None, Instruction::Clear(actions::Clear)).await.is_ok());
        let case = app.case(&reference).await;
        let mona_too = Correcting {
            reference: reference.clone(),
            version: case.stored.version,
            submission: "another address".into(),
            what: ToCorrect::Requester {
                name: "Ada Example".into(),
                email: "mona@elsewhere.example".into(),
                address: String::new(),
                category: String::new(),
            },
            why: "They wrote from there.".into(),
        };
        app.casework.corrections().correct(&mona_too, mona, app.now()).await.unwrap();
        assert!(!may_clear(&app, &reference, olga, mona).await);
        let clara = app.person("Carla", Role::Manager).await;
        app.act(&reference, clara, None, Instruction::Clear(actions::Clear)).await.unwrap();
    }

    async fn a_document_sent_again_is_with_the_answer_once(app: App) {
        let (reference, olga) = drafted(&app).await;
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("upload");
        for bytes in ["month,count\n1,12\n", "month,count\n1,12\n", "month,count\n1,13\n"] {
            std::fs::write(&file, bytes).unwrap();
            app.casework.documents().add_document(&reference, "dogs.csv", &file, olga, app.now()).await.unwrap();
        }
        let case = app.case(&reference).await;
        assert_eq!(case.documents.len(), 2, "another text of the same name is another document");
        let added = case.stored.events.iter().filter(|r| r.event.kind() == "document_added");
        assert_eq!(added.count(), 2);
    }

    async fn a_mailbox_named_in_many_requests_is_told_of_a_publication_once(app: App) {
        let (manager, _, dogs) = two_topics(&app).await;
        for row in app.store().publication().contributing(dogs, 10).await.unwrap() {
            let token = app.status_token(&row.reference).await;
            app.casework.publishing().wish_to_be_told(&token).await.unwrap();
        }
        app.mailbox.lock().unwrap().clear();
        let row = decided(&app, dogs, Kind::Signpost, manager, "a").await.unwrap();
        step(&app, &row, issue(), manager, "b").await.unwrap();
        let mut told: BTreeMap<String, usize> = BTreeMap::new();
        for reference in app.references().await {
            let case = app.case(&reference).await;
            for letter in case.letters.iter().filter(|l| l.kind == LetterKind::Publication) {
                *told.entry(letter.to_address.clone().unwrap_or_default()).or_default() += 1;
            }
        }
        assert_eq!(told.into_values().collect::<Vec<_>>(), [1], "Gus asked six times");
    }

    async fn a_session_that_a_clock_far_ahead_began_ends_when_the_clock_is_right(app: App) {
        app.person("Olga", Role::Officer).await;
        app.set_clock("2027-06-02T09:00:00Z");
        signed_in(&app, "olga@police.example", "three words here").await;
        assert_eq!(app.get("/desk/requests").await.status, Status::Ok);
        app.set_clock("2026-06-02T09:00:00Z");
        assert_eq!(app.get("/desk/requests").await.status, Status::SeeOther);
    }
}
