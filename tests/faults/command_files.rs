//! Files that commands are given: what they are stays, what they say is taken whole or refused, and what
//! cannot be read is not passed over.

use crate::commands::run;
use std::fs;
use std::os::unix::fs::{FileTypeExt, symlink};
use std::path::Path;
use std::process::Command;

#[test]
fn a_log_that_ends_within_a_quote_is_refused_and_nothing_of_it_taken() {
    let folder = tempfile::tempdir().unwrap();
    let log = "reference,received,request\nA1,2025-01-01,\"said \"\"no\"\", twice\"\n\
               A2,2025-01-02,\"an unfinished cell\nA3,2025-01-03,b\n";
    fs::write(folder.path().join("log.csv"), log).unwrap();
    let said = run(folder.path(), &[], &["import", "log.csv"]);
    assert_eq!(said.status, Some(1), "{said:?}");
    assert!(said.errors.contains("quote opens in line 3"), "{said:?}");
    fs::write(
        folder.path().join("log.csv"),
        log.replace("cell\n", "cell\"\n"),
    )
    .unwrap();
    let said = run(folder.path(), &[], &["import", "log.csv"]);
    assert!(
        said.status == Some(0) && said.out.contains("3 rows taken"),
        "{said:?}"
    );
}

#[test]
fn logs_of_one_name_leave_a_summary_each() {
    let folder = tempfile::tempdir().unwrap();
    for (month, wrong) in [("jan", "a day"), ("feb", "another day")] {
        fs::create_dir(folder.path().join(month)).unwrap();
        let log = format!("reference,received,request\n{month},{wrong},\"How many?\"\n");
        fs::write(folder.path().join(month).join("log.csv"), log).unwrap();
    }
    let said = run(
        folder.path(),
        &[],
        &["import", "jan/log.csv", "feb/log.csv"],
    );
    assert_eq!(said.status, Some(1), "{said:?}");
    let summary =
        |name: &str| fs::read_to_string(folder.path().join("data/imports").join(name)).unwrap();
    assert!(summary("log-summary.csv").contains("jan"), "{said:?}");
    assert!(summary("log-summary-2.csv").contains("feb"), "{said:?}");
}

#[test]
fn a_configuration_folder_that_leads_nowhere_is_not_passed_over() {
    let folder = tempfile::tempdir().unwrap();
    let config = folder.path().join("config");
    assert_eq!(run(folder.path(), &[], &["check"]).status, Some(0));
    for to in ["gone", "config"] {
        symlink(to, &config).unwrap();
        let said = run(folder.path(), &[], &["check"]);
        assert!(
            said.status == Some(1) && said.errors.contains("folder config"),
            "{to}: {said:?}"
        );
        fs::remove_file(&config).unwrap();
    }
    // Its parts too.
    fs::create_dir(&config).unwrap();
    symlink("regimes", config.join("regimes")).unwrap();
    let said = run(folder.path(), &[], &["check"]);
    assert!(
        said.status == Some(1) && said.errors.contains("regimes"),
        "{said:?}"
    );
}

fn discover(folder: &Path, output: &str) -> crate::commands::Said {
    let arguments = [
        "topics", "discover", "--input", "in.jsonl", "--output", output,
    ];
    run(folder, &[], &arguments)
}

#[test]
fn an_answer_takes_the_place_of_no_file_but_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    let asked = "{\"id\":\"a\",\"text\":\"How many drones?\"}\n";
    fs::write(path.join("in.jsonl"), asked).unwrap();
    symlink("in.jsonl", path.join("same")).unwrap();
    for output in ["in.jsonl", "./in.jsonl", "same"] {
        let said = discover(path, output);
        assert!(
            said.status == Some(2) && said.errors.contains("is what is read"),
            "{output}: {said:?}"
        );
        assert_eq!(
            fs::read_to_string(path.join("in.jsonl")).unwrap(),
            asked,
            "{output}"
        );
    }
    // A link leads to the file that is meant.
    symlink("meant", path.join("link")).unwrap();
    fs::write(path.join("meant"), "before").unwrap();
    assert_eq!(discover(path, "link").status, Some(0));
    assert!(path.join("link").is_symlink());
    assert!(
        fs::read_to_string(path.join("meant"))
            .unwrap()
            .contains("\"a\"")
    );
    // What is no file stays what it is.
    let made = Command::new("mkfifo")
        .arg(path.join("pipe"))
        .status()
        .unwrap();
    assert!(made.success());
    let pipe = path.join("pipe");
    let reader = std::thread::spawn(move || fs::read_to_string(pipe).unwrap());
    assert_eq!(discover(path, "pipe").status, Some(0));
    assert!(
        fs::symlink_metadata(path.join("pipe"))
            .unwrap()
            .file_type()
            .is_fifo()
    );
    assert!(reader.join().unwrap().contains("\"a\""));
}
