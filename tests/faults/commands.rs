//! Commands run to their end, and what they are run on.

use crate::postgres::Database;
use crate::program::command;
use std::fs;
use std::path::Path;
use std::process::{Output, Stdio};

/// What a command printed, and how it ended.
#[derive(Debug)]
pub struct Said {
    pub status: Option<i32>,
    pub out: String,
    pub errors: String,
}

/// Runs a command to its end.
pub fn run(folder: &Path, env: &[(&str, &str)], arguments: &[&str]) -> Said {
    said(command(folder, env, arguments).output().unwrap())
}

/// The same with something on standard input.
pub fn fed(folder: &Path, env: &[(&str, &str)], arguments: &[&str], input: &[u8]) -> Said {
    use std::io::Write;
    let mut child = command(folder, env, arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input).unwrap();
    said(child.wait_with_output().unwrap())
}

fn said(output: Output) -> Said {
    Said {
        status: output.status.code(),
        out: String::from_utf8_lossy(&output.stdout).into_owned(),
        errors: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

/// A folder with an earlier log of so many requests in it, taken over.
pub fn taken_over(folder: &Path, env: &[(&str, &str)], rows: usize) {
    let mut log = String::from("reference,received,request\n");
    for row in 0..rows {
        let text = format!("How many matters number {row} were there, and what did they cost? ");
        log.push_str(&format!(
            "R{row},2026-05-{:02},\"{}\"\n",
            row % 28 + 1,
            text.repeat(6)
        ));
    }
    fs::write(folder.join("log.csv"), log).unwrap();
    let imported = run(folder, env, &["import", "log.csv"]);
    assert_eq!(imported.status, Some(0), "{imported:?}");
}

/// Does a test on each database: the environment that names it, and the database of PostgreSQL.
pub fn on_both(test: impl Fn(&[(&str, &str)], Option<&Database>)) {
    test(&[], None);
    if let Some(database) = Database::create() {
        test(
            &[("DAYLIGHT_DATABASE_URL", &database.url())],
            Some(&database),
        );
    }
}

const MAIL: &[u8] = b"From: A\0da <ada\0@example.org>\r\nTo: foi@police.example\r\nSubject: Dro\0nes\r\n\
    Message-ID: <o\0ne@example.org>\r\nIn-Reply-To: <t\0wo@example.org>\r\nDate: Tue, 2 Jun 2026 09:00:00 +0100\r\n\
    MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/plain\r\n\r\n\
    How many\0 drones?\r\n--x\r\nContent-Type: text/pl\0ain; name=\"a\0b.txt\"\r\n\
    Content-Disposition: attachment; filename=\"a\0b.txt\"\r\n\r\nwo\0rds\r\n--x--\r\n";

#[test]
fn control_characters_in_logs_and_mail_are_left_out() {
    on_both(|env, _| {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path();
        let csv = "reference,received,requester_category,subject,request,outcome\nA\u{0}1,2026-05-01,me\0dia,Do\0gs,How many\0 dogs?,\n";
        let jsonl = "{\"id\":\"B\\u00001\",\"received\":\"2026-05-02\",\"request\":\"How many\\u0000 cats?\",\"subject\":\"C\\u0000ats\"}\n";
        fs::write(path.join("log.csv"), csv).unwrap();
        fs::write(path.join("log.jsonl"), jsonl).unwrap();
        fs::write(path.join("odd.eml"), MAIL).unwrap();
        for file in ["log.csv", "log.jsonl"] {
            let said = run(path, env, &["import", file]);
            assert!(
                said.status == Some(0) && said.out.contains("1 row taken"),
                "{file}: {said:?}"
            );
        }
        let kept = fed(path, env, &["receive"], MAIL);
        assert_eq!(kept.status, Some(0), "{kept:?}");
        let again = run(path, env, &["import", "odd.eml"]);
        assert_eq!(again.status, Some(0), "{again:?}");
        assert!(!kept.errors.contains("waits to be judged"), "{kept:?}");
        let check = run(path, env, &["check"]);
        assert_eq!(check.status, Some(0), "{check:?}");
    });
}

#[test]
fn what_leaves_of_a_refused_row_is_no_formula() {
    let folder = tempfile::tempdir().unwrap();
    let log = "reference,received,request\n\"=HYPERLINK(\"\"http://x.example\"\")\",nonsense,Dogs?\n@SUM(A1),2026-05-01,\n";
    fs::write(folder.path().join("log.csv"), log).unwrap();
    let said = run(folder.path(), &[], &["import", "log.csv"]);
    assert_eq!(said.status, Some(1), "{said:?}");
    let summary = fs::read_to_string(folder.path().join("data/imports/log-summary.csv")).unwrap();
    assert!(
        summary.contains("'=HYPERLINK") && summary.contains("'@SUM"),
        "{summary}"
    );
    for line in summary.lines() {
        let formula = line
            .split(',')
            .any(|cell| cell.trim_start_matches('"').starts_with(['=', '+', '@']));
        assert!(!formula, "{line}");
    }
}
