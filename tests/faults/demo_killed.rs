//! A demonstration that is killed while it is made is begun anew.

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

#[test]
fn a_demonstration_killed_while_it_is_made_is_whole_at_the_next_start() {
    let fresh = tempfile::tempdir().unwrap();
    let begun = Instant::now();
    let whole = shown(fresh.path());
    let took = begun.elapsed();
    assert!(!whole.contains(" 0 topics"), "{whole}");
    for tenths in [3, 6, 8, 9] {
        let folder = tempfile::tempdir().unwrap();
        let mut child = demo(folder.path(), &folder.path().join("killed.log"));
        std::thread::sleep(took * tenths / 10);
        child.kill().unwrap();
        child.wait().unwrap();
        assert_eq!(
            shown(folder.path()),
            whole,
            "killed after {tenths} tenths of {took:?}"
        );
    }
}
