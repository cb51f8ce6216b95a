//! No letter tells a requester a date that rests on a reading nobody chose: where letters leave by a mail
//! server there is no start, and no case, under a law of which a reading was neither chosen nor taken
//! as it is shipped.

use crate::readings_reviewed::{folder, printed, program};
use crate::refusals::logged;
use crate::smtp_sink::{Conduct, SmtpSink};
use crate::support::{App, by_email, day};
use daylight::casework::CaseworkFault;
use daylight::casework::cases::correct::Correcting;
use daylight::casework::cases::import::{Beside, LogRow};
use daylight::casework::cases::log_request::RequestToLog;
use daylight::casework::cases::to_correct::ToCorrect;
use daylight::casework::people::authority::AuthorityTyped;
use daylight::config::Law;
use daylight::domain::case::Actor;
use daylight::domain::role::Role;
use std::collections::BTreeMap;
use std::path::Path;

const TAKEN: &str = "as_shipped = { reviewed_by = \"A. Lawyer\", since = \"2026-11-30\" }";

/// Each reading of a law as it is shipped, said to be reviewed.
fn each(regime: &str) -> String {
    let law = Law::load(None).unwrap();
    let readings = &law.regime(regime, day("2026-06-01")).unwrap().readings;
    let lines = readings.iter().map(|reading| {
        format!(
            "{} = {{ choice = \"{}\", reviewed_by = \"A. Lawyer\", since = \"2024-05-01\" }}\n",
            reading.id, reading.taken
        )
    });
    lines.collect()
}

/// What a command says in this folder, with letters to a mail server, and how it ends; `serve` is
/// asked for a port nobody can have, so that one that would start ends there.
fn said(folder: &Path, command: &str, mail: &str) -> (String, Option<i32>) {
    let listen = if command == "serve" {
        "192.0.2.1:8000"
    } else {
        "127.0.0.1:0"
    };
    let output = program(folder)
        .arg(command)
        .env("DAYLIGHT_MAIL_URL", mail)
        .env("DAYLIGHT_LISTEN", listen)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    (printed(&output) + &said, output.status.code())
}

#[test]
fn a_program_that_mails_does_not_start_on_a_reading_nobody_chose() {
    let sink = SmtpSink::start(Conduct::Accepts);
    let mail = format!("smtp://127.0.0.1:{}?tls=none", sink.port());
    let eir = "[law]\ndefault_regime = \"uk-eir-2004\"\n";
    let (one, others) = each("uk-eir-2004")
        .split_once('\n')
        .map(|(one, others)| (one.to_owned(), others.to_owned()))
        .unwrap();
    let (id, _) = one.split_once(' ').unwrap();
    let number = each("uk-eir-2004").lines().count();
    // How the law is read, and how many readings are then chosen by nobody.
    for (readings, unchosen) in [
        (String::new(), number),
        (others.clone(), 1),
        // Said as it is shipped, a choice says nothing: a copy of the built-in file has it too.
        (
            format!("{others}{id} = \"restart\""),
            usize::from(id == "eir_question_after_day_20"),
        ),
        (
            format!(
                "{others}{id} = {{ choice = \"{}\" }}",
                each("uk-eir-2004").split('"').nth(1).unwrap()
            ),
            1,
        ),
        (TAKEN.replace("11-30", "11-28"), number),
        (TAKEN.to_owned(), 0),
        (each("uk-eir-2004"), 0),
        (
            format!("{TAKEN}\neir_question_after_day_20 = \"no_effect\""),
            0,
        ),
    ] {
        let folder = folder(eir, &readings);
        for command in ["check", "serve"] {
            let (told, status) = said(folder.path(), command, &mail);
            let what = match unchosen {
                1 => "ships 1 disputed reading of".to_owned(),
                many => format!("ships {many} disputed readings of"),
            };
            let refused = told.contains("nobody here has chosen");
            assert_eq!(refused, unchosen > 0, "{command}, {readings}: {told}");
            if refused {
                assert_eq!(status, Some(1), "{told}");
                for part in [
                    &what,
                    "`daylight law uk-eir-2004`",
                    "[law.readings]",
                    "as_shipped = {",
                ] {
                    assert!(told.contains(part), "no {part:?}: {told}");
                }
            } else {
                // Only the address is in the way of the start.
                assert!(command == "serve" || status == Some(0), "{told}");
                assert!(command == "check" || told.contains("192.0.2.1"), "{told}");
            }
        }
        // Letters that only lie in files are read by no requester.
        let (told, status) = said(folder.path(), "check", "file:letters");
        assert_eq!(status, Some(0), "{told}");
    }
    assert!(sink.letters().is_empty());
}

