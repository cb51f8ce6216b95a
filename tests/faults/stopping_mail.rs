//! SIGTERM with an outbox full of letters: the program ends soon, whatever the mail server does.

use crate::outbox::{arrivals, letter, opened, put, sqlite3, until};
use crate::program::Program;
use crate::smtp_sink::{Conduct, SmtpSink};
use daylight::domain::viewer::Viewer;
use std::path::Path;
use std::time::Duration;

const LETTERS: usize = 2_000;

async fn filled(folder: &Path) {
    let casework = opened(folder).await;
    let now = daylight::now::now();
    let letters = (0..LETTERS).map(|n| letter(&format!("{n}"), "reply", "ada@example.org", now));
    put(&casework, letters.collect()).await;
    casework.reads(Viewer::SYSTEM).close().await.unwrap();
}

fn started(folder: &Path, sink: &SmtpSink) -> Program {
    let url = format!("smtp://127.0.0.1:{}?tls=none", sink.port());
    let env = [
        ("DAYLIGHT_MAIL_URL", url.as_str()),
        ("DAYLIGHT_MAIL__LETTERS_PER_MINUTE", "6000"),
    ];
    Program::start(folder, &env)
}

/// How many letters are recorded as sent, and how many are in hand.
fn recorded(folder: &Path) -> Option<(String, String)> {
    let database = folder.join("data/daylight.db");
    let ask = |condition: &str| {
        sqlite3(
            &database,
            &format!("SELECT COUNT(*) FROM letters WHERE {condition}"),
        )
    };
    Some((ask("state = 'sent'")?, ask("claimed_until IS NOT NULL")?))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn with_two_thousand_letters_it_ends_within_ten_seconds_and_records_each_it_sent() {
    let folder = tempfile::tempdir().unwrap();
    filled(folder.path()).await;
    let sink = SmtpSink::start(Conduct::Accepts);
    let program = started(folder.path(), &sink);
    until("some letters", Duration::from_secs(60), || {
        sink.letters().len() > 20
    });
    let took = program.terminate();
    println!("SIGTERM with {LETTERS} letters: {took:?}");
    assert!(took < Duration::from_secs(10), "{took:?}");
    let arrived = arrivals(&sink.letters());
    assert!(arrived.values().all(|&times| times == 1));
    assert!(arrived.len() < LETTERS, "it stopped before the end");
    if let Some((sent, in_hand)) = recorded(folder.path()) {
        assert_eq!(sent, arrived.len().to_string());
        assert_eq!(in_hand, "0", "nothing is left claimed");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn with_a_mail_server_that_does_not_answer_it_ends_within_ten_seconds() {
    for conduct in [Conduct::Stalls, Conduct::StallsAtOnce] {
        let folder = tempfile::tempdir().unwrap();
        filled(folder.path()).await;
        let sink = SmtpSink::start(conduct);
        let program = started(folder.path(), &sink);
        until("the first letter", Duration::from_secs(60), || {
            !sink.read().is_empty()
        });
        let took = program.terminate();
        println!("SIGTERM with {LETTERS} letters, {conduct:?}: {took:?}");
        assert!(took < Duration::from_secs(10), "{took:?}");
        if let Some((sent, in_hand)) = recorded(folder.path()) {
            assert_eq!(sent, "0");
            // What is left claimed is what was being sent; it is free again in a minute.
            assert_eq!(in_hand, sink.read().len().to_string());
        }
    }
}
