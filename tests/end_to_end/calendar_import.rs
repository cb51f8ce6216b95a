//! Bank holidays as GOV.UK publishes them are compared, taken into use and followed by open cases.

use crate::law_in_use::before_the_proclamation;
use crate::support::{App, day};
use daylight::casework::cases::actions;
use daylight::casework::{Casework, Instruction, Parts};
use daylight::config::settings::Settings;
use daylight::config::{Law, publication, shape, topics};
use daylight::domain::case::Event;
use daylight::domain::case::events;
use daylight::domain::role::Role;
use daylight::templates::Templates;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use std::sync::Arc;
use std::time::Duration;
use tempfile::TempDir;

/// Scotland in 2026, as published on the day the World Cup holiday was added.
const SCOTLAND_2026: [(&str, &str, &str); 10] = [
    ("2026-01-01", "New Year\u{2019}s Day", ""),
    ("2026-01-02", "2nd January", ""),
    ("2026-04-03", "Good Friday", ""),
    ("2026-05-04", "Early May bank holiday", ""),
    ("2026-05-25", "Spring bank holiday", ""),
    ("2026-06-15", "World Cup bank holiday", ""),
    ("2026-08-03", "Summer bank holiday", ""),
    ("2026-11-30", "St Andrew\u{2019}s Day", ""),
    ("2026-12-25", "Christmas Day", ""),
    ("2026-12-28", "Boxing Day", "Substitute day"),
];

fn published(division: &str, days: &[(&str, &str, &str)]) -> String {
    let events: Vec<serde_json::Value> = days
        .iter()
        .map(|(date, title, notes)| {
            serde_json::json!({"title": title, "date": date, "notes": notes, "bunting": true})
        })
        .collect();
    serde_json::json!({division: {"division": division, "events": events}}).to_string()
}

/// Runs the program over a configuration folder and a database.
fn daylight(config: &Path, database: &str, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_daylight"))
        .args(arguments)
        .current_dir(config)
        .env_clear()
        .envs(crate::authority::NAMED)
        .env("DAYLIGHT_CONFIG", config)
        .env("DAYLIGHT_DATABASE_URL", database)
        .output()
        .unwrap()
}

fn printed(output: &Output) -> String {
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn refused(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(said.trim_end().lines().count(), 1, "{said}");
    said
}

/// Every file below a folder with what it says.
fn files(folder: &Path) -> std::collections::BTreeMap<std::path::PathBuf, Vec<u8>> {
    let mut found = std::collections::BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.insert(path.clone(), fs::read(&path).unwrap());
        }
    }
    found
}

async fn import(config: &Path, url: &str, file: &Path, apply: bool) -> Output {
    let (config, url, file) = (config.to_owned(), url.to_owned(), file.to_owned());
    let run = move || {
        let mut arguments = vec!["calendar", "import", file.to_str().unwrap()];
        arguments.extend(apply.then_some("--apply"));
        daylight(&config, &url, &arguments)
    };
    tokio::task::spawn_blocking(run).await.unwrap()
}

