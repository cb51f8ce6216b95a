//! The system refuses a write in the middle of a file (an I/O error, and not a full disk): nothing
//! acknowledged is lost, and nothing needs a restart.

use crate::killed::verified;
use crate::program::Program;
use crate::required::or_skipped;
use std::process::Command;

/// Bytes into a file after which no write succeeds: some pages of SQLite's log, no whole request.
const END: &str = "16384";

/// From now on the system refuses the program each write beyond so many bytes of a file (EFBIG,
/// which SQLite tells as an I/O error, and a signal that ends who does not catch it).
fn limit(program: &Program, bytes: &str) -> Result<(), String> {
    let set = Command::new("prlimit")
        .arg(format!("--pid={}", program.process()))
        .arg(format!("--fsize={bytes}:unlimited"))
        .output()
        .map_err(|e| format!("prlimit cannot be run ({e})"))?;
    if set.status.success() {
        return Ok(());
    }
    Err(String::from_utf8_lossy(&set.stderr).trim().to_owned())
}

#[test]
fn nothing_acknowledged_is_lost_when_writes_fail_and_no_restart_is_needed() {
    let folder = tempfile::tempdir().unwrap();
    let program = Program::start(folder.path(), &[]);
    let mut manager = program.manager();
    let mut visitor = program.visitor();
    let csrf = visitor.csrf();
    let mut acknowledged: Vec<(String, String)> = Vec::new();
    for round in 0..5 {
        let kept = acknowledged.len();
        for number in 0..10 {
            let text = format!("How many bridges, {round}-{number}?");
            let email = format!("a{round}-{number}@x.example");
            let token = visitor.request(&csrf, &text, &email).unwrap();
            acknowledged.push((token, text));
        }
        assert_eq!(acknowledged.len(), kept + 10, "none is refused afterwards");
        if or_skipped("prlimit", limit(&program, END)).is_none() {
            return;
        }
        for number in 0..20 {
            let text = format!("How many horses, {round}-{number}?");
            let refused = visitor.request(&csrf, &text, "b@x.example").unwrap_err();
            assert_eq!(refused.status, 503, "{}", refused.text());
            let said = refused.text();
            assert!(said.contains("disk") && said.contains("again"), "{said}");
        }
        let list = manager.get("/desk/requests");
        assert_eq!(list.status, 200, "{}", list.text());
        assert!(
            !list.text().contains("horses"),
            "what was refused is not there"
        );
        limit(&program, "unlimited").unwrap();
    }
    let panics = program.said().matches("panicked").count();
    assert_eq!(panics, 0, "{}", program.said());
    program.terminate();
    let program = Program::start(folder.path(), &[]);
    let mut visitor = program.visitor();
    for (token, text) in &acknowledged {
        let page = visitor.get(&format!("/status/{token}"));
        assert!(
            page.status == 200 && page.text().contains(text.as_str()),
            "lost: {text}"
        );
    }
    program.terminate();
    verified(folder.path());
}
