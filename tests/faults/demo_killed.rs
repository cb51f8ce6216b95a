//! A demonstration that is killed while it is made is begun anew.

use crate::outbox::sqlite3;
use crate::program::command;
use std::fs::{self, File};
use std::path::Path;
use std::process::Child;
use std::time::{Duration, Instant};

fn demo(folder: &Path, log: &Path) -> Child {
    let out = File::create(log).unwrap();
    let env = [("DAYLIGHT_LISTEN", "127.0.0.1:0")];
    command(folder, &env, &["demo", "--cases", "150"])
        .stdout(out.try_clone().unwrap())
        .stderr(out)
        .spawn()
        .unwrap()
}

/// What it says it is, once it serves.
fn shown(folder: &Path) -> String {
    let log = folder.join("demo.log");
    let mut child = demo(folder, &log);
    let begun = Instant::now();
    let said = loop {
        let said = fs::read_to_string(&log).unwrap();
        if said.contains("Daylight is at") {
            break said;
        }
        let ended = child.try_wait().unwrap();
        assert!(ended.is_none(), "{said}");
        assert!(begun.elapsed() < Duration::from_secs(300), "{said}");
        std::thread::sleep(Duration::from_millis(20));
    };
    child.kill().unwrap();
    child.wait().unwrap();
    let line = said.lines().find(|line| line.contains(" cases of "));
    line.unwrap().to_owned()
}

/// Waits until a demonstration that is being made has come so far: until this counts something in the
/// database that is being filled.
fn come_to(folder: &Path, count: &str) -> Option<()> {
    let begun = Instant::now();
    loop {
        let made = fs::read_dir(folder.join("data/demo"));
        let mut made = made.into_iter().flatten().flatten().map(|file| file.path());
        let file = made.find(|file| {
            file.extension()
                .is_some_and(|e| e == "half" || e == "sqlite")
        });
        if let Some(file) = file {
            let counted = sqlite3(&file, count)?;
            if !matches!(counted.as_str(), "" | "0") {
                return Some(());
            }
        }
        assert!(begun.elapsed() < Duration::from_secs(300), "{count}");
        std::thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn a_demonstration_killed_while_it_is_made_is_whole_at_the_next_start() {
    let fresh = tempfile::tempdir().unwrap();
    let whole = shown(fresh.path());
    assert!(!whole.contains(" 0 topics"), "{whole}");
    for count in [
        "SELECT COUNT(*) FROM people",
        "SELECT COUNT(*) FROM topics",
        "SELECT COUNT(*) FROM meta WHERE key = 'demo_stories'",
    ] {
        let folder = tempfile::tempdir().unwrap();
        let mut child = demo(folder.path(), &folder.path().join("killed.log"));
        let come = come_to(folder.path(), count);
        child.kill().unwrap();
        child.wait().unwrap();
        if come.is_some() {
            assert_eq!(shown(folder.path()), whole, "killed at {count}");
        }
    }
}
