//! Letters leave once, whatever the mail server does.

use crate::smtp_sink::{Conduct, SmtpSink};
use crate::support::{App, by_email, day, goes_on};
use daylight::casework::cases::log_request::RequestToLog;
use daylight::casework::mail::deliver::Round;
use daylight::domain::case::Actor;
use daylight::mail::{Patience, Protection, SmtpServer, Transport};
use std::time::Duration;

async fn acknowledged(app: &App) -> String {
    let request = RequestToLog {
        acknowledge: true,
        ..by_email(day("2026-06-02"), "How many?", "one")
    };
    let logged = app
        .casework
        .cases()
        .log_request(request, Actor::SYSTEM, app.now())
        .await;
    logged.unwrap().reference
}

pub async fn round(app: &App, sink: &SmtpSink) -> Round {
    let transport = Transport::smtp(SmtpServer {
        host: "127.0.0.1".into(),
        port: sink.port(),
        credentials: None,
        protection: Protection::Unprotected,
        ca_file: None,
        patience: Patience::of(Duration::from_secs(5)),
    })
    .unwrap();
    let at = app.now().at;
    app.casework
        .outbox()
        .deliver(&transport, 10, &move || at, &goes_on())
        .await
        .unwrap()
}

on_both_databases! {
    async fn a_letter_is_retried_after_a_transient_failure_and_delivered_once(app: App) {
        let reference = acknowledged(&app).await;
        let sink = SmtpSink::start(Conduct::DefersOnce);
        let (nothing, delayed, sent) = (
            Round::default(),
            Round { delayed: 1, ..Round::default() },
            Round { sent: 1, ..Round::default() },
        );
        assert_eq!(round(&app, &sink).await, delayed);
        let waiting = app.case(&reference).await.letters[0].clone();
        assert_eq!((waiting.state.as_str(), waiting.attempts), ("queued", 1));
        assert!(waiting.answer.unwrap().contains("greylisted"));
        // The first wait is a minute.
        assert_eq!(round(&app, &sink).await, nothing);
        app.set_clock("2026-06-02T09:01:10Z");
        assert_eq!(round(&app, &sink).await, sent);
        app.set_clock("2026-06-03T09:00:00Z");
        assert_eq!(round(&app, &sink).await, nothing);
        let letters = sink.letters();
        assert_eq!(letters.len(), 1);
        assert!(letters[0].contains(&format!("Message-ID: <{}>", waiting.message_id)), "{}", letters[0]);
        let done = app.case(&reference).await.letters[0].clone();
        assert_eq!((done.state.as_str(), done.attempts), ("sent", 2));
        assert!(done.answer.unwrap().contains("taken as 4711"));
    }

    async fn a_letter_refused_for_good_is_given_up_and_says_why(app: App) {
        let reference = acknowledged(&app).await;
        let sink = SmtpSink::start(Conduct::RefusesRecipient);
        assert_eq!(round(&app, &sink).await, Round { failed: 1, ..Round::default() });
        let letter = app.case(&reference).await.letters[0].clone();
        assert_eq!(letter.state.as_str(), "failed");
        assert!(letter.answer.unwrap().contains("no such mailbox"));
    }
}