#[test]
fn before_set_up_nobody_is_asked_for_the_readings_of_a_law_that_may_not_be_theirs() {
    let sink = SmtpSink::start(Conduct::Accepts);
    let folder = folder("", "");
    let output = program(folder.path())
        .arg("check")
        .env("DAYLIGHT_AUTHORITY__NAME", "")
        .env(
            "DAYLIGHT_MAIL_URL",
            format!("smtp://127.0.0.1:{}?tls=none", sink.port()),
        )
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(told.contains("name is not known"), "{told}");
    assert!(!told.contains("nobody here has chosen"), "{told}");
}

#[test]
fn who_takes_the_law_as_shipped_is_somebody_and_since_a_day_that_has_been() {
    for (inside, named) in [
        ("\"A. Lawyer\"", "who and since when"),
        ("{}", "who and since when"),
        ("{ reviewed_by = \"A. Lawyer\" }", "since when"),
        ("{ since = \"2026-11-30\" }", "who has reviewed it"),
        (
            "{ reviewed_by = \"\", since = \"2026-11-30\" }",
            "nobody of a name",
        ),
        (
            "{ reviewed_by = \"nobody yet\", since = \"2026-11-30\" }",
            "since a day",
        ),
        (
            "{ reviewed_by = \"A. Lawyer\", since = \"2026-11-31\" }",
            "no day",
        ),
        (
            "{ reviewed_by = \"A. Lawyer\", since = \"2999-01-01\" }",
            "1 January 2999",
        ),
        (
            "{ choice = \"restart\", reviewed_by = \"A. Lawyer\", since = \"2026-11-30\" }",
            "no key \"choice\"",
        ),
        ("3", "whole number"),
    ] {
        let folder = folder("", &format!("as_shipped = {inside}"));
        let (told, status) = said(folder.path(), "check", "file:letters");
        let place = "daylight.toml line 2 (law.readings.as_shipped): ";
        assert!(
            status == Some(1) && told.contains(place) && told.contains(named),
            "{inside}: {told}"
        );
    }
    // A variable of the environment says the same, or is refused by its name.
    let folder = folder("", "");
    let variable = |value: &str| {
        let name = "DAYLIGHT_LAW__READINGS__AS_SHIPPED";
        let output = program(folder.path())
            .args(["law", "uk-foia-2000"])
            .env(name, value)
            .output()
            .unwrap();
        (
            printed(&output) + &String::from_utf8_lossy(&output.stderr),
            output.status.success(),
        )
    };
    let (told, well) = variable("{ reviewed_by = \"A. Lawyer\", since = 2026-11-30 }");
    assert!(
        well && told.contains("Reviewed by: A. Lawyer, since 30 November 2026.")
            && !told.contains("obody"),
        "{told}"
    );
    for value in [
        "A. Lawyer",
        "{ reviewed_by = \"A. Lawyer\"",
        "{ reviewed_by = \"A. Lawyer\", since = 3 }",
    ] {
        let (told, well) = variable(value);
        assert!(
            !well && told.contains("DAYLIGHT_LAW__READINGS__AS_SHIPPED"),
            "{value}: {told}"
        );
    }
}

/// The same as variables of the environment.
fn settings_of(lines: &str) -> Vec<(String, String)> {
    let set = lines.lines().map(|line| line.split_once(" = ").unwrap());
    set.map(|(id, chosen)| {
        let name = format!("DAYLIGHT_LAW__READINGS__{}", id.to_uppercase());
        (name, chosen.to_owned())
    })
    .collect()
}

/// What was refused of the law.
fn of_the_law<T: std::fmt::Debug>(refused: Result<T, CaseworkFault>) -> String {
    match refused {
        Err(CaseworkFault::Refused(why)) => why,
        Err(CaseworkFault::Invalid(faults)) => {
            let fault = faults.iter().find(|fault| fault.field == "regime");
            fault
                .unwrap_or_else(|| panic!("{faults:?}"))
                .message
                .clone()
        }
        other => panic!("{other:?}"),
    }
}

