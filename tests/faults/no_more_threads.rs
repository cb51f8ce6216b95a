//! The system gives the program no more threads: it says so at the start, or whoever signs in is answered.

use crate::outbox::until;
use crate::program::{PASSWORD, Program};
use crate::required::or_skipped;
use std::fs;
use std::os::unix::fs::{MetadataExt, chown};
use std::path::Path;
use std::process::Command;
use std::thread;
use std::time::Duration;

/// A user nobody else's processes belong to: they count too.
const USER: u32 = 54_321;

/// Whether somebody can be another user, with a limit of threads of their own.
fn set_apart(folder: &Path) -> Result<(), String> {
    if fs::metadata("/proc/self").map_err(|e| e.to_string())?.uid() != 0 {
        return Err("only root can be another user".into());
    }
    let tried = Command::new("setpriv")
        .args(["--reuid=54321", "prlimit", "--version"])
        .output();
    let tried = tried.map_err(|e| format!("setpriv cannot be run ({e})"))?;
    if !tried.status.success() {
        return Err(String::from_utf8_lossy(&tried.stderr).into_owned());
    }
    chown(folder, Some(USER), None).map_err(|e| e.to_string())
}

#[test]
fn a_program_that_gets_no_more_threads_answers_who_signs_in() {
    let mut served = 0;
    for threads in [5, 6, 7, 8, 9, 10, 12] {
        let folder = tempfile::tempdir().unwrap();
        if or_skipped("prlimit", set_apart(folder.path())).is_none() {
            return;
        }
        let limit = format!(
            "exec setpriv --reuid={USER} --clear-groups prlimit --nproc={threads} \"$0\" \"$@\""
        );
        let started = Program::attempt_limited(folder.path(), &[], &limit);
        let program = match started {
            Ok(program) => program,
            Err(ended) => {
                assert!(
                    !ended.said.contains("panicked"),
                    "{threads}: {}",
                    ended.said
                );
                continue;
            }
        };
        served += 1;
        let visitor = program.visitor();
        let tries: Vec<_> = (0..12)
            .map(|number| {
                let mut visitor = visitor.at([127, 0, 3, number]);
                thread::spawn(move || visitor.sign_in("nobody@police.example", PASSWORD).status)
            })
            .collect();
        until(
            "each who signs in to be answered",
            Duration::from_secs(60),
            || tries.iter().all(thread::JoinHandle::is_finished),
        );
        for tried in tries {
            let status = tried.join().unwrap();
            assert!(status < 500 || status == 503, "{threads}: {status}");
        }
        assert!(
            !program.said().contains("panicked"),
            "{threads}: {}",
            program.said()
        );
        program.terminate();
    }
    assert!(served > 0, "it never served");
}
