//! Who has reviewed a disputed reading: said in the settings, refused where it is no review, told
//! wherever the reading decides a date, and counted at the start and by the check.

use crate::ports::free_port;
use crate::refusals::{act, logged};
use crate::support::{App, day, signed_in};
use daylight::casework::Instruction;
use daylight::casework::cases::actions;
use daylight::casework::cases::log_request::RequestToLog;
use daylight::config::Law;
use daylight::config::settings::Settings;
use daylight::domain::case::{Actor, Channel};
use daylight::domain::role::Role;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

const REVIEWED: &str = "eir_question_after_day_20 = { choice = \"restart\", reviewed_by = \"A. Lawyer\", since = \"2024-05-01\" }";

/// A folder with a settings file of these readings, after other lines.
pub fn folder(before: &str, readings: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("config")).unwrap();
    let settings = format!("{before}[law.readings]\n{readings}\n");
    std::fs::write(folder.path().join("config/daylight.toml"), settings).unwrap();
    folder
}

pub fn program(folder: &Path) -> Command {
    let mut program = Command::new(env!("CARGO_BIN_EXE_daylight"));
    program
        .current_dir(folder)
        .env_clear()
        .envs(crate::authority::NAMED);
    program
}

fn daylight(folder: &Path, arguments: &[&str]) -> Output {
    program(folder).args(arguments).output().unwrap()
}