on_both_databases! {
    async fn no_case_comes_under_a_law_of_which_nobody_chose_a_reading(app: App) {
        let mut settings = vec![
            ("DAYLIGHT_MAIL_URL".to_owned(), "smtp://127.0.0.1:9?tls=none".to_owned()),
            ("DAYLIGHT_LAW__READINGS__AS_SHIPPED".to_owned(), String::new()),
        ];
        settings.extend(settings_of(&each("uk-foia-2000")));
        let mails = app.beside(&settings).await;
        let officer = mails.person("Olga", Role::Officer).await;
        let reference = logged(&mails, "uk-foia-2000", "How many otters?", "ada@example.org").await;
        let before = mails.case(&reference).await.stored.version;
        let names = |why: &str| assert!(why.contains("nobody here has chosen") && why.contains("`daylight law uk-eir-2004`"), "{why}");

        let request = || RequestToLog {
            regime: Some("uk-eir-2004".into()),
            ..by_email(day("2026-06-01"), "How many newts?", "newts")
        };
        names(&of_the_law(mails.casework.cases().log_request(request(), officer, mails.now()).await));
        let what = ToCorrect::Law { regime: "uk-eir-2004".into(), calendar: None };
        let correcting = Correcting { reference: reference.clone(), version: before, submission: "law".into(), what, why: "It is about rivers.".into() };
        names(&of_the_law(mails.casework.corrections().correct(&correcting, officer, mails.now()).await));
        let row = LogRow { number: 2, reference: "OLD-1".into(), received: "2026-05-01".into(), request: "How many eels?".into(), regime: "uk-eir-2004".into(), ..LogRow::default() };
        let taken = mails.casework.cases().import(&[row], None, mails.now(), Beside::Nobody, &|_| ()).await.unwrap();
        assert_eq!((taken.taken, taken.refused.len()), (0, 1), "{taken:?}");
        names(&taken.refused[0].text);
        let manager = mails.person("Mario", Role::Manager).await;
        let typed = AuthorityTyped { regime: "uk-eir-2004".into(), ..AuthorityTyped::default() };
        names(&of_the_law(mails.casework.change_authority(typed, manager, mails.now()).await));

        // Of the law of another day than today nothing is asked there.
        let old = AuthorityTyped { regime: "uk-gdpr-sar".into(), ..AuthorityTyped::default() };
        let bare = vec![settings[0].clone(), settings[1].clone()];
        let mut today = bare.clone();
        today.extend(settings_of(&each("uk-gdpr-sar")));
        let of_today = app.beside(&today).await;
        of_today.casework.change_authority(old.clone(), manager, of_today.now()).await.unwrap();
        assert!(of_the_law(app.beside(&bare).await.casework.change_authority(old, manager, app.now()).await).contains("uk-gdpr-sar"));

        assert_eq!(mails.case(&reference).await.stored.version, before);
        assert_eq!(mails.references().await, std::slice::from_ref(&reference));
        // Where letters lie in files all of it goes on: none of them tells anybody anything.
        app.casework.cases().log_request(request(), Actor::SYSTEM, app.now()).await.unwrap();
        assert_eq!(app.references().await.len(), 2);
        // Now there is a case under that law, and a program that mails does not start on it.
        let bar = mails.casework.laws().unreviewed(mails.now()).await.unwrap().bar(&mails.casework.settings, &mails.casework.authority());
        names(&bar.unwrap_err());
        // Nor does one that runs take the law over by which another counted the cases.
        app.casework.laws().follow_the_law(app.now()).await.unwrap();
        let other = BTreeMap::from([("eir_question_after_day_20".to_owned(), "no_effect".into())]);
        mails.casework.laws().take_law(Law::load_as_read(None, &other.into()).unwrap());
        names(&of_the_law(mails.casework.laws().keep_up_with_the_law(mails.now()).await));
        assert!(app.casework.laws().unreviewed(app.now()).await.unwrap().bar(&app.casework.settings, &app.casework.authority()).is_ok());
    }
}
