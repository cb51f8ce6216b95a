//! Everything the program writes is for its own user alone, whatever the umask is.

use crate::commands::run;
use crate::outbox::until;
use crate::program::Program;
use std::fs::{self, File, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Every file and folder below this one, and it, with their modes.
fn modes(path: &Path) -> Vec<(PathBuf, u32)> {
    let found = fs::symlink_metadata(path).unwrap();
    let mut all = vec![(path.to_owned(), found.permissions().mode() & 0o777)];
    if found.is_dir() {
        for entry in fs::read_dir(path).unwrap() {
            all.extend(modes(&entry.unwrap().path()));
        }
    }
    all
}

fn assert_private(data: &Path) -> usize {
    let all = modes(data);
    for (path, mode) in &all {
        let wanted = if path.is_dir() { 0o700 } else { 0o600 };
        assert_eq!(*mode, wanted, "{}: {mode:o}", path.display());
    }
    all.len()
}

/// Whether there is a file whose name ends so, somewhere in the folder.
fn has(data: &Path, end: &str) -> bool {
    modes(data)
        .iter()
        .any(|(path, _)| path.to_string_lossy().ends_with(end))
}

#[test]
fn every_file_is_for_its_user_alone_under_any_umask() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let program = Program::start(folder.path(), &[]);
    let mut manager = program.manager();
    let mut visitor = program.visitor();
    let csrf = visitor.csrf();
    visitor
        .request(&csrf, "How many dogs?", "ada@example.org")
        .unwrap();
    fs::write(
        folder.path().join("log.csv"),
        "received,request\n2026-05-01,\n",
    )
    .unwrap();
    assert_eq!(
        run(folder.path(), &[], &["import", "log.csv"]).status,
        Some(1)
    );
    let page = manager.get("/desk/requests");
    let reference = page.text().split("/desk/requests/FOI-").nth(1).unwrap()[..10].to_owned();
    let path = format!("/desk/requests/FOI-{reference}");
    let csrf = manager.get(&path).value("csrf");
    let body = format!(
        "--x\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n{csrf}\r\n--x\r\nContent-Disposition: form-data; \
         name=\"document\"; filename=\"a.txt\"\r\nContent-Type: text/plain\r\n\r\nwords\r\n--x--\r\n"
    );
    let kind = [("Content-Type", "multipart/form-data; boundary=x".to_owned())];
    let added = manager
        .ask("POST", &format!("{path}/documents"), &kind, body.as_bytes())
        .unwrap();
    assert_eq!(added.status, 303, "{}", added.text());
    for end in [".eml", "-wal", "-shm", ".lock", "log-summary.csv"] {
        let begun = Instant::now();
        while !has(&data, end) {
            assert!(
                begun.elapsed() < Duration::from_secs(30),
                "no {end} in {:?}",
                modes(&data)
            );
            std::thread::sleep(Duration::from_millis(50));
        }
    }
    assert!(assert_private(&data) > 8);
    program.terminate();
    assert_private(&data);
}

#[test]
fn what_an_earlier_version_left_open_is_closed_and_what_was_half_written_swept() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    Program::start(folder.path(), &[]).terminate();
    fs::create_dir_all(data.join("mail")).unwrap();
    fs::write(data.join("mail/one.eml"), "A letter").unwrap();
    let uploads = data.join("uploads");
    for name in ["old", "new"] {
        fs::write(uploads.join(name), "half a document").unwrap();
    }
    let written = fs::metadata(uploads.join("old"))
        .unwrap()
        .modified()
        .unwrap();
    let before = written - Duration::from_secs(2 * 3600);
    File::options()
        .write(true)
        .open(uploads.join("old"))
        .unwrap()
        .set_modified(before)
        .unwrap();
    // What a program left that was killed between two names of the outbox's mark.
    let left = data.join(".outbox.mark.old");
    fs::write(&left, "half a mark").unwrap();
    let mark = File::options().write(true).open(&left).unwrap();
    mark.set_modified(before).unwrap();
    // A folder is nothing that is uploaded: it stays, is told of and stops nothing.
    fs::create_dir(uploads.join("folder")).unwrap();
    File::open(uploads.join("folder"))
        .unwrap()
        .set_modified(before)
        .unwrap();
    // What is as old and is no remnant stays.
    let notes = data.join("notes.txt");
    fs::write(&notes, "The administrator's").unwrap();
    let kept = File::options().write(true).open(&notes).unwrap();
    kept.set_modified(before).unwrap();
    for (path, _) in modes(&data) {
        let mode = if path.is_dir() { 0o755 } else { 0o644 };
        fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
    }
    // The administrator's own is theirs to close.
    fs::set_permissions(&notes, Permissions::from_mode(0o600)).unwrap();
    let program = Program::start(folder.path(), &[]);
    // The folder itself is the administrator's, who is told.
    assert!(program.said().contains("chmod 700"), "{}", program.said());
    fs::set_permissions(&data, Permissions::from_mode(0o700)).unwrap();
    // By the first round of the housekeeping, as by each of those every hour.
    until("the sweep", Duration::from_secs(30), || {
        program.said().contains("folder cannot be swept") && !left.exists()
    });
    assert_private(&data);
    assert!(!uploads.join("old").exists() && uploads.join("new").exists());
    assert!(uploads.join("folder").exists());
    assert!(notes.exists() && data.join("daylight.db").exists());
}
