//! A message whose reading ends the program is not read at every start for ever.

use crate::program::Program;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Enough that reading it takes a while, in bytes, each of which becomes three.
const LONG: usize = 30_000_000;

/// What shows that it is being read, in KiB: it stands in memory with all that it becomes.
const READING: u64 = 140_000;

/// How often it may end the program (`inbox/receive.rs`).
const TRIES: usize = 3;

/// Takes a message while nobody has said yet in whose name, so that it is kept and not read.
fn kept(folder: &Path, raw: &[u8]) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_daylight"))
        .arg("receive")
        .current_dir(folder)
        .env_clear()
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(raw).unwrap();
    child.wait().unwrap();
}

#[test]
fn a_message_whose_reading_ends_the_program_each_time_is_given_up_and_waits_in_the_tray() {
    let folder = tempfile::tempdir().unwrap();
    let head = "From: Ada <ada@example.org>\nSubject: Drones\n\
                Content-Type: text/plain; charset=windows-1252\n\n";
    let mut raw = head.as_bytes().to_vec();
    raw.resize(LONG, 0x80);
    kept(folder.path(), &raw);
    for _ in 0..TRIES {
        let program = Program::start(folder.path(), &[]);
        let begun = Instant::now();
        while program.memory_kib("VmHWM") < READING {
            assert!(begun.elapsed() < Duration::from_secs(60), "it is not read");
            std::thread::sleep(Duration::from_millis(2));
        }
        // As the system ends what takes too much memory.
        program.kill();
    }
    let program = Program::start(folder.path(), &[]);
    let mut manager = program.manager();
    let begun = Instant::now();
    let page = loop {
        let tray = manager.get("/desk/mail").text();
        let links = tray.split("href=\"/desk/mail/").skip(1);
        let mut ids = links.filter_map(|rest| rest.split('"').next());
        let id = ids.find(|id| id.len() == 36);
        let page = id.map(|id| format!("/desk/mail/{id}"));
        if let Some(page) = page.filter(|_| !tray.contains("about to be read")) {
            break page;
        }
        assert!(begun.elapsed() < Duration::from_secs(90), "{tray}");
        std::thread::sleep(Duration::from_millis(200));
    };
    let shown = manager.get(&page);
    assert_eq!(shown.status, 200);
    assert!(shown.text().contains("it is read no more"), "it was read");
    assert_eq!(manager.get(&format!("{page}/formatted")).status, 404);
    let most = program.memory_kib("VmHWM");
    assert!(most < READING, "it was read again: {most} KiB");
    let bytes = manager.get(&format!("{page}/message.eml"));
    assert!(bytes.body.starts_with(head.as_bytes()));
    let done = [("csrf", shown.value("csrf")), ("as", "not_foi".to_owned())];
    let aside = manager.post(&format!("{page}/dismissals"), &done);
    assert_eq!(aside.status, 303, "{}", aside.text());
}
