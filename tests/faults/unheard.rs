//! What the program says cannot be written (`/dev/full`, as where its log shares a full disk) or
//! nobody reads it any more: the work is done, and nothing panics.

use crate::commands::{run, taken_over};
use crate::outbox::until;
use crate::program::{Visitor, command};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::Write;
use std::net::{Ipv4Addr, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// A stream that takes nothing.
fn full() -> File {
    File::options().write(true).open("/dev/full").unwrap()
}

/// A stream whose reader went away.
fn broken() -> std::io::PipeWriter {
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    writer
}

/// Starts a command whose answer goes there; what it complains of is kept.
fn answering(folder: &Path, arguments: &[&str], to: Stdio) -> Child {
    let mut started = command(folder, &[], arguments);
    started
        .stdin(Stdio::piped())
        .stdout(to)
        .stderr(Stdio::piped());
    started.spawn().unwrap()
}

#[test]
fn a_server_whose_log_cannot_be_written_starts_and_serves() {
    let folder = tempfile::tempdir().unwrap();
    let port = crate::ports::free_port();
    let listen = format!("127.0.0.1:{port}");
    let mut served = command(
        folder.path(),
        &[("DAYLIGHT_LISTEN", &listen), crate::authority::CHOSEN],
        &["serve"],
    );
    let mut served = served.stdout(full()).stderr(full()).spawn().unwrap();
    until("a page", Duration::from_secs(60), || {
        assert_eq!(served.try_wait().unwrap(), None, "it ended");
        TcpStream::connect(("127.0.0.1", port)).is_ok()
    });
    let mut visitor = Visitor {
        port,
        address: Ipv4Addr::LOCALHOST,
        cookies: BTreeMap::new(),
    };
    for path in ["/publications", "/nowhere", "/desk/requests"] {
        visitor.get(path);
    }
    assert_eq!(visitor.get("/publications").status, 200);
    let asked = Command::new("kill").arg(served.id().to_string()).status();
    assert!(asked.unwrap().success());
    assert!(served.wait().unwrap().success(), "it ends as it should");
}

#[test]
fn an_answer_that_cannot_be_written_is_one_sentence_and_no_panic() {
    let folder = tempfile::tempdir().unwrap();
    taken_over(folder.path(), &[], 3);
    let commands: [&[&str]; 7] = [
        &["check"],
        &["audit", "verify"],
        &["audit", "head"],
        &["report", "month", "2026-05"],
        &["report", "month", "2026-05", "--format", "csv"],
        &["outbox"],
        &["law"],
    ];
    for arguments in commands {
        let heard = run(folder.path(), &[], arguments);
        let (status, out) = (heard.status, heard.out);
        assert!(
            !out.is_empty() && status == Some(0),
            "{arguments:?} has an answer: {status:?} {out}"
        );
        let said = answering(folder.path(), arguments, full().into())
            .wait_with_output()
            .unwrap();
        let errors = String::from_utf8_lossy(&said.stderr);
        assert_eq!(said.status.code(), Some(1), "{arguments:?}: {errors}");
        assert!(
            errors.contains("cannot write the answer"),
            "{arguments:?}: {errors}"
        );
        assert!(!errors.contains("panicked"), "{arguments:?}: {errors}");
        // Whoever pages through it has read enough.
        let left = answering(folder.path(), arguments, broken().into())
            .wait_with_output()
            .unwrap();
        let errors = String::from_utf8_lossy(&left.stderr);
        assert_eq!(left.status.code(), status, "{arguments:?}: {errors}");
        assert!(!errors.contains("panicked"), "{arguments:?}: {errors}");
    }
}

#[test]
fn a_message_that_is_kept_is_not_sent_back_because_nobody_heard_so() {
    let folder = tempfile::tempdir().unwrap();
    let mut number = 0;
    let mut kept = |to: Stdio| {
        number += 1;
        let mut receive = answering(folder.path(), &["receive"], to);
        let mail = format!(
            "From: a@x.example\r\nTo: foi@police.example\r\nSubject: Dogs\r\nMessage-ID: <{number}@x.example>\r\n\
             Date: Tue, 2 Jun 2026 09:00:00 +0000\r\n\r\nHow many dogs?\r\n"
        );
        receive
            .stdin
            .take()
            .unwrap()
            .write_all(mail.as_bytes())
            .unwrap();
        let said = receive.wait_with_output().unwrap();
        (
            said.status.code(),
            String::from_utf8_lossy(&said.stdout).into_owned(),
        )
    };
    let (heard, _) = kept(Stdio::piped());
    assert_eq!(heard, Some(0));
    assert_eq!(kept(full().into()).0, Some(0));
    assert_eq!(kept(broken().into()).0, Some(0));
    let again = run(folder.path(), &[], &["check"]);
    assert!(!again.errors.contains("panicked"), "{again:?}");
    if let Some(count) = crate::outbox::sqlite3(
        &folder.path().join("data/daylight.db"),
        "SELECT COUNT(*) FROM messages",
    ) {
        assert_eq!(count, "3");
    }
}
