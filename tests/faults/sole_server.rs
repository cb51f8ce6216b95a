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

#[test]
fn a_file_is_the_same_by_whatever_name_a_second_server_or_a_command_comes_to_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    let first = Program::start(path, &[]);
    let named = format!("process {}", first.process());
    std::fs::create_dir(path.join("other")).unwrap();
    let (file, other) = (
        path.join("data/daylight.db"),
        path.join("other/daylight.db"),
    );
    std::fs::hard_link(&file, other).unwrap();
    let by_link = [("DAYLIGHT_DATA", "other")];
    let refused = Program::attempt(path, &by_link).err().unwrap();
    assert!(refused.said.contains(&named), "{refused:?}");
    // A command that comes by the other name finds no copy: the outbox is not held for it.
    let mail =
        b"From: ada@example.org\r\nTo: foi@police.example\r\nSubject: Dogs\r\n\r\nHow many?\r\n";
    assert_eq!(fed(path, &by_link, &["receive"], mail).status, Some(0));
    let said = run(path, &[], &["outbox"]);
    assert!(said.out.contains("not held"), "{said:?}");
    std::fs::remove_file(path.join("data/daylight.db.lock")).unwrap();
    let refused = Program::attempt(path, &[]).err().unwrap();
    assert!(refused.said.contains(&named), "{refused:?}");
    first.terminate();
    Program::start(path, &[]).terminate();
}

#[test]
fn a_folder_is_the_one_that_is_named_whatever_is_in_its_name() {
    let folder = tempfile::tempdir().unwrap();
    let names = ["a b", "a%20b", "what?mode=ro", "x#y"];
    let programs: Vec<Program> = names
        .iter()
        .map(|name| Program::start(folder.path(), &[("DAYLIGHT_DATA", name)]))
        .collect();
    for (name, program) in names.iter().zip(programs) {
        let file = folder.path().join(name).join("daylight.db");
        assert!(file.metadata().unwrap().len() > 0, "{name}");
        program.terminate();
    }
}
