//! `daylight check` finds wanting what would be refused at the start or keeps letters from leaving.

use crate::commands::{Said, run};
use crate::damage::past_the_program;
use crate::outbox::until;
use crate::program::Program;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

fn check(folder: &Path, env: &[(&str, &str)]) -> Said {
    run(folder, env, &["check"])
}

#[test]
fn a_held_outbox_is_found_wanting_until_it_is_decided_about() {
    let (original, copy) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let down = crate::restored_copy::nowhere();
    let program = Program::start(original.path(), &[("DAYLIGHT_MAIL_URL", &down)]);
    crate::restored_copy::request(&mut program.visitor(), "How many drones?");
    program.terminate();
    let copied = Command::new("cp")
        .arg("-r")
        .arg(original.path().join("data"))
        .arg(copy.path())
        .status();
    assert!(copied.unwrap().success());
    Program::start(copy.path(), &[]).terminate();
    let said = check(copy.path(), &[]);
    assert_eq!(said.status, Some(1), "{said:?}");
    for told in [
        "The outbox is held since",
        "1 letter would leave",
        "daylight outbox release",
    ] {
        assert!(said.errors.contains(told), "{said:?}");
    }
    crate::restored_copy::outbox(copy.path(), &[], &["release"]);
    let said = check(copy.path(), &[]);
    assert_eq!(said.status, Some(0), "{said:?}");
}

#[test]
fn a_letter_that_every_round_of_the_outbox_passed_over_is_found_wanting() {
    let folder = tempfile::tempdir().unwrap();
    let program = Program::start(folder.path(), &[]);
    crate::restored_copy::request(&mut program.visitor(), "How many drones?");
    let mail = folder.path().join("data/mail");
    until("the letter to leave", Duration::from_secs(60), || {
        fs::read_dir(&mail).is_ok_and(|letters| letters.count() > 0)
    });
    program.terminate();
    let said = check(folder.path(), &[]);
    assert_eq!(said.status, Some(0), "{said:?}");
    past_the_program(
        folder.path(),
        "UPDATE letters SET state = 'queued', attempts = 0, claimed_until = NULL, claimed_by = NULL, \
         created_at = '2026-01-05T09:00:00+00:00', next_attempt_at = '2026-01-05T09:00:00+00:00'",
    );
    let said = check(folder.path(), &[]);
    assert_eq!(said.status, Some(1), "{said:?}");
    assert!(
        said.errors.contains("1 letter should have left") && said.errors.contains("5 January 2026"),
        "{said:?}"
    );
}

#[test]
fn what_a_start_would_be_refused_for_is_found_wanting() {
    for (setting, told) in [
        (
            ("DAYLIGHT_LOG", "garbage"),
            "DAYLIGHT_LOG: cannot be \u{201c}garbage\u{201d}",
        ),
        (
            ("DAYLIGHT_MAIL__URL", "file:/proc/nope"),
            "no letter can be written to /proc/nope",
        ),
        (
            ("DAYLIGHT_DATA", "/proc/nope"),
            "nothing can be written to the data folder /proc/nope",
        ),
        (
            ("DAYLIGHT_LISTEN", "192.0.2.1:8000"),
            "192.0.2.1:8000 cannot be listened at",
        ),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let said = check(folder.path(), &[setting]);
        assert_eq!(said.status, Some(1), "{setting:?}: {said:?}");
        assert!(said.errors.contains(told), "{setting:?}: {said:?}");
        assert_eq!(
            fs::read_dir(folder.path()).unwrap().count(),
            0,
            "nothing stays"
        );
    }
    // Beside a program that serves, and before the first start, nothing is.
    let folder = tempfile::tempdir().unwrap();
    let said = check(folder.path(), &[]);
    assert_eq!(said.status, Some(0), "{said:?}");
    assert_eq!(
        fs::read_dir(folder.path()).unwrap().count(),
        0,
        "nothing stays"
    );
}