pub fn printed(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// What `daylight check` says of readings like these, and whether it ends well.
fn checked(before: &str, readings: &str) -> (String, bool) {
    let folder = folder(before, readings);
    let output = daylight(folder.path(), &["check"]);
    let told = format!(
        "{}{}",
        printed(&output),
        String::from_utf8_lossy(&output.stderr)
    );
    (told, output.status.success())
}

#[test]
fn a_review_that_is_none_is_refused_with_its_line_and_what_to_write() {
    let table = |inside: &str| format!("\neir_question_after_day_20 = {inside}");
    let cases = [
        (
            "{ choice = \"restart\", reviewed_by = \"\", since = \"2024-05-01\" }",
            "nobody of a name",
        ),
        (
            "{ choice = \"restart\", reviewed_by = \"  \", since = \"2024-05-01\" }",
            "nobody of a name",
        ),
        (
            "{ choice = \"restart\", reviewed_by = \"Nobody yet\", since = \"2024-05-01\" }",
            "since a day",
        ),
        (
            "{ choice = \"restart\", reviewed_by = \"A. Lawyer\" }",
            "since when",
        ),
        (
            "{ choice = \"restart\", reviewed_by = \"A. Lawyer\", since = \"\" }",
            "since when",
        ),
        (
            "{ choice = \"restart\", since = \"2024-05-01\" }",
            "who has reviewed it",
        ),
        (
            "{ choice = \"restart\", reviewed_by = \"A. Lawyer\", since = \"2024-02-30\" }",
            "no day",
        ),
        (
            "{ choice = \"restart\", reviewed_by = \"A. Lawyer\", since = \"1 May 2024\" }",
            "no day",
        ),
        (
            "{ choice = \"restart\", reviewed_by = \"A. Lawyer\", since = \"2999-01-01\" }",
            "1 January 2999",
        ),
        (
            "{ choice = \"restart\", reviewed_by = \"A.\\nLawyer\", since = \"2024-05-01\" }",
            "line break",
        ),
        (
            "{ choice = \"restart\", review_by = \"A. Lawyer\" }",
            "no key \"review_by\"",
        ),
        (
            "{ reviewed_by = \"A. Lawyer\", since = \"2024-05-01\" }",
            "names no choice",
        ),
        (
            "{ choice = \"begin\", reviewed_by = \"A. Lawyer\", since = \"2024-05-01\" }",
            "Use one of: restart, no_effect",
        ),
        ("{ choice = 1 }", "is not text"),
        ("{}", "names no choice"),
        ("1", "whole number"),
    ];
    for (inside, named) in cases {
        let (told, well) = checked("", &table(inside));
        assert!(!well, "{inside}: {told}");
        // The file begins with the heading and an empty line.
        let place = "daylight.toml line 3 (law.readings.eir_question_after_day_20): ";
        assert!(
            told.contains(place) && told.contains(named),
            "{inside}: {told}"
        );
        assert!(!told.contains("panicked"), "{told}");
    }
    let (told, well) = checked("", "eir_question_after_day = \"restart\"");
    assert!(
        !well && told.contains("line 2") && told.contains("Did you mean"),
        "{told}"
    );
}

#[test]
fn the_law_as_it_is_printed_says_who_has_reviewed_what_and_what_it_decides() {
    let folder = folder(
        "",
        &format!("{REVIEWED}\neir_fees_notice_after_day_20 = \"no_effect\""),
    );
    let output = daylight(folder.path(), &["law", "uk-eir-2004"]);
    let told = printed(&output);
    assert!(output.status.success(), "{output:?}");
    for line in [
        "Environmental Information Regulations 2004 (SI 2004/3391): uk-eir-2004",
        "eir_question_after_day_20, on reg 9(2)(a), (4)",
        "Reviewed by: A. Lawyer, since 1 May 2024.",
        "Reviewed by: Nobody yet; chosen under [law.readings].",
        "Reviewed by: Nobody yet; as shipped since ",
        "Received on 1 September 2025, a question to the requester on 6 October 2025 and a clarification on 13 October 2025: the last day for the answer is Monday 10 November 2025, or else Monday 29 September 2025.",
    ] {
        assert!(told.contains(line), "no {line:?} in {told}");
    }
    // The other law has its own, and none of these is printed for it.
    assert!(!told.contains("foia_"), "{told}");
    let unknown = daylight(folder.path(), &["law", "uk-eir"]);
    assert_eq!(unknown.status.code(), Some(2), "{unknown:?}");
}

#[test]
fn the_explanation_says_by_whom_the_reading_it_rests_on_was_reviewed() {
    let told = |readings: &str| {
        let folder = folder("", readings);
        let events = [
            "clarification_sought@2025-10-06",
            "clarification_received@2025-10-13",
        ];
        let mut arguments = vec![
            "deadline",
            "--regime",
            "uk-eir-2004",
            "--received",
            "2025-09-01",
        ];
        arguments.extend(events.iter().flat_map(|event| ["--event", event]));
        printed(&daylight(folder.path(), &arguments))
    };
    let shipped = told("");
    assert!(
        shipped.contains("when it is answered (chosen by nobody yet: as shipped). Read otherwise"),
        "{shipped}"
    );
    let reviewed = told(REVIEWED);
    assert!(
        reviewed.contains(
            "when it is answered (as reviewed by A. Lawyer, since 1 May 2024). Read otherwise"
        ),
        "{reviewed}"
    );
    let chosen = told("eir_question_after_day_20 = \"no_effect\"");
    assert!(chosen.contains("leaves the time as it is (as chosen by this authority, reviewed by nobody yet). Read otherwise"), "{chosen}");
}

#[test]
fn an_event_typed_is_as_strict_as_one_of_a_batch() {
    let folder = tempfile::tempdir().unwrap();
    let told = |event: &str| {
        let mut arguments = vec![
            "deadline",
            "--regime",
            "uk-foia-2000",
            "--received",
            "2026-06-01",
        ];
        arguments.extend(["--event", event]);
        let output = daylight(folder.path(), &arguments);
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        (told, output.status.success())
    };
    for (event, named) in [
        ("extended@2026-06-08:PUBLIC_INTEREST", "public_interest"),
        (
            "extended@2026-06-08:Public interest test",
            "public_interest",
        ),
        ("extended@2026-06-08:public interest", "public_interest"),
        (
            "extended@2026-06-08:public_interest:2026-7-24",
            "GROUND:UNTIL",
        ),
        ("extended@2026-06-08:", "GROUND:UNTIL"),
        ("Extended@2026-06-08", "extended"),
        (" extended@2026-06-08", "extended"),
        ("responded@2026-06-08 ", "YYYY-MM-DD"),
        ("responded@2026-06-08:in_part", "only an extension"),
        (
            "transferred@2026-06-08:in_part:in_part",
            "only an extension",
        ),
        ("transferred@2026-06-08:IN_PART", "only an extension"),
    ] {
        let (error, well) = told(event);
        assert!(!well && error.contains(named), "{event}: {error}");
    }
    for event in [
        "extended@2026-06-08:public-interest:2026-07-24",
        "extended@2026-06-08:public_interest",
        "extended@2026-06-08",
        "transferred@2026-06-08:in_part",
    ] {
        let (error, well) = told(event);
        assert!(well, "{event}: {error}");
    }
}

/// What `daylight serve` prints until it answers.
fn served(folder: &Path) -> String {
    let out = folder.join("log");
    let log = std::fs::File::create(&out).unwrap();
    let mut child = program(folder)
        .env("DAYLIGHT_LISTEN", format!("127.0.0.1:{}", free_port()))
        .stdout(log.try_clone().unwrap())
        .stderr(Stdio::from(log))
        .spawn()
        .unwrap();
    let begun = Instant::now();
    let said = loop {
        let said = std::fs::read_to_string(&out).unwrap();
        if said.contains("Daylight is at") || begun.elapsed() > Duration::from_secs(60) {
            break said;
        }
        std::thread::sleep(Duration::from_millis(50));
    };
    child.kill().unwrap();
    child.wait().unwrap();
    said
}

/// How many readings of a law as it is shipped nobody has reviewed.
fn shipped(regime: &str) -> usize {
    let law = Law::load(None).unwrap();
    law.regime(regime, day("2026-06-01"))
        .unwrap()
        .readings
        .len()
}

#[test]
fn the_start_and_the_check_say_once_how_many_readings_of_the_laws_here_nobody_has_reviewed() {
    let lines = |said: &str| {
        said.lines()
            .filter(|line| line.contains("has reviewed"))
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    let eir = "[law]\ndefault_regime = \"uk-eir-2004\"\n";
    let number = shipped("uk-eir-2004");
    let sentence = |number: usize| {
        let readings = if number == 1 { "reading" } else { "readings" };
        format!(
            "Nobody has reviewed {number} disputed {readings} of the law that dates here may rest on; `daylight law uk-eir-2004` lists "
        )
    };
    let (told, well) = checked(eir, "");
    assert!(well, "{told}");
    let said = lines(&told);
    assert_eq!(said.len(), 1, "{told}");
    assert!(
        said[0].starts_with(&format!("Law: {}", sentence(number))),
        "{told}"
    );
    let (told, _) = checked(eir, REVIEWED);
    assert!(lines(&told)[0].contains(&sentence(number - 1)), "{told}");
    // Served with a database; checked against it afterwards.
    let folder = folder(eir, REVIEWED);
    let said = served(folder.path());
    assert!(said.contains("Daylight is at"), "{said}");
    assert_eq!(lines(&said).len(), 1, "{said}");
    assert!(lines(&said)[0].starts_with(&sentence(number - 1)), "{said}");
    let output = daylight(folder.path(), &["check"]);
    assert!(output.status.success(), "{output:?}");
    assert!(lines(&printed(&output))[0].contains(&sentence(number - 1)));
    // Where all are reviewed nothing is said.
    let law = Law::load(None).unwrap();
    let readings = &law
        .regime("uk-eir-2004", day("2026-06-01"))
        .unwrap()
        .readings;
    let all: Vec<String> = readings
        .iter()
        .map(|r| {
            format!(
                "{} = {{ choice = \"{}\", reviewed_by = \"A. Lawyer\", since = \"2024-05-01\" }}",
                r.id, r.taken
            )
        })
        .collect();
    let (told, well) = checked(eir, &all.join("\n"));
    assert!(well && lines(&told).is_empty(), "{told}");
}

on_both_databases! {
    async fn the_desk_says_who_has_reviewed_a_reading_and_a_review_moves_no_date(app: App) {
        let folder = folder("", REVIEWED);
        let settings = Settings::load(Some(&folder.path().join("config")), std::iter::empty()).unwrap();
        let reviewed = Law::load_as_read(None, &settings.law.readings).unwrap();
        // Who has reviewed a reading is no other law: nothing is counted again for it.
        assert_eq!(reviewed.fingerprint(), Law::load(None).unwrap().fingerprint());
        app.casework.laws().take_law(reviewed);
        let olga = app.person("Olga", Role::Officer).await;
        let reference = logged(&app, "uk-eir-2004", "How many otters?", "ada@example.org").await;
        app.set_clock("2026-07-06T09:00:00Z");
        let ask = Instruction::SeekClarification(actions::SeekClarification { needs: "Which river?".into(), why: "There are two.".into() });
        let record = Instruction::RecordClarification(actions::RecordClarification { text: "The Kettle.".into() });
        for step in [Instruction::Allocate(actions::Allocate { team: None, officer: olga.person }), ask, record] {
            act(&app, &reference, olga, step).await;
        }
        signed_in(&app, "olga@police.example", "three words here").await;
        let desk = app.get(&format!("/desk/requests/{reference}")).await;
        assert!(desk.says("Checked by a lawyer: A. Lawyer, since 1 May 2024."), "{}", desk.html);
        assert!(desk.says("(as reviewed by A. Lawyer, since 1 May 2024)"), "{}", desk.html);
        assert!(desk.says("Checked by a lawyer: nobody yet; as shipped since"), "{}", desk.html);
    }

    async fn the_laws_of_cases_count_with_the_one_new_requests_are_logged_under(app: App) {
        let here = async || app.casework.laws().unreviewed(app.now()).await.unwrap().to_string();
        let mut number = shipped(&app.casework.authority().regime);
        assert!(here().await.contains(&format!("reviewed {number} disputed")), "{}", here().await);
        logged(&app, "uk-eir-2004", "How many otters?", "ada@example.org").await;
        number += shipped("uk-eir-2004");
        assert!(here().await.contains(&format!("reviewed {number} disputed")), "{}", here().await);
        assert!(here().await.contains("`daylight law uk-eir-2004 uk-foia-2000`"), "{}", here().await);
        // A law of which there are no cases adds none, nor a version of one that governs none of them.
        let before = number;
        let request = RequestToLog {
            received: day("2026-06-02"),
            channel: Channel::Email,
            regime: Some("uk-gdpr-sar".into()),
            variant: None,
            name: "Ada Example".into(),
            email: "ada@example.org".into(),
            address: String::new(),
            category: String::new(),
            subject: String::new(),
            request: "All about me.".into(),
            acknowledge: false,
            submission: "about me".into(),
        };
        app.casework.cases().log_request(request, Actor::SYSTEM, app.now()).await.unwrap();
        number += shipped("uk-gdpr-sar");
        assert!(number > before);
        assert!(here().await.contains(&format!("reviewed {number} disputed")), "{}", here().await);
    }
}
