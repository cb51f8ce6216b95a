//! A requester who lost the link of their page has it sent again: to the address they gave and to no
//! other, once an hour, with an answer that tells nobody anything.

use crate::support::{App, Page, all_is_done, day, goes_on};
use daylight::mail::Transport;
use rocket::http::Status;
use std::sync::Arc;
use std::time::Duration;

async fn ask(app: &App, reference: &str, email: &str) -> Page {
    let csrf = app.get("/requests/find/link").await.value("csrf");
    let fields = [
        ("csrf", csrf.as_str()),
        ("reference", reference),
        ("email", email),
    ];
    app.post("/requests/find/link", &fields).await
}

/// What the page after it says.
async fn told(app: &App, page: Page) -> (Status, String) {
    let next = app.get(&page.location.unwrap()).await.html;
    let (_, rest) = next.split_once("class=\"flash").unwrap();
    let said = rest.split("</div>").next().unwrap().to_owned();
    (page.status, said)
}

/// The letters that left so far, once there are so many; the answer does not wait for them.
async fn delivered(app: &App, wanted: usize) -> Vec<daylight::mail::Letter> {
    let at = app.now().at;
    let transport = Transport::Memory(Arc::clone(&app.mailbox));
    for _ in 0..100 {
        app.casework
            .outbox()
            .deliver(&transport, 100, &move || at, &goes_on())
            .await
            .unwrap();
        let letters = app.mailbox.lock().unwrap().clone();
        if letters.len() >= wanted {
            return letters;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("{wanted} letters did not come");
}

/// Asks for a case's link as its requester does, and waits until it left.
pub async fn asked(app: &App, reference: &str) {
    ask(app, reference, "ada@example.org").await;
    delivered(app, 1).await;
}

on_both_databases! {
    async fn the_link_goes_to_the_address_that_was_given_once_an_hour(app: App) {
        let reference = app.logged(day("2026-06-01"), "How many dogs?", "one").await;
        let find = app.get("/requests/find").await;
        assert!(find.says("href=\"/requests/find/link\""), "{}", find.html);
        let right = ask(&app, &format!(" {} ", reference.to_lowercase()), "ADA@example.org ").await;
        let said = told(&app, right).await;
        assert!(said.1.contains("on its way"), "{said:?}");
        let letters = delivered(&app, 1).await;
        assert_eq!(letters[0].to.address, "ada@example.org");
        let link = app.status_url(&reference).await;
        assert!(letters[0].text.contains(&link) && letters[0].text.contains(&app.code(&reference).await), "{}", letters[0].text);
        assert!(letters[0].auto_submitted.is_some());
        let event = app.case(&reference).await.timeline.remove(0).recorded.event;
        assert_eq!(event.kind(), "letter_queued");

        // Whatever is asked for, the answer is the same, and nobody is written to.
        for (name, email) in [
            (reference.as_str(), "ada@example.org"),
            (&reference, "eve@example.org"),
            (&reference, ""),
            ("FOI-2026-99999", "ada@example.org"),
            ("", ""),
            (&"F".repeat(9_000), "ada@example.org"),
        ] {
            let page = ask(&app, name, email).await;
            assert_eq!(told(&app, page).await, said, "{email}");
        }
        all_is_done().await;
        assert_eq!(delivered(&app, 1).await.len(), 1, "once an hour, and to no other");
        app.set_clock("2026-06-02T10:00:01Z");
        ask(&app, &reference, "ada@example.org").await;
        assert_eq!(delivered(&app, 2).await.len(), 2);
        let events = app.case(&reference).await.timeline;
        let queued = events.iter().filter(|row| row.recorded.event.kind() == "letter_queued");
        assert_eq!(queued.count(), 2);
    }

    async fn one_network_that_asks_on_and_on_is_told_to_wait(app: App) {
        let mut last = Status::Ok;
        for number in 0..60 {
            last = ask(&app, &format!("FOI-2026-{number:05}"), "ada@example.org").await.status;
        }
        assert_eq!(last, Status::TooManyRequests);
    }
}
