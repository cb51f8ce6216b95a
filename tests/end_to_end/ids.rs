//! What letters, documents, messages and forms are called: nobody counts from one to the next, and
//! rows written before had theirs made.

use crate::documents::{answered, drafted_from, put};
use crate::forms::form_token;
use crate::mail_in::{mail, receive};
use crate::postgres;
use crate::support::{App, Page, day, signed_in};
use daylight::domain::ids::{DocumentId, LetterId, MessageId};
use daylight::domain::role::Role;
use rocket::http::Status;
use sea_orm::{ConnectionTrait, Database, DatabaseConnection, Statement};
use std::collections::BTreeSet;

/// The last part of each link of a page that begins so.
fn called(page: &Page, before: &str) -> Vec<String> {
    let links = page.html.split("href=\"").skip(1);
    let links = links.filter_map(|rest| rest.split('"').next());
    let found = links.filter_map(|href| href.strip_prefix(before));
    found
        .map(|rest| rest.split('/').next().unwrap().to_owned())
        .collect()
}

async fn column(database: &DatabaseConnection, table: &str) -> Vec<String> {
    let text = format!("SELECT public_id FROM {table} ORDER BY id");
    let statement = Statement::from_string(database.get_database_backend(), text);
    let rows = database.query_all_raw(statement).await.unwrap();
    rows.iter()
        .map(|row| row.try_get("", "public_id").unwrap())
        .collect()
}

on_both_databases! {
    async fn letters_and_messages_have_pages_nobody_counts_to(app: App) {
        app.person("Olga", Role::Officer).await;
        let first = receive(&app, mail("foi@police.example", "X-Spam-Flag: YES\n", "Win a drone"), "2026-06-02T08:00:00Z").await;
        let second = receive(&app, mail("foi@police.example", "Message-ID: <b@x.example>\nX-Spam-Flag: YES\n", "Win two"), "2026-06-02T08:00:00Z").await;
        signed_in(&app, "olga@police.example", "three words here").await;
        let tray = app.get("/desk/mail").await;
        let messages: BTreeSet<String> = called(&tray, "/desk/mail/").into_iter().filter(|id| id.len() == 36).collect();
        assert_eq!(messages.len(), 2, "{}", tray.html);
        for id in &messages {
            assert!(id.parse::<MessageId>().is_ok(), "{id}");
            assert_eq!(app.get(&format!("/desk/mail/{id}")).await.status, Status::Ok);
            assert_eq!(app.get(&format!("/desk/mail/{}", id.to_uppercase())).await.status, Status::NotFound);
        }
        // Called by their time, they stand in its order.
        let stored = [first.id, second.id];
        let mut ids = Vec::new();
        for number in stored {
            assert_eq!(app.get(&format!("/desk/mail/{number}")).await.status, Status::NotFound);
            ids.push(app.store().messages().message(number).await.unwrap().unwrap().public_id);
        }
        assert!(ids[0] < ids[1], "{ids:?}");

        let reference = app.logged(day("2026-06-01"), "How many dogs?", "one").await;
        let case = app.case(&reference).await;
        assert!(case.letters.is_empty());
        crate::lost_links::asked(&app, &reference).await;
        let letter = app.case(&reference).await.letters[0].clone();
        assert!(letter.public_id.to_string().parse::<LetterId>().is_ok());
        let page = format!("/desk/requests/{reference}/letters");
        assert_eq!(app.get(&format!("{page}/{}", letter.public_id)).await.status, Status::Ok);
        assert_eq!(app.get(&format!("{page}/{}", letter.id)).await.status, Status::NotFound);
    }

    async fn a_document_on_the_public_page_is_found_by_no_number(app: App) {
        let olga = app.person("Olga", Role::Manager).await;
        let mut links = Vec::new();
        for submission in ["one", "two"] {
            let reference = drafted_from(&app, olga, submission).await;
            put(&app, &reference, "dogs.csv", submission.as_bytes(), olga).await.unwrap();
            answered(&app, &reference, olga).await;
            let status = format!("/status/{}", app.status_token(&reference).await);
            let ids = called(&app.get(&status).await, &format!("{status}/documents/"));
            assert_eq!(ids.len(), 1);
            assert!(ids[0].parse::<DocumentId>().is_ok(), "random: {}", ids[0]);
            let number = app.case(&reference).await.documents[0].id;
            assert_eq!(app.get(&format!("{status}/documents/{number}")).await.status, Status::NotFound);
            assert_eq!(app.get(&format!("{status}/documents/{}", ids[0])).await.status, Status::Ok);
            links.push((status, ids[0].clone()));
        }
        let crossed = format!("{}/documents/{}", links[0].0, links[1].1);
        assert_eq!(app.get(&crossed).await.status, Status::NotFound, "another's document");
    }

    async fn a_form_is_taken_once_and_one_that_was_never_shown_is_not(app: App) {
        let fields = |csrf: &str, token: &str| [
            ("csrf", csrf.to_owned()), ("description", "How many dogs?".to_owned()), ("name", "Ada Example".to_owned()),
            ("email", "ada@example.org".to_owned()), ("reply_by", "email".to_owned()), ("submission", token.to_owned()),
        ];
        let csrf = app.get("/requests/new").await.value("csrf");
        let send = async |token: &str| {
            let typed = fields(&csrf, token);
            app.post("/requests", &typed.each_ref().map(|(name, value)| (*name, value.as_str()))).await
        };
        for foreign in ["", "one", "1", &form_token(1).replace('-', ""), &form_token(1).replace("-4000-", "-7000-"), &"a".repeat(36)] {
            assert_eq!(send(foreign).await.status, Status::Forbidden, "{foreign}");
        }
        assert_eq!(app.cases().await, 0);
        let token = app.post("/requests/new/check", &fields(&csrf, "").each_ref().map(|(name, value)| (*name, value.as_str()))).await.value("submission");
        let (first, second) = (send(&token).await, send(&token).await);
        assert_eq!((first.status, first.location), (second.status, second.location));
        assert_eq!(app.cases().await, 1);
        let other = app.post("/requests/new/check", &fields(&csrf, "").each_ref().map(|(name, value)| (*name, value.as_str()))).await.value("submission");
        assert_ne!(other, token);
    }
}

