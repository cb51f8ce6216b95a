//! A clock that was a year ahead and is right again: nothing written under it waits that year.

use crate::outbox::{letter, put, transport};
use crate::smtp_sink::{Conduct, SmtpSink};
use crate::support::{App, day, goes_on};
use chrono::{DateTime, TimeDelta, Utc};
use daylight::casework::mail::deliver::Round;
use daylight::domain::role::Role;
use std::time::Duration;

const AHEAD: TimeDelta = TimeDelta::days(365);

async fn deliver(app: &App, port: u16, at: DateTime<Utc>) -> Round {
    let way = transport(port, Duration::from_secs(20));
    app.casework
        .outbox()
        .deliver(&way, 1_000, &move || at, &goes_on())
        .await
        .unwrap()
}

on_both_databases! {
    async fn letters_of_a_clock_that_was_ahead_do_not_wait_for_it(app: App) {
        let now = app.now().at;
        let (refusing, sink) = (SmtpSink::start(Conduct::ShutsDown), SmtpSink::start(Conduct::Accepts));
        // Put off under the wrong clock, and never tried.
        put(&app.casework, vec![letter("put-off", "reply", "ada@example.org", now)]).await;
        assert_eq!(deliver(&app, refusing.port(), now + AHEAD).await.delayed, 1);
        put(&app.casework, vec![letter("untried", "reply", "ada@example.org", now + AHEAD)]).await;
        assert_eq!(deliver(&app, sink.port(), now).await.sent, 2);
        // Put off by a clock that is right, it waits its minute.
        put(&app.casework, vec![letter("waits", "reply", "ada@example.org", now)]).await;
        assert_eq!(deliver(&app, refusing.port(), now).await.delayed, 1);
        assert_eq!(deliver(&app, sink.port(), now + TimeDelta::seconds(30)).await.sent, 0);
        assert_eq!(deliver(&app, sink.port(), now + TimeDelta::seconds(90)).await.sent, 1);
    }

    async fn letters_sent_under_a_clock_that_was_ahead_do_not_use_up_the_pace(app: App) {
        let now = app.now().at;
        let sink = SmtpSink::start(Conduct::Accepts);
        let pace = usize::try_from(app.casework.settings.mail.letters_per_minute).unwrap();
        let sent = (0..pace).map(|n| {
            let mut sent = letter(&format!("sent-{n}"), "reply", "ada@example.org", now + AHEAD);
            sent.delivered = Some((now + AHEAD, "250 taken".into()));
            sent
        });
        put(&app.casework, sent.collect()).await;
        put(&app.casework, vec![letter("next", "reply", "ada@example.org", now)]).await;
        assert_eq!(deliver(&app, sink.port(), now).await.sent, 1);
    }

    async fn a_letter_in_hand_when_the_clock_was_set_back_is_free_again(app: App) {
        let now = app.now().at;
        let (silent, sink) = (SmtpSink::start(Conduct::Stalls), SmtpSink::start(Conduct::Accepts));
        put(&app.casework, vec![letter("one", "reply", "ada@example.org", now + AHEAD)]).await;
        // A worker that dies with the letter in hand.
        let way = transport(silent.port(), Duration::from_secs(60));
        let (node, stop) = (app.second_node().await, goes_on());
        let clock = move || now + AHEAD;
        let outbox = node.outbox();
        tokio::select! {
            _ = outbox.deliver(&way, 1, &clock, &stop) => panic!("the server does not answer"),
            () = async { while silent.read().is_empty() { tokio::time::sleep(Duration::from_millis(20)).await; } } => {}
        }
        assert_eq!(deliver(&app, sink.port(), now + AHEAD).await.sent, 0, "a minute has not passed");
        assert_eq!(deliver(&app, sink.port(), now).await.sent, 1);
    }

    async fn colleagues_are_reminded_and_the_mailbox_is_read_when_the_clock_is_right_again(app: App) {
        app.person("Olu", Role::Manager).await;
        app.logged(day("2026-05-12"), "How many drones?", "one").await;
        let right = app.now();
        app.set_clock(&(right.at + AHEAD).to_rfc3339());
        app.casework.reminding().remind(app.now()).await.unwrap();
        assert!(app.casework.incoming().claim_mailbox("dead", app.now().at).await.unwrap());
        app.set_clock(&right.at.to_rfc3339());
        assert_eq!(app.casework.reminding().remind(right).await.unwrap().months, 1);
        assert!(app.casework.incoming().claim_mailbox("alive", right.at).await.unwrap());
        assert!(!app.casework.incoming().claim_mailbox("third", right.at).await.unwrap());
    }
}
