//! One bit of an index flips: the letter it names is no more, and the file can be read from end to end.
//! What is not so is said, by the program that would send letters and by its check.

use crate::commands::run;
use crate::outbox::{sqlite3, until};
use crate::program::Program;
use crate::restored_copy::{nowhere, request, smtp};
use crate::smtp_sink::{Conduct, SmtpSink};
use std::path::Path;
use std::time::Duration;

const A_WHILE: Duration = Duration::from_secs(60);

/// Makes the first entry of the index of letters that are due name row 0 in place of row 1.
fn flipped(file: &Path) -> Option<()> {
    sqlite3(
        file,
        "UPDATE letters SET attempts = 0; PRAGMA wal_checkpoint(TRUNCATE)",
    )?;
    let ask = |words: &str| sqlite3(file, words).unwrap();
    let size: usize = ask("PRAGMA page_size").parse().unwrap();
    let root = "SELECT rootpage FROM sqlite_schema WHERE name = 'letters_due'";
    let root: usize = ask(root).parse().unwrap();
    let due = ask("SELECT next_attempt_at FROM letters WHERE id = 1");
    let mut bytes = std::fs::read(file).unwrap();
    let page = &mut bytes[(root - 1) * size..root * size];
    let at = page
        .windows(due.len())
        .position(|w| w == due.as_bytes())
        .unwrap();
    // Before the values stand their kinds: 9 is the number 1, and 8 the number 0 (SQLite's file
    // format, 2.1); the number of the row comes last.
    let kind = (at - 4..at).rev().find(|&i| page[i] == 9).unwrap();
    page[kind] ^= 1;
    std::fs::write(file, bytes).unwrap();
    Some(())
}

#[test]
fn an_index_that_names_a_letter_that_is_not_there_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    let down = nowhere();
    let env = [("DAYLIGHT_MAIL_URL", down.as_str())];
    let program = Program::start(path, &env);
    for n in 0..2 {
        request(&mut program.visitor(), &format!("How many drones, {n}?"));
    }
    program.terminate();
    if flipped(&path.join("data/daylight.db")).is_none() {
        return;
    }
    let sink = SmtpSink::start(Conduct::Accepts);
    let url = smtp(sink.port());
    let env = [("DAYLIGHT_MAIL_URL", url.as_str())];
    let checked = run(path, &env, &["check"]);
    assert_eq!(checked.status, Some(1), "{checked:?}");
    assert!(
        checked.errors.contains("the database is damaged")
            && checked.errors.contains("letters_due"),
        "{checked:?}"
    );
    let program = Program::start(path, &env);
    until("the log to say so", A_WHILE, || {
        program.said().contains("an index of letters names row 0")
    });
    assert!(sink.letters().is_empty());
    program.terminate();
}