on_both_databases! {
    async fn an_import_moves_open_cases_leaves_closed_ones_and_is_listed_at_the_desk(app: App) {
        let folder = TempDir::new().unwrap();
        before_the_proclamation(folder.path());
        let file = folder.path().join("bank-holidays.json");
        fs::write(&file, published("scotland", &SCOTLAND_2026)).unwrap();
        app.casework.laws().take_law(Law::load(Some(folder.path())).unwrap());
        app.casework.laws().follow_the_law(app.now()).await.unwrap();
        let officer = app.person("Olga", Role::Officer).await;
        app.person("Mina", Role::Manager).await;
        let open = app.logged(day("2026-05-28"), "How many drones?", "open").await;
        let closed = app.logged(day("2026-05-28"), "How many horses?", "closed").await;
        app.act(&closed, officer, None, Instruction::Withdraw(actions::Withdraw)).await.unwrap();

        let shown = printed(&import(folder.path(), &app.url, &file, false).await);
        assert!(shown.contains("added    Monday 15 June 2026  World Cup bank holiday"), "{shown}");
        assert!(shown.contains("add --apply"), "{shown}");
        for other in ["removed", "renamed", "Northern Ireland"] {
            assert!(!shown.contains(other), "{shown}");
        }
        assert_eq!(app.case(&open).await.stored.due, Some(day("2026-06-25")), "nothing yet");

        // While letters leave, no date is moved by readings nobody chose, and nothing is written.
        let settings = "[mail]\nurl = \"smtp://127.0.0.1:9?tls=none\"\n";
        let before = files(folder.path());
        fs::write(folder.path().join("daylight.toml"), settings).unwrap();
        let said = refused(&import(folder.path(), &app.url, &file, true).await);
        assert!(said.contains("nobody here has chosen"), "{said}");
        fs::remove_file(folder.path().join("daylight.toml")).unwrap();
        assert_eq!(files(folder.path()), before);
        assert_eq!(app.case(&open).await.stored.due, Some(day("2026-06-25")), "nothing yet");

        let shown = printed(&import(folder.path(), &app.url, &file, true).await);
        assert!(shown.contains("1 due date moved"), "{shown}");
        let moved = app.case(&open).await.stored;
        assert_eq!(moved.due, Some(day("2026-06-26")));
        let Event::DueDateMoved(events::DueDateMoved { from, to, cause }) = &moved.events.last().unwrap().event else {
            panic!("no event: {:?}", moved.events);
        };
        assert_eq!((*from, *to), (Some(day("2026-06-25")), Some(day("2026-06-26"))));
        assert_eq!(cause, "15 June 2026 is now a holiday: World Cup bank holiday in Scotland");
        let kept = app.case(&closed).await.stored;
        assert_eq!(kept.due, Some(day("2026-06-25")));
        assert!(!kept.events.iter().any(|r| matches!(r.event, Event::DueDateMoved(_))));

        for person in ["olga", "mina"] {
            let csrf = app.get("/desk/sign-in").await.value("csrf");
            let email = format!("{person}@police.example");
            let typed = [("email", email.as_str()), ("password", "three words here"), ("csrf", &csrf)];
            app.post("/desk/sign-in", &typed).await;
            let list = app.get("/desk/dates-moved").await;
            assert!(list.says(&open) && !list.says(&closed), "{person}: {}", list.html);
            assert!(list.says("World Cup bank holiday in Scotland"), "{}", list.html);
        }
        let again = printed(&import(folder.path(), &app.url, &file, true).await);
        assert!(again.contains("there is nothing to write"), "{again}");
    }

    async fn a_running_program_notices_what_another_one_imported(app: App) {
        let folder = TempDir::new().unwrap();
        before_the_proclamation(folder.path());
        let file = folder.path().join("bank-holidays.json");
        fs::write(&file, published("scotland", &SCOTLAND_2026)).unwrap();
        let env = [
            ("DAYLIGHT_CONFIG", folder.path().display().to_string()),
            ("DAYLIGHT_DATABASE_URL", app.url.clone()),
        ]
        .map(|(name, value)| (name.to_owned(), value));
        let running = Casework::open(Parts {
            settings: Settings::load(None, crate::authority::named(env).into_iter()).unwrap(),
            law: Law::load(Some(folder.path())).unwrap(),
            templates: Templates::load().unwrap(),
            weights: publication::load(None).unwrap(),
            topic_settings: topics::load(None).unwrap(),
            shape_words: shape::load(None).unwrap(),
        });
        let running = Arc::new(running.await.unwrap());
        running.laws().follow_the_law(app.now()).await.unwrap();
        let before = running.law().fingerprint().to_owned();
        printed(&import(folder.path(), &app.url, &file, true).await);
        let (stop, stopped) = tokio::sync::watch::channel(false);
        let at = app.now().at;
        let job = daylight::jobs::law::run(Arc::clone(&running), Arc::new(move || at), stopped);
        let job = tokio::spawn(job);
        for _ in 0..100 {
            if running.law().fingerprint() != before {
                break;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        stop.send(true).unwrap();
        job.await.unwrap();
        let scotland = running.law().calendar("scotland").unwrap().clone();
        assert!(!scotland.is_working_day(day("2026-06-15")), "the law was not read again");
    }
}

#[test]
fn a_reviewed_override_holds_over_the_file_until_the_file_agrees() {
    let folder = TempDir::new().unwrap();
    let config = folder.path();
    fs::create_dir_all(config.join("calendars")).unwrap();
    fs::write(
        config.join("calendars/overrides.toml"),
        "[[override]]\ncalendar = \"scotland\"\non = 2026-06-15\nreviewed_by = \"A. Lawyer\"\n\
         reviewed_on = 2026-03-01\nwhy = \"the proclamation was withdrawn\"\n"
            .replace("2026-06-15", "\"2026-06-15\"")
            .replace("2026-03-01", "\"2026-03-01\""),
    )
    .unwrap();
    let file = config.join("bank-holidays.json");
    let mut days = SCOTLAND_2026.to_vec();
    days[6].1 = "Summer holiday";
    fs::write(&file, published("scotland", &days)).unwrap();
    let database = format!("sqlite:{}", config.join("none.db").display());
    let arguments = ["calendar", "import", file.to_str().unwrap(), "--apply"];
    let shown = printed(&daylight(config, &database, &arguments));
    assert!(
        shown.contains("renamed  Monday 3 August 2026  Summer bank holiday becomes Summer holiday"),
        "{shown}"
    );
    assert!(
        shown.contains("Kept: 15 June 2026 is a working day in scotland"),
        "{shown}"
    );
    assert!(shown.contains("There is no database yet"), "{shown}");
    let due = [
        "deadline",
        "--regime",
        "scot-foisa-2002",
        "--received",
        "2026-05-28",
    ];
    let told = printed(&daylight(config, &database, &due));
    assert!(told.contains("Thursday 25 June 2026"), "{told}");
}

#[test]
fn a_file_that_reaches_further_makes_provisional_dates_certain() {
    let folder = TempDir::new().unwrap();
    let config = folder.path();
    let law = Law::load(None).unwrap();
    let scotland = law.calendar("scotland").unwrap();
    let mut days: Vec<(String, String)> = scotland
        .holidays()
        .iter()
        .filter(|holiday| holiday.on >= day("2027-01-01"))
        .map(|holiday| (holiday.on.to_string(), holiday.name.clone()))
        .collect();
    days.extend(
        [
            ("2029-01-01", "New Year's Day"),
            ("2029-01-02", "2nd January"),
            ("2029-03-30", "Good Friday"),
            ("2029-12-25", "Christmas Day"),
        ]
        .map(|(on, name)| (on.to_owned(), name.to_owned())),
    );
    let days: Vec<(&str, &str, &str)> = days
        .iter()
        .map(|(on, name)| (on.as_str(), name.as_str(), ""))
        .collect();
    let file = config.join("bank-holidays.json");
    fs::write(&file, published("scotland", &days)).unwrap();
    let database = format!("sqlite:{}", config.join("none.db").display());
    let due = [
        "deadline",
        "--regime",
        "scot-foisa-2002",
        "--received",
        "2028-12-20",
    ];
    let before = printed(&daylight(config, &database, &due));
    assert!(
        before.contains("Friday 19 January 2029 (provisional)"),
        "{before}"
    );
    assert!(
        before.contains("Holidays after 31 December 2028 are not yet known"),
        "{before}"
    );
    let arguments = ["calendar", "import", file.to_str().unwrap(), "--apply"];
    let shown = printed(&daylight(config, &database, &arguments));
    assert!(
        shown.contains("known to the end of 2029, so far to the end of 2028"),
        "{shown}"
    );
    let after = printed(&daylight(config, &database, &due));
    assert!(after.contains("Tuesday 23 January 2029\n"), "{after}");
    assert!(!after.contains("provisional"), "{after}");
}

#[test]
fn a_file_that_is_wrong_is_refused_in_one_sentence_and_changes_nothing() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("bank-holidays.json");
    let database = format!("sqlite:{}", folder.path().join("none.db").display());
    let twice = [SCOTLAND_2026[8], SCOTLAND_2026[8]];
    for (text, says) in [
        ("{\"scotland\": [".to_owned(), "not in the form"),
        (published("wales", &SCOTLAND_2026), "no division \"wales\""),
        (
            published("scotland", &twice),
            "25 December 2026 is there twice in scotland",
        ),
        (
            published("scotland", &SCOTLAND_2026[..4]),
            "no holiday at Christmas 2026",
        ),
    ] {
        fs::write(&file, text).unwrap();
        let arguments = ["calendar", "import", file.to_str().unwrap(), "--apply"];
        let said = refused(&daylight(folder.path(), &database, &arguments));
        assert!(said.contains(says), "{said}");
        assert!(!folder.path().join("calendars").exists());
    }
}
