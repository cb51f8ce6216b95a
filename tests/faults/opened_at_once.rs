//! Programs that open one database at the same time, as at a first start or an upgrade: each step of
//! the schema is taken once, and beneath a program that serves none is.

use crate::commands::{fed, run};
use crate::damage::past_the_program;
use crate::program::{Program, command};
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Child, Stdio};

fn begun(folder: &Path, words: &[&str], input: &str) -> Child {
    let mut child = command(folder, &[], words)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(input.as_bytes()).unwrap();
    child
}

fn message(number: usize) -> String {
    format!(
        "From: a{number}@b.example\r\nSubject: x\r\nMessage-ID: <z{number}@b>\r\n\r\nHow many, {number}?\r\n"
    )
}

#[test]
fn a_first_start_and_commands_beside_it_all_succeed() {
    for round in 0..6 {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path();
        fs::write(
            path.join("log.csv"),
            "received,request\n2026-05-01,How many?\n",
        )
        .unwrap();
        let mut children: Vec<Child> = (0..3)
            .map(|n| begun(path, &["receive"], &message(n)))
            .collect();
        children.push(begun(path, &["import", "log.csv"], ""));
        children.push(begun(path, &["report", "month", "2026-06"], ""));
        children.push(begun(path, &["outbox"], ""));
        let program = Program::start(path, &[]);
        for child in children {
            let output = child.wait_with_output().unwrap();
            assert_eq!(
                output.status.code(),
                Some(0),
                "round {round}: {}",
                String::from_utf8_lossy(&output.stderr)
            );
        }
        assert!(!program.said().contains("held"), "{}", program.said());
        program.terminate();
    }
}

#[test]
fn no_command_takes_a_step_beneath_a_program_that_serves() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    let program = Program::start(path, &[]);
    // As an older program has it, that knows of one step less.
    past_the_program(
        path,
        "DELETE FROM seaql_migrations WHERE version = (SELECT MAX(version) FROM seaql_migrations)",
    );
    let process = format!("process {}", program.process());
    let said = run(path, &[], &["report", "month", "2026-06"]);
    assert_eq!(said.status, Some(1), "{said:?}");
    assert!(
        said.errors.contains("1 step to come") && said.errors.contains(&process),
        "{said:?}"
    );
    let said = fed(path, &[], &["receive"], message(1).as_bytes());
    assert_eq!(said.status, Some(75), "{said:?}");
    assert!(said.errors.contains("1 step to come"), "{said:?}");
    program.terminate();
}
