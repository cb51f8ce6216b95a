//! An outbox to be tried: letters put into it, workers that empty it, and what arrived.

use crate::required::or_skipped;
use crate::support::App;
use chrono::{DateTime, Utc};
use daylight::casework::mail::deliver::Round;
use daylight::casework::{Casework, Parts};
use daylight::config::settings::Settings;
use daylight::config::{Law, publication, shape, topics};
use daylight::domain::viewer::Viewer;
use daylight::mail::{Patience, Protection, SmtpServer, Transport};
use daylight::store::NewLetter;
use daylight::templates::Templates;
use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::watch;
use tokio::task::JoinSet;

/// A letter to a colleague: it belongs to no case, whatever its kind.
pub fn letter(name: &str, kind: &str, address: &str, at: DateTime<Utc>) -> NewLetter {
    NewLetter {
        case_id: None,
        message_id: format!("{name}@police.example"),
        kind: kind.parse().unwrap(),
        to_name: "Ada".into(),
        to_address: Some(address.into()),
        subject: format!("Letter {name}"),
        body_text: "Dear Ada".into(),
        body_html: "<p>Dear Ada</p>".into(),
        salt: String::new(),
        in_reply_to: None,
        thread: None,
        by_itself: false,
        at,
        delivered: None,
    }
}

/// Puts letters into the outbox of a database.
pub async fn put(casework: &Casework, letters: Vec<NewLetter>) {
    let unit = casework.reads(Viewer::SYSTEM).begin().await.unwrap();
    unit.letters().insert_letters(letters).await.unwrap();
    unit.commit().await.unwrap();
}

/// The use cases over the data of a program started in this folder.
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

pub fn transport(port: u16, patience: Duration) -> Transport {
    Transport::smtp(SmtpServer {
        host: "127.0.0.1".into(),
        port,
        credentials: None,
        protection: Protection::Unprotected,
        ca_file: None,
        patience: Patience::of(patience),
    })
    .unwrap()
}

/// Workers of two nodes over one database, on a clock that begins at the app's time and runs so
/// many times as fast; each ends when it finds nothing to send.
pub async fn worked(
    app: &App,
    way: &Transport,
    (workers, speed): (usize, i32),
    stop: &watch::Receiver<bool>,
) -> Vec<Round> {
    let (begun, from) = (Instant::now(), app.now().at);
    let other = Arc::new(app.second_node().await);
    let mut all = JoinSet::new();
    for number in 0..workers {
        let node = if number % 2 == 0 {
            &app.casework
        } else {
            &other
        };
        let (node, way, stop) = (Arc::clone(node), way.clone(), stop.clone());
        all.spawn(async move {
            let clock = move || from + begun.elapsed() * u32::try_from(speed).unwrap();
            node.outbox()
                .deliver(&way, 1_000, &clock, &stop)
                .await
                .unwrap()
        });
    }
    all.join_all().await
}

/// How often each Message-ID stands among letters.
pub fn arrivals(letters: &[String]) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for letter in letters {
        let (_, rest) = letter.split_once("Message-ID: <").unwrap();
        let id = rest.split('@').next().unwrap();
        *counts.entry(id.to_owned()).or_default() += 1;
    }
    counts
}

/// What `sqlite3` says to these words about a database; nothing where it is missing.
pub fn sqlite3(database: &Path, words: &str) -> Option<String> {
    let asked = Command::new("sqlite3").arg(database).arg(words).output();
    let answer = or_skipped("sqlite3", asked.map_err(|e| e.to_string()))?;
    Some(String::from_utf8(answer.stdout).unwrap().trim().to_owned())
}

/// Waits until something holds.
pub fn until(what: &str, most: Duration, mut holds: impl FnMut() -> bool) -> Duration {
    let begun = Instant::now();
    while !holds() {
        assert!(begun.elapsed() < most, "waited in vain for {what}");
        std::thread::sleep(Duration::from_millis(50));
    }
    begun.elapsed()
}
