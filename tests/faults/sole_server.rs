//! One program serves an SQLite file; commands work beside it.

use crate::commands::{fed, run, taken_over};
use crate::program::Program;

#[test]
fn a_second_server_on_one_file_is_refused_and_the_first_one_named() {
    let folder = tempfile::tempdir().unwrap();
    let first = Program::start(folder.path(), &[]);
    let refused = Program::attempt(folder.path(), &[]).err().unwrap();
    assert_eq!(refused.status.code(), Some(1), "{refused:?}");
    let named = format!("process {}", first.process());
    assert!(
        refused.said.contains(&named) && refused.said.contains("stop it first"),
        "{refused:?}"
    );
    // The same file by another name.
    std::os::unix::fs::symlink(folder.path().join("data"), folder.path().join("same")).unwrap();
    let refused = Program::attempt(folder.path(), &[("DAYLIGHT_DATA", "same")])
        .err()
        .unwrap();
    assert!(refused.said.contains(&named), "{refused:?}");
    // Commands work beside it, and it goes on.
    taken_over(folder.path(), &[], 3);
    let mail =
        b"From: ada@example.org\r\nTo: foi@police.example\r\nSubject: Dogs\r\n\r\nHow many?\r\n";
    assert_eq!(fed(folder.path(), &[], &["receive"], mail).status, Some(0));
    for arguments in [
        ["report", "month", "2026-05"].as_slice(),
        &["audit", "verify"],
        &["check"],
    ] {
        let said = run(folder.path(), &[], arguments);
        assert_eq!(said.status, Some(0), "{said:?}");
    }
    assert_eq!(first.visitor().get("/").status, 200);
    // The system takes the lock back from a process that is killed.
    first.kill();
    let second = Program::start(folder.path(), &[]);
    let refused = Program::attempt(folder.path(), &[]).err().unwrap();
    assert!(
        refused
            .said
            .contains(&format!("process {}", second.process())),
        "{refused:?}"
    );
    second.terminate();
    drop(Program::start(folder.path(), &[]));
}
