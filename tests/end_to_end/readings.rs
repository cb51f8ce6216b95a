//! A date that rests on a disputed reading of the law says so wherever somebody is told it.

use crate::refusals::logged;
use crate::support::{App, signed_in};
use daylight::casework::Instruction;
use daylight::casework::cases::actions;
use daylight::config::Law;
use daylight::domain::case::Event;
use daylight::domain::role::Role;
use rocket::http::Status;
use std::collections::BTreeMap;
use std::io::Write as _;
use std::process::{Command, Stdio};

const NAMED: &str =
    "Thursday 6 August 2026 rests on a reading of reg 9(2)(a), (4) that is disputed";
const OTHERWISE: &str = "the last day for the answer would be Tuesday 30 June 2026";

on_both_databases! {
    async fn the_letter_and_the_pages_name_the_reading_a_date_rests_on(app: App) {
        let olga = app.person("Olga", Role::Officer).await;
        let reference = logged(&app, "uk-eir-2004", "How many otters?", "ada@example.org").await;
        app.set_clock("2026-07-06T09:00:00Z");
        let allocate = Instruction::Allocate(actions::Allocate { team: None, officer: olga.person });
        app.act(&reference, olga, None, allocate).await.unwrap();
        // The twentieth working day was 30 June: this question comes after it.
        let ask = Instruction::SeekClarification(actions::SeekClarification { needs: "Which river?".into(), why: "There are two.".into() });
        app.act(&reference, olga, None, ask).await.unwrap();
        app.set_clock("2026-07-07T09:00:00Z");
        let token = app.status_token(&reference).await;
        let page = app.get(&format!("/status/{token}")).await;
        let typed = [
            ("csrf", page.value("csrf")),
            ("submission", page.value("submission")),
            ("reply", "The Kettle.".to_owned()),
        ];
        let typed: Vec<(&str, &str)> = typed.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let sent = app.post(&format!("/status/{token}/replies"), &typed).await;
        assert_eq!(sent.status, Status::SeeOther, "{}", sent.html);
        app.deliver().await;
        let letter = app.mailbox.lock().unwrap().last().cloned().unwrap();
        let text = letter.text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(text.contains("our answer is due by Thursday 6 August 2026"), "{text}");
        assert!(text.contains(NAMED) && text.contains(OTHERWISE), "{text}");

        let record = Instruction::RecordClarification(actions::RecordClarification { text: "The Kettle.".into() });
        app.act(&reference, olga, None, record).await.unwrap();
        let page = app.get(&format!("/status/{token}")).await;
        assert!(page.says(NAMED) && page.says(OTHERWISE), "{}", page.html);
        signed_in(&app, "olga@police.example", "three words here").await;
        let desk = app.get(&format!("/desk/requests/{reference}")).await;
        assert!(desk.says(NAMED) && desk.says(OTHERWISE), "{}", desk.html);
        assert!(desk.says("How the law is read where it is disputed"), "{}", desk.html);
        assert!(desk.says("Checked by a lawyer: nobody yet"), "{}", desk.html);
    }

    async fn a_choice_of_the_settings_counts_open_cases_again(app: App) {
        assert_eq!(app.casework.laws().follow_the_law(app.now()).await.unwrap(), 0);
        let olga = app.person("Olga", Role::Officer).await;
        let reference = logged(&app, "uk-eir-2004", "How many otters?", "ada@example.org").await;
        app.set_clock("2026-07-07T09:00:00Z");
        let ask = Instruction::SeekClarification(actions::SeekClarification { needs: "Which river?".into(), why: "There are two.".into() });
        let allocate = Instruction::Allocate(actions::Allocate { team: None, officer: olga.person });
        let record = Instruction::RecordClarification(actions::RecordClarification { text: "The Kettle.".into() });
        for step in [allocate, ask, record] {
            app.act(&reference, olga, None, step).await.unwrap();
        }
        let due = |text: &str| Some(text.parse().unwrap());
        assert_eq!(app.case(&reference).await.stored.due, due("2026-08-06"));
        let chosen = BTreeMap::from([("eir_question_after_day_20".to_owned(), "no_effect".into())]);
        app.casework.laws().take_law(Law::load_as_read(None, &chosen.into()).unwrap());
        assert_eq!(app.casework.laws().follow_the_law(app.now()).await.unwrap(), 1);
        let stored = app.case(&reference).await.stored;
        assert_eq!(stored.due, due("2026-06-30"));
        let [.., moved, told] = &stored.events[..] else { panic!("{:?}", stored.events) };
        assert!(matches!(moved.event, Event::DueDateMoved(_)), "{moved:?}");
        assert!(matches!(told.event, Event::LetterQueued(_)), "{told:?}");
    }
}

/// What a batch of one line says where the settings have these readings, and its exit status.
fn batch(readings: &str) -> (String, String, Option<i32>) {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("config")).unwrap();
    let settings = format!("[law.readings]\n{readings}\n");
    std::fs::write(folder.path().join("config/daylight.toml"), settings).unwrap();
    let mut child = Command::new(env!("CARGO_BIN_EXE_daylight"))
        .args(["deadline", "--batch"])
        .current_dir(folder.path())
        .env_clear()
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let line = concat!(
        "{\"id\":1,\"regime\":\"uk-eir-2004\",\"received\":\"2025-09-01\",\"events\":[",
        "{\"kind\":\"clarification_sought\",\"on\":\"2025-10-06\"},",
        "{\"kind\":\"clarification_received\",\"on\":\"2025-10-13\"}]}\n"
    );
    // A program that refuses its settings reads nothing.
    let _ = child.stdin.take().unwrap().write_all(line.as_bytes());
    let output = child.wait_with_output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (
        text(&output.stdout),
        text(&output.stderr),
        output.status.code(),
    )
}

#[test]
fn the_batch_counts_by_the_readings_of_the_settings_and_refuses_one_there_is_none_of() {
    let (shipped, _, status) = batch("");
    assert!(
        shipped.contains("\"due\":\"2025-11-10\"") && status == Some(0),
        "{shipped}"
    );
    assert!(
        shipped.contains("would be Monday 29 September 2025"),
        "{shipped}"
    );
    let (switched, _, status) = batch("eir_question_after_day_20 = \"no_effect\"");
    assert!(
        switched.contains("\"due\":\"2025-09-29\"") && status == Some(0),
        "{switched}"
    );
    assert!(
        switched.contains("would be Monday 10 November 2025"),
        "{switched}"
    );
    let (_, refused, status) = batch("eir_question_after_day_20 = \"no\"");
    assert!(
        refused.contains("Use one of: restart, no_effect") && status == Some(1),
        "{refused}"
    );
}
