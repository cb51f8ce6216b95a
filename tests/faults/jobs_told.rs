//! `daylight check` says which of the things the program does by itself are not done.

use crate::commands::{on_both, run};
use crate::damage::past_the_program;
use crate::program::Program;

#[test]
fn a_job_left_behind_while_others_go_on_fails_the_check() {
    on_both(|env, postgres| {
        let folder = tempfile::tempdir().unwrap();
        let program = Program::start(folder.path(), env);
        let done = |said: &str| said.contains("Jobs: done, the last at ");
        let mut said = run(folder.path(), env, &["check"]);
        for _ in 0..50 {
            if done(&said.out) {
                break;
            }
            std::thread::sleep(std::time::Duration::from_millis(100));
            said = run(folder.path(), env, &["check"]);
        }
        assert!(said.status == Some(0) && done(&said.out), "{said:?}");
        program.terminate();
        // A program that is stopped does nothing, and that is no fault.
        assert_eq!(run(folder.path(), env, &["check"]).status, Some(0));
        let change = "UPDATE job_rounds SET ran_at = '2026-05-01T08:00:00+00:00', failures = 3, \
                      why = 'the disk is full' WHERE job = 'outbox'";
        match postgres {
            Some(database) => drop(database.ask(change).unwrap()),
            None => past_the_program(folder.path(), change),
        }
        let said = run(folder.path(), env, &["check"]);
        assert!(
            said.status == Some(1)
                && said
                    .errors
                    .contains("No letter has been sent since 1 May 2026, 09:00: the disk is full."),
            "{said:?}"
        );
    });
}
