//! Heads of messages that take forty times their size of whoever reads them: they are kept, and wait
//! in the tray unread.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

/// As long as a message of many mail servers may be, in bytes; what is there to be caught takes some
/// four hundred megabytes.
const LONG: usize = 10_000_000;

/// The memory the program may hold at any moment, in KiB.
const MOST: u64 = 200_000;

/// The most memory that taking a message takes, in KiB.
fn memory(folder: &Path, raw: &[u8]) -> u64 {
    let mut child = Command::new(env!("CARGO_BIN_EXE_daylight"))
        .arg("receive")
        .current_dir(folder)
        .env_clear()
        .envs(crate::authority::NAMED)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(raw).unwrap();
    let mut most = 0;
    while child.try_wait().unwrap().is_none() {
        let text = fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap();
        let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let held = line.and_then(|held| held.trim().trim_end_matches(" kB").parse().ok());
        most = most.max(held.unwrap_or_default());
        sleep(Duration::from_millis(2));
    }
    most
}

#[test]
fn no_head_takes_more_memory_than_the_program_may_hold() {
    let folder = tempfile::tempdir().unwrap();
    let from = "From: Ada <ada@example.org>\nSubject: Drones\n";
    let people = "a,".repeat(LONG / 2);
    let folded = format!("{}\n ", "a,".repeat(400)).repeat(LONG / 800);
    let several = format!("Cc: {}\n", "a,".repeat(50_000)).repeat(LONG / 100_000);
    let parameters = "a=b; ".repeat(LONG / 5);
    let parts = "Content-Type: multipart/mixed; boundary=b1\n";
    let digest = "Content-Type: multipart/digest; boundary=b1\n";
    let just_taken = "a,".repeat(190_000);
    let long = "a b ".repeat(500_000);
    let messages = [
        (
            "one that is taken",
            format!("{from}Cc: {just_taken}\n\nHow many?\n"),
        ),
        (
            "one without a mark",
            format!("{from}Cc: {long}\n\nHow many?\n"),
        ),
        (
            "a list of people on one line",
            format!("{from}Cc: {people}\n\nHow many?\n"),
        ),
        (
            "one that is folded",
            format!("{from}Cc: {folded}\n\nHow many?\n"),
        ),
        (
            "one behind blanks",
            format!("{from}Cc: a,\n   \n {people}\n\nHow many?\n"),
        ),
        ("several", format!("{from}{several}\nHow many?\n")),
        (
            "parameters",
            format!("{from}Content-Type: text/plain; {parameters}\n\nHow many?\n"),
        ),
        (
            "of a part",
            format!("{from}{parts}\n--b1\nCc: {people}\n\nHow many?\n--b1--\n"),
        ),
        (
            "behind a boundary in a line",
            format!("{from}{parts}\nx--b1Cc: {people}\n\nHow many?\n"),
        ),
        (
            "of a message in a digest",
            format!("{from}{digest}\n--b1\n\nCc: {people}\n\nHow many?\n"),
        ),
    ];
    for (name, raw) in messages {
        let held = memory(folder.path(), raw.as_bytes());
        println!("{name}: {held} KiB");
        assert!((10_000..MOST).contains(&held), "{name}: {held} KiB");
    }
}
