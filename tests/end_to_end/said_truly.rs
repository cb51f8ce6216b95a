//! What the desk, and the program at its start, say of what cannot be done is so.

use crate::support::{App, day, signed_in};
use daylight::casework::Instruction;
use daylight::domain::role::Role;
use std::path::{Path, PathBuf};
use std::process::Command;

on_both_databases! {
    async fn at_the_wrong_stage_nobody_is_told_that_an_account_is_missing(app: App) {
        let olga = app.person("Olga", Role::Officer).await;
        app.clearer().await;
        let reference = app.logged(day("2026-06-01"), "How many trams run?", "one").await;
        let allocate = Instruction::Allocate { team: None, officer: olga.person };
        app.act(&reference, olga, None, allocate).await.unwrap();
        signed_in(&app, "olga@police.example", "three words here").await;
        let page = app.get(&format!("/desk/requests/{reference}/clearances/new")).await;
        assert!(page.says("nly a manager can do this"), "{}", page.html);
        assert!(page.says("The case is at the stage \u{201c}Allocated\u{201d}; this can be done at: clearance."), "{}", page.html);
        assert!(!page.says("Nobody at the desk"), "{}", page.html);
    }
}

#[test]
fn a_cost_band_that_no_law_has_is_named_at_the_start_with_those_there_are() {
    let folder = tempfile::tempdir().unwrap();
    let check = |band: &str| {
        let output = Command::new(env!("CARGO_BIN_EXE_daylight"))
            .arg("check")
            .current_dir(folder.path())
            .env_clear()
            .env("DAYLIGHT_DATA", folder.path())
            .env("DAYLIGHT_LAW__COST_BAND", band)
            .output()
            .unwrap();
        format!(
            "{}{}",
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr)
        )
    };
    let wrong = check("centrel");
    assert!(
        wrong.contains("no law has a cost limit called \"centrel\""),
        "{wrong}"
    );
    assert!(wrong.contains("Use one of: central, other"), "{wrong}");
    for band in ["central", "other"] {
        assert!(!check(band).contains("cost limit"), "{band}");
    }
}

/// Words spelt as in the United States, where we write otherwise.
const FOREIGN: [&str; 8] = [
    "organiz", "recogniz", "authoriz", "summariz", "behavior", "favor", "catalog ", "fulfill",
];

/// What other programs call things, and what others may write in a log of theirs.
const OF_OTHERS: [&str; 3] = [
    "\"organization\" => \"organisation\"",
    "            \"organization\",",
    "X-MS-Exchange-Organization",
];

fn files(folder: &Path, ending: &str, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, ending, found);
        } else if path.extension().is_some_and(|e| e == ending) {
            found.push(path);
        }
    }
}

#[test]
fn no_label_page_or_letter_is_spelt_as_in_the_united_states() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut wrong = Vec::new();
    for (folder, ending) in [("templates", "hbs"), ("src", "rs")] {
        let mut found = Vec::new();
        files(&root.join(folder), ending, &mut found);
        for file in found {
            let text = std::fs::read_to_string(&file).unwrap();
            for line in text.lines() {
                // Of a program only what it quotes is read by people.
                let read = match ending {
                    "rs" => line
                        .split('"')
                        .skip(1)
                        .step_by(2)
                        .collect::<Vec<_>>()
                        .join(" "),
                    _ => line.to_owned(),
                };
                let read = read.to_lowercase();
                if FOREIGN.iter().any(|word| read.contains(word))
                    && !OF_OTHERS.iter().any(|other| line.contains(other))
                {
                    wrong.push(format!("{}: {line}", file.display()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
