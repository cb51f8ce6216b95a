//! Whom a letter goes to is part of the record, and so is the address it goes to later; what the database
//! says of a document's size is read as it stands or not at all.

use crate::audit::{behind, difference, rich, run};
use crate::desk_forms::{Shown, as_person};
use crate::documents::put;
use crate::mail_in::{bounce, mail, receive};
use crate::support::{App, day};
use daylight::casework::secrets::letter_digest;
use daylight::domain::case::{Actor, Case, Event};
use daylight::domain::letter_kind::LetterKind;
use daylight::domain::role::Role;
use daylight::domain::viewer::Viewer;
use daylight::store::{NewLetter, StoreFault};
use rocket::http::Status;

const RECIPIENT: (&str, &str) = ("letters", "to_name, to_address");

on_both_databases! {
    async fn a_letter_addressed_anew_is_proved_by_its_new_address(app: App) {
        app.person("Olga", Role::Officer).await;
        let request = mail("foi@police.example", "", "How many drones?");
        receive(&app, request, "2026-06-02T08:30:00Z").await;
        app.deliver().await;
        let reference = app.references().await.remove(0);
        let sent = app.mailbox.lock().unwrap().last().unwrap().clone();
        let to = app.reply_address(&reference).await;
        receive(&app, bounce(&sent.message_id, &to), "2026-06-02T09:00:00Z").await;
        as_person(&app, "Olga").await;
        let list = app.get("/desk/mail/undelivered").await;
        let id = app.case(&reference).await.letters[0].public_id;
        let csrf = list.value("csrf");
        let typed = [("csrf", csrf.as_str()), ("address", "ada@other.example")];
        let shown = app.post(&format!("/desk/mail/undelivered/{id}/attempts"), &typed).await;
        assert_eq!(Shown::of(&shown).send(&app, &[]).await.status, Status::SeeOther);
        app.mailbox.lock().unwrap().clear();
        app.deliver().await;
        let again = app.mailbox.lock().unwrap().last().unwrap().clone();
        assert_eq!(again.to.address, "ada@other.example");
        assert_eq!(difference(&app).await, None);
        let page = app.get(&format!("/desk/requests/{reference}")).await;
        assert!(page.says("Addressed a letter anew: acknowledgement"), "{}", page.html);
        // Neither the address of before nor another passes for it.
        let behind = behind(&app).await;
        for other in ["ada@example.org", "eve@example.org"] {
            run(&behind, &format!("UPDATE letters SET to_address = '{other}'")).await;
            let found = difference(&app).await.unwrap();
            assert_eq!((found.table, found.column), RECIPIENT, "{found}");
            assert!(found.row.contains(&again.message_id), "{found}");
        }
        behind.close().await.unwrap();
    }

    async fn a_letter_from_before_its_recipient_was_committed_to_still_holds(app: App) {
        let reference = app.logged(day("2026-06-01"), "How many?", "one").await;
        let (casework, now) = (&app.casework, app.now());
        let unit = casework.reads(Viewer::SYSTEM).begin().await.unwrap();
        let mut stored = unit.cases().find_case(&reference).await.unwrap().unwrap();
        let event = format!(
            r#"{{"kind":"letter_queued","letter":"acknowledgement","message_id":"old@police.example","digest":"{}"}}"#,
            letter_digest("salt", "Yours", "Text", "<p>Text</p>")
        );
        let event: Event = serde_json::from_str(&event).unwrap();
        let clock = |case: &Case| casework.deadlines(case).map_err(|e| StoreFault::Failed(e.to_string()));
        unit.cases().append(&mut stored, vec![event], &clock, Actor::SYSTEM, now.today, now.at).await.unwrap();
        let letter = NewLetter {
            case_id: Some(stored.id),
            message_id: "old@police.example".into(),
            kind: LetterKind::Acknowledgement,
            to_name: "Ada Example".into(),
            to_address: Some("ada@example.org".into()),
            subject: "Yours".into(),
            body_text: "Text".into(),
            body_html: "<p>Text</p>".into(),
            salt: "salt".into(),
            in_reply_to: None,
            thread: None,
            by_itself: false,
            at: now.at,
            delivered: None,
        };
        unit.letters().insert_letter(letter).await.unwrap();
        unit.commit().await.unwrap();
        let holds = casework.verify().await.unwrap();
        let holds = holds.unwrap_or_else(|difference| panic!("{difference}"));
        assert_eq!(holds.texts.uncommitted, 1, "its recipient: {holds:?}");
    }

    async fn a_size_less_than_nothing_is_damage_wherever_it_is_read(app: App) {
        let rich = rich(&app).await;
        let reference = app.logged(day("2026-06-01"), "How many?", "one").await;
        let olga = app.person("Olga", Role::Manager).await;
        put(&app, &reference, "fines.csv", b"1,2", olga).await.unwrap();
        let status = format!("/status/{}", app.status_token(&rich.reference).await);
        let case = format!("/desk/requests/{}", rich.reference);
        let other = format!("/desk/requests/{reference}");
        as_person(&app, "Olga").await;
        for page in [&status, &case, &other] {
            assert_eq!(app.get(page).await.status, Status::Ok);
        }
        let behind = behind(&app).await;
        run(&behind, "UPDATE documents SET size = -size").await;
        for page in [&status, &case, &other] {
            let shown = app.get(page).await;
            assert_eq!(shown.status, Status::InternalServerError, "{page}: {}", shown.html);
        }
        let shown = app.get(&case).await;
        assert!(shown.says("table documents, column size") && shown.says("row "), "{}", shown.html);
        let found = difference(&app).await.unwrap();
        assert_eq!((found.table, found.column), ("documents", "size"), "{found}");
        assert!(found.row.starts_with("row ") && found.what.contains("is no size"), "{found}");
        behind.close().await.unwrap();
    }
}
