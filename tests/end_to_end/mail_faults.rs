//! Mail when things break: workers killed, servers down, many letters at once.

use crate::aiosmtpd::Aiosmtpd;
use crate::dovecot::Dovecot;
use crate::mail_in::mail;
use crate::smtp_sink::{Conduct, SmtpSink};
use crate::support::{App, day, goes_on};
use chrono::{DateTime, TimeDelta, Utc};
use daylight::casework::{Casework, Parts};
use daylight::config::settings::Settings;
use daylight::config::{Law, publication, shape, topics};
use daylight::domain::letter_kind::LetterKind;
use daylight::domain::viewer::Viewer;
use daylight::mail::{Patience, Protection, SmtpServer, Transport};
use daylight::store::NewLetter;
use daylight::templates::Templates;
use std::collections::BTreeSet;
use std::io::Write;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

fn transport(port: u16) -> Transport {
    Transport::smtp(SmtpServer {
        host: "127.0.0.1".into(),
        port,
        credentials: None,
        protection: Protection::Unprotected,
        ca_file: None,
        patience: Patience::of(Duration::from_secs(10)),
    })
    .unwrap()
}

fn message_id(letter: &str) -> &str {
    let (_, rest) = letter.split_once("Message-ID: <").unwrap();
    rest.split('>').next().unwrap()
}

/// Letters of one case, queued at this moment.
async fn queued(app: &App, count: usize) -> BTreeSet<String> {
    let reference = app.logged(day("2026-06-02"), "How many?", "one").await;
    let case_id = app.case(&reference).await.stored.id;
    let letters: Vec<NewLetter> = (0..count)
        .map(|n| NewLetter {
            case_id: Some(case_id),
            message_id: format!("letter-{n}@police.example"),
            kind: LetterKind::Reply,
            to_name: "Ada".into(),
            to_address: Some(format!("ada-{n}@example.org")),
            subject: format!("Letter {n}"),
            body_text: "Dear Ada".into(),
            body_html: "<p>Dear Ada</p>".into(),
            salt: String::new(),
            in_reply_to: None,
            thread: None,
            by_itself: false,
            at: app.now().at,
            delivered: None,
        })
        .collect();
    let ids = letters
        .iter()
        .map(|letter| letter.message_id.clone())
        .collect();
    let unit = app.store().begin().await.unwrap();
    unit.letters().insert_letters(letters).await.unwrap();
    unit.commit().await.unwrap();
    ids
}

async fn work(app: &App, port: u16) -> usize {
    let transport = transport(port);
    let at = app.now().at;
    let mut sent = 0;
    loop {
        let round = app
            .casework
            .outbox()
            .deliver(&transport, 20, &move || at, &goes_on())
            .await
            .unwrap();
        assert_eq!((round.delayed, round.failed), (0, 0));
        if round.sent == 0 {
            return sent;
        }
        sent += round.sent;
    }
}

