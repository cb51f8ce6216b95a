//! The database file is moved away, or another put in its place, beneath a server: what is
//! acknowledged is in the file that is there, or nothing is acknowledged.

use crate::outbox::{sqlite3, until};
use crate::program::Program;
use std::fs;
use std::time::Duration;

const A_WHILE: Duration = Duration::from_secs(30);

#[test]
fn nothing_is_acknowledged_once_another_file_stands_in_the_place_of_the_database() {
    let folder = tempfile::tempdir().unwrap();
    let (file, back) = (
        folder.path().join("data/daylight.db"),
        folder.path().join("back.db"),
    );
    let old = folder.path().join("old.db");
    let program = Program::start(folder.path(), &[]);
    let mut visitor = program.visitor();
    let csrf = visitor.csrf();
    let ask = |n: usize| {
        let mut visitor = visitor.clone();
        visitor.try_request(
            &csrf,
            &format!("How many, {n}?"),
            &format!("a{n}@x.example"),
        )
    };
    let first = ask(0).unwrap().unwrap();
    if sqlite3(&file, &format!(".backup {}", back.display())).is_none() {
        return;
    }
    let second = ask(1).unwrap().unwrap();
    fs::rename(&file, &old).unwrap();
    fs::copy(&back, &file).unwrap();
    let mut refused = 0;
    let begun = std::time::Instant::now();
    // Until it has ended.
    while begun.elapsed() < A_WHILE {
        match ask(2) {
            Ok(Ok(token)) => panic!("acknowledged and lost: {token}"),
            Ok(Err(reply)) => {
                assert_eq!(reply.status, 503, "{}", reply.text());
                assert!(
                    reply.text().contains("has not been kept"),
                    "{}",
                    reply.text()
                );
                refused += 1;
            }
            Err(_) => break,
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    assert!(refused > 0, "{}", program.said());
    let mut status = None;
    let mut program = program;
    until("the program to end", A_WHILE, || {
        status = program.ended();
        status.is_some()
    });
    assert_eq!(
        status.and_then(|status| status.code()),
        Some(1),
        "{}",
        program.said()
    );
    assert!(
        program.said().contains("another put in its place"),
        "{}",
        program.said()
    );
    let held = |path| sqlite3(path, "PRAGMA integrity_check; SELECT reference FROM cases").unwrap();
    let reference = |token: &str| token.split('.').next().unwrap().to_owned();
    // What was acknowledged is in the file that was moved away, and the other is as it was put there.
    let (first, second) = (reference(&first), reference(&second));
    assert_eq!(held(&old), format!("ok\n{first}\n{second}"));
    assert_eq!(held(&file), format!("ok\n{first}"));
    drop(program);
    let again = Program::start(folder.path(), &[]);
    assert!(
        again.said().contains("The outbox is held"),
        "{}",
        again.said()
    );
    again.terminate();
}

#[test]
fn a_database_that_is_moved_away_and_back_loses_nothing_that_was_acknowledged() {
    let folder = tempfile::tempdir().unwrap();
    let (data, away) = (folder.path().join("data"), folder.path().join("away"));
    let program = Program::start(folder.path(), &[]);
    let mut visitor = program.visitor();
    let csrf = visitor.csrf();
    let first = visitor
        .request(&csrf, "How many drones?", "a@x.example")
        .unwrap();
    fs::rename(&data, &away).unwrap();
    let refused = visitor
        .request(&csrf, "How many horses?", "b@x.example")
        .unwrap_err();
    assert_eq!(refused.status, 503, "{}", refused.text());
    until("the log to say so", A_WHILE, || {
        program.said().contains("moved away or removed")
    });
    // What is there is read all the same.
    assert_eq!(visitor.get(&format!("/status/{first}")).status, 200);
    // What the program may have made anew in the meantime is not the folder.
    let _ = fs::remove_dir_all(&data);
    fs::rename(&away, &data).unwrap();
    let second = visitor
        .request(&csrf, "How many dogs?", "c@x.example")
        .unwrap();
    program.terminate();
    let program = Program::start(folder.path(), &[]);
    assert!(!program.said().contains("held"), "{}", program.said());
    for token in [first, second] {
        assert_eq!(
            program.visitor().get(&format!("/status/{token}")).status,
            200
        );
    }
    program.terminate();
}

#[test]
fn a_log_that_is_removed_beneath_the_program_takes_nothing_that_was_acknowledged_with_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut program = Program::start(folder.path(), &[]);
    let mut visitor = program.visitor();
    let csrf = visitor.csrf();
    let first = visitor
        .request(&csrf, "How many drones?", "a@x.example")
        .unwrap();
    fs::remove_file(folder.path().join("data/daylight.db-wal")).unwrap();
    if let Ok(Ok(token)) = visitor.try_request(&csrf, "How many horses?", "b@x.example") {
        panic!("acknowledged into a log that is gone: {token}");
    }
    let mut status = None;
    until("the program to end", A_WHILE, || {
        status = program.ended();
        status.is_some()
    });
    assert!(
        program.said().contains("daylight.db-wal) was removed"),
        "{}",
        program.said()
    );
    assert_eq!(status.and_then(|status| status.code()), Some(1));
    drop(program);
    let again = Program::start(folder.path(), &[]);
    assert!(!again.said().contains("held"), "{}", again.said());
    assert_eq!(again.visitor().get(&format!("/status/{first}")).status, 200);
    again.terminate();
}
