//! Letters nobody got, however many strangers cause: the important ones stand first, and all are found.

use crate::support::{App, day, signed_in};
use daylight::domain::letter_kind::LetterKind;
use daylight::domain::role::Role;
use daylight::mail::{Patience, Protection, SmtpServer, Transport};
use daylight::store::{NewLetter, UNDELIVERED};
use rocket::http::Status;
use std::time::Duration;

use crate::smtp_sink::{Conduct, SmtpSink};
use crate::support::goes_on;

/// A letter of a case, queued now.
fn letter(app: &App, case: i64, kind: LetterKind, subject: String) -> NewLetter {
    NewLetter {
        case_id: Some(case),
        message_id: format!("{}@police.example", subject.replace(' ', "-")),
        kind,
        to_name: "Ada".into(),
        to_address: Some("nobody@example.org".into()),
        subject,
        body_text: "Dear Ada".into(),
        body_html: "<p>Dear Ada</p>".into(),
        salt: String::new(),
        in_reply_to: None,
        thread: None,
        by_itself: false,
        at: app.now().at,
        delivered: None,
    }
}

on_both_databases! {
    async fn what_a_limit_waits_for_stands_before_what_strangers_cause(app: App) {
        let reference = app.logged(day("2026-06-02"), "How many?", "one").await;
        let case = app.case(&reference).await.stored.id;
        let mut letters = vec![letter(&app, case, LetterKind::Extension, "the notice of the limit".into())];
        // More than one page of them, all later.
        let flood = UNDELIVERED + 20;
        letters.extend((0..flood).map(|n| letter(&app, case, LetterKind::Acknowledgement, format!("unasked {n}"))));
        let unit = app.store().begin().await.unwrap();
        unit.letters().insert_letters(letters).await.unwrap();
        unit.commit().await.unwrap();
        let refusing = SmtpSink::start(Conduct::RefusesRecipient);
        let transport = Transport::smtp(SmtpServer {
            host: "127.0.0.1".into(),
            port: refusing.port(),
            credentials: None,
            protection: Protection::Unprotected,
            ca_file: None,
            patience: Patience::of(Duration::from_secs(10)),
        }).unwrap();
        let at = app.now().at;
        let outbox = app.casework.outbox();
        while outbox.deliver(&transport, 100, &move || at, &goes_on()).await.unwrap().failed > 0 {}

        app.person("Mario", Role::Manager).await;
        signed_in(&app, "mario@police.example", "three words here").await;
        let first = app.get("/desk/mail/undelivered").await;
        // The notice, the flood and the first acknowledgement of the case, where it had one.
        let count = app.case(&reference).await.letters.iter().filter(|letter| letter.to_address.is_some()).count();
        assert!(count > flood);
        let told = format!("{count} letters were not delivered.");
        assert!(first.says(&told), "{told}: {}", first.html);
        let at = |text: &str| first.html.find(text).unwrap_or(usize::MAX);
        assert!(at("the notice of the limit") < at("unasked"), "{}", first.html);
        // Every one of them is found, each once.
        let mut page = first;
        let mut seen = 0;
        loop {
            seen += page.html.matches("unasked ").count();
            let Some((_, rest)) = page.html.split_once("href=\"/desk/mail/undelivered?after") else { break };
            let next = rest.split('"').next().unwrap().replace("&#x3D;", "=");
            page = app.get(&format!("/desk/mail/undelivered?after{next}")).await;
            assert_eq!(page.status, Status::Ok);
        }
        assert_eq!(seen, flood);
        assert!(app.get("/desk/mail").await.says(&told));
        assert!(app.get("/desk/requests").await.says(&told));
        let nowhere = "/desk/mail/undelivered?after=00000000-0000-0000-0000-000000000000";
        assert_eq!(app.get(nowhere).await.status, Status::NotFound);
    }
}