on_both_databases! {
    async fn two_workers_deliver_many_letters_each_once(app: App) {
        let count = 1_500;
        let ids = queued(&app, count).await;
        let (one, two) = (SmtpSink::start(Conduct::Accepts), SmtpSink::start(Conduct::Accepts));
        let (first, second) = tokio::join!(work(&app, one.port()), work(&app, two.port()));
        assert_eq!(first + second, count);
        let letters: Vec<String> = one.letters().into_iter().chain(two.letters()).collect();
        let delivered: BTreeSet<String> = letters.iter().map(|l| message_id(l).to_owned()).collect();
        assert_eq!(letters.len(), count, "none twice");
        assert_eq!(delivered, ids, "none lost");
    }

    async fn a_server_down_for_a_day_delays_letters_and_loses_none(app: App) {
        let ids = queued(&app, 20).await;
        let sink = SmtpSink::start(Conduct::Accepts);
        let port = sink.port();
        drop(sink);
        let begun: DateTime<Utc> = app.now().at;
        let mut attempts = 0;
        for quarter in 0..96 {
            let at = begun + TimeDelta::minutes(15 * quarter);
            let round = app.casework.outbox().deliver(&transport(port), 100, &move || at, &goes_on()).await.unwrap();
            assert_eq!((round.sent, round.failed), (0, 0));
            attempts += round.delayed;
        }
        assert!((100..=140).contains(&attempts), "{attempts} attempts for 20 letters in a day");
        let sink = SmtpSink::start(Conduct::Accepts);
        let at = begun + TimeDelta::hours(50);
        app.set_clock(&at.to_rfc3339());
        assert_eq!(work(&app, sink.port()).await, 20);
        let delivered: BTreeSet<String> = sink.letters().iter().map(|l| message_id(l).to_owned()).collect();
        assert_eq!(delivered, ids);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_mail_server_gets_letters_under_the_certificate_that_is_trusted_and_none_under_another() {
    let started = tokio::task::spawn_blocking(|| {
        let imap = Dovecot::start()?;
        let server = Aiosmtpd::with_tls(&imap.maildir(), &imap.certificate(), &imap.key())?;
        Some((imap, server))
    });
    let Some((imap, server)) = started.await.unwrap() else {
        return;
    };
    let app = App::on_sqlite().await;
    queued(&app, 2).await;
    let at = app.now().at;
    let mut rounds = Vec::new();
    for (ca_file, minutes) in [(None, 0), (Some(imap.certificate()), 5)] {
        let transport = Transport::smtp(SmtpServer {
            host: "localhost".into(),
            port: server.port,
            credentials: None,
            protection: Protection::StartTls,
            ca_file,
            patience: Patience::of(Duration::from_secs(10)),
        })
        .unwrap();
        let at = at + TimeDelta::minutes(minutes);
        let round = app
            .casework
            .outbox()
            .deliver(&transport, 10, &move || at, &goes_on())
            .await
            .unwrap();
        rounds.push((round.sent, round.delayed, server.delivered().len()));
    }
    assert_eq!(rounds, [(0, 2, 0), (2, 0, 2)]);
}

/// The program with its data in this folder and its letters to this port.
pub fn program(folder: &Path, port: u16, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_daylight"));
    command
        .args(arguments)
        .current_dir(folder)
        .env_clear()
        .envs(crate::authority::NAMED)
        .envs([crate::authority::CHOSEN])
        .env(
            "DAYLIGHT_LISTEN",
            format!("127.0.0.1:{}", crate::ports::free_port()),
        )
        .env(
            "DAYLIGHT_MAIL_URL",
            format!("smtp://127.0.0.1:{port}?tls=none"),
        )
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command
}

fn receive(folder: &Path, port: u16) {
    let mut child = program(folder, port, &["receive"])
        .stdin(Stdio::piped())
        .spawn()
        .unwrap();
    let message = mail("foi@police.example", "", "How many drones?");
    child.stdin.take().unwrap().write_all(&message).unwrap();
    assert!(child.wait().unwrap().success());
}

pub fn kill(mut child: Child) {
    // SIGKILL: nothing of the program runs after it.
    child.kill().unwrap();
    child.wait().unwrap();
}

pub fn until(what: &str, mut holds: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !holds() {
        assert!(
            begun.elapsed() < Duration::from_secs(60),
            "waited in vain for {what}"
        );
        std::thread::sleep(Duration::from_millis(20));
    }
}

pub async fn opened(folder: &Path) -> Casework {
    let data = folder.join("data").display().to_string();
    let env = [("DAYLIGHT_DATA".to_owned(), data)];
    Casework::open(Parts {
        settings: Settings::load(None, crate::authority::named(env).into_iter()).unwrap(),
        law: Law::load(None).unwrap(),
        templates: Templates::load().unwrap(),
        weights: publication::load(None).unwrap(),
        topic_settings: topics::load(None).unwrap(),
        shape_words: shape::load(None).unwrap(),
    })
    .await
    .unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_worker_killed_before_during_or_after_a_letter_loses_none_and_keeps_its_id() {
    for conduct in [Conduct::StallsAtOnce, Conduct::Stalls, Conduct::Accepts] {
        let folder = tempfile::tempdir().unwrap();
        let first = SmtpSink::start(conduct);
        receive(folder.path(), first.port());
        let child = program(folder.path(), first.port(), &["serve"])
            .spawn()
            .unwrap();
        until("the letter", || !first.read().is_empty());
        kill(child);
        let casework = opened(folder.path()).await;
        let second = SmtpSink::start(Conduct::Accepts);
        // Once the claim of the worker that was killed has run out.
        let at = daylight::now::now() + TimeDelta::seconds(61);
        let transport = transport(second.port());
        let round = casework
            .outbox()
            .deliver(&transport, 10, &move || at, &goes_on())
            .await
            .unwrap();
        let letters: Vec<String> = first
            .letters()
            .into_iter()
            .chain(second.letters())
            .collect();
        assert!(!letters.is_empty(), "{conduct:?}: lost");
        assert_eq!(round.failed + round.delayed, 0, "{conduct:?}");
        let ids: BTreeSet<&str> = letters.iter().map(|l| message_id(l)).collect();
        assert_eq!(ids.len(), 1, "{conduct:?}: one letter, one id");
        for read in first.read().iter().filter(|read| !read.is_empty()) {
            assert!(ids.contains(message_id(read)), "{conduct:?}");
        }
        let round = casework
            .outbox()
            .deliver(&transport, 10, &move || at + TimeDelta::days(1), &goes_on())
            .await
            .unwrap();
        assert_eq!(round.sent, 0, "{conduct:?}: done is done");
        casework.reads(Viewer::SYSTEM).close().await.unwrap();
    }
}

#[test]
fn a_message_too_large_to_be_read_is_sent_back_and_nothing_of_its_file_is_taken() {
    let folder = tempfile::tempdir().unwrap();
    let ended = |arguments: &[&str], given: &[u8]| {
        let mut child = program(folder.path(), 1, arguments)
            .stdin(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // It reads no further than it has to.
        drop(child.stdin.take().unwrap().write_all(given));
        let output = child.wait_with_output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        (output.status.code(), said)
    };
    let message = mail("foi@police.example", "", "How many drones?");
    let mut large = message.clone();
    large.resize(64_000_001, b'x');
    let (status, said) = ended(&["receive"], &large);
    assert_eq!(status, Some(65), "{said}");
    assert!(said.contains("more than 64 megabytes"), "{said}");
    let begins = b"From ada@example.org Thu Jun  4 10:00:00 2026\n";
    let both = [&begins[..], &message, b"\n", begins, &large].concat();
    for (name, bytes) in [("one.eml", large.as_slice()), ("both.mbox", &both)] {
        let file = folder.path().join(name);
        std::fs::write(&file, bytes).unwrap();
        let (status, said) = ended(&["import", file.to_str().unwrap()], b"");
        assert_eq!(status, Some(1), "{said}");
        assert!(said.contains("more than 64 megabytes"), "{said}");
    }
    large.pop();
    let (status, said) = ended(&["receive"], &large);
    assert_eq!(status, Some(0), "{said}");
}