/// Rows as they were before the step.
const ROWS: &str = "
    INSERT INTO letters (message_id, kind, to_name, to_address, subject, body_text, body_html, state,
      attempts, next_attempt_at, created_at) VALUES
      ('a@police.example', 'reminders', 'Ada', 'ada@example.org', 'A', '', '', 'queued', 0, '2026-06-01T09:00:00Z', '2026-06-01T09:00:00Z'),
      ('b@police.example', 'reminders', 'Ada', 'ada@example.org', 'B', '', '', 'queued', 0, '2026-06-01T09:00:00Z', '2026-06-01T09:00:00Z');
    INSERT INTO messages (digest, source, received_at, stored_at, size, state, reason, from_name,
      from_address, sent_to, subject, body, quoted, checks, attachments, candidates) VALUES
      ('x', 'pipe', '2026-06-01T09:00:00Z', '2026-06-01T09:00:00Z', 1, 'tray', '', '', '', '', '', '', '', '', '[]', '[]'),
      ('y', 'pipe', '2026-06-02T09:00:00Z', '2026-06-02T09:00:00Z', 1, 'tray', '', '', '', '', '', '', '', '', '[]', '[]');";

async fn rows_of_before_are_called_something_too(url: &str) {
    let database = crate::migrations::as_before("m0044_public_ids", url).await;
    database.execute_unprepared(ROWS).await.unwrap();
    database.close().await.unwrap();
    daylight::store::Store::open(url)
        .await
        .unwrap()
        .close()
        .await
        .unwrap();
    let database = Database::connect(url).await.unwrap();
    let letters = column(&database, "letters").await;
    let messages = column(&database, "messages").await;
    database.close().await.unwrap();
    assert!(
        letters[0] != letters[1] && letters.len() == 2,
        "{letters:?}"
    );
    assert!(
        letters.iter().all(|id| id.parse::<LetterId>().is_ok()),
        "{letters:?}"
    );
    assert!(
        messages.iter().all(|id| id.parse::<MessageId>().is_ok()),
        "{messages:?}"
    );
    assert!(
        messages[0] < messages[1],
        "in the order they came: {messages:?}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn rows_of_before_are_called_something_too_on_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("daylight.db");
    std::fs::write(&file, "").unwrap();
    rows_of_before_are_called_something_too(&format!("sqlite://{}", file.display())).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn rows_of_before_are_called_something_too_on_postgresql() {
    let database = tokio::task::spawn_blocking(postgres::Database::create).await;
    if let Some(database) = database.unwrap() {
        rows_of_before_are_called_something_too(&database.url()).await;
    }
}
