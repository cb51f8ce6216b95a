//! The disk under the database fills up: nothing acknowledged is lost, and nothing needs a restart.

use crate::postgres::Database;
use crate::program::Program;
use crate::required::or_skipped;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Pages that are read while nothing can be written.
const READABLE: [&str; 9] = [
    "/",
    "/desk/requests",
    "/desk/mail",
    "/desk/topics",
    "/desk/topics/candidates",
    "/desk/people",
    "/publications",
    "/publications?q=matters",
    "/deadline-calculator",
];

/// A small file system in memory; unmounted when dropped.
pub struct SmallDisk {
    pub path: PathBuf,
}

impl SmallDisk {
    pub fn mount(path: &Path, megabytes: u32) -> Result<Self, String> {
        std::fs::create_dir_all(path).map_err(|e| e.to_string())?;
        let size = format!("size={megabytes}m");
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", &size, "tmpfs"])
            .arg(path)
            .output()
            .map_err(|e| format!("mount cannot be run ({e})"))?;
        if mounted.status.success() {
            return Ok(Self {
                path: path.to_owned(),
            });
        }
        Err(format!(
            "no file system could be mounted: {}",
            String::from_utf8_lossy(&mounted.stderr).trim()
        ))
    }

    /// Leaves no space but a megabyte.
    pub fn fill(&self) {
        let free = Command::new("df")
            .args(["--output=avail", "--block-size=1M"])
            .arg(&self.path)
            .output();
        let free = String::from_utf8_lossy(&free.unwrap().stdout).into_owned();
        let free: usize = free.lines().last().unwrap().trim().parse().unwrap();
        let ballast = vec![0u8; free.saturating_sub(1) << 20];
        std::fs::write(self.path.join("ballast"), ballast).unwrap();
    }

    pub fn grow(&self, megabytes: u32) {
        let options = format!("remount,size={megabytes}m");
        let grown = Command::new("mount")
            .args(["-o", &options])
            .arg(&self.path)
            .status();
        assert!(grown.unwrap().success());
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount")
            .arg("--lazy")
            .arg(&self.path)
            .status();
    }
}

/// The reference in a status token, and the text that was sent with it.
type Acknowledged = (String, String);

#[test]
fn nothing_acknowledged_is_lost_when_the_disk_fills_up_and_no_restart_is_needed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("small");
    let Some(disk) = or_skipped("mount", SmallDisk::mount(&path, 12)) else {
        return;
    };
    let data = disk.path.join("data").display().to_string();
    let env = [("DAYLIGHT_DATA", data.as_str())];
    let program = Program::start(folder.path(), &env);
    let mut manager = program.manager();
    let mut visitor = program.visitor();
    let csrf = visitor.csrf();
    let mut acknowledged: Vec<Acknowledged> = Vec::new();
    let mut refused = 0;
    let mut send = |count: usize, tag: &str, most_refused: usize, kept: &mut Vec<Acknowledged>| {
        let mut refusals = 0;
        for number in 0..count {
            let text = format!(
                "{tag}{number} {}",
                "Please tell me about matters. ".repeat(300)
            );
            match visitor.request(&csrf, &text, &format!("{tag}{number}@x.example")) {
                Ok(token) => kept.push((token, format!("{tag}{number} "))),
                Err(reply) => {
                    assert_eq!(reply.status, 503, "{}", reply.text());
                    assert!(reply.text().contains("disk"), "says why: {}", reply.text());
                    refusals += 1;
                    if refusals > most_refused {
                        break;
                    }
                }
            }
        }
        refusals
    };
    refused += send(400, "early", 30, &mut acknowledged);
    assert!(
        refused > 30,
        "the disk did not fill up: {} requests",
        acknowledged.len()
    );
    // Pages are still read, also those that would take a note, and what was acknowledged is shown.
    for path in READABLE {
        let shown = manager.get(path);
        assert_eq!(shown.status, 200, "{path}: {}", shown.text());
    }
    // Each refusal is one of many that a stranger causes: it is logged once a minute.
    let logged = program
        .said()
        .matches("the disk takes nothing more")
        .count();
    assert!(
        (1..=5).contains(&logged),
        "{logged} lines for {refused} refusals"
    );
    let (token, text) = acknowledged.first().unwrap();
    let status = manager.get(&format!("/status/{token}"));
    assert!(status.text().contains(text.trim()), "{}", status.text());
    disk.grow(200);
    let before = acknowledged.len();
    let after = send(100, "late", 0, &mut acknowledged);
    assert_eq!(
        after, 0,
        "with space again, requests are taken without a restart"
    );
    assert_eq!(acknowledged.len(), before + 100);
    let references: BTreeSet<&str> = acknowledged
        .iter()
        .map(|(token, _)| token.as_str())
        .collect();
    assert_eq!(references.len(), acknowledged.len(), "no reference twice");
    program.terminate();

    let program = Program::start(folder.path(), &env);
    let mut visitor = program.visitor();
    let lost = acknowledged.iter().filter(|(token, text)| {
        let page = visitor.get(&format!("/status/{token}"));
        page.status != 200 || !page.text().contains(text.trim())
    });
    let lost: Vec<&Acknowledged> = lost.collect();
    assert!(
        lost.is_empty(),
        "{} of {} lost",
        lost.len(),
        acknowledged.len()
    );
}

#[test]
fn nothing_acknowledged_is_lost_when_the_disk_of_postgresql_fills_up() {
    let folder = tempfile::tempdir().unwrap();
    let Some(disk) = or_skipped("mount", SmallDisk::mount(&folder.path().join("small"), 150))
    else {
        return;
    };
    let cluster = disk.path.join("cluster");
    std::fs::create_dir(&cluster).unwrap();
    let Some(database) = or_skipped("postgres", Database::start_in(cluster)) else {
        return;
    };
    let url = database.url();
    let env = [("DAYLIGHT_DATABASE_URL", url.as_str())];
    let program = Program::start(folder.path(), &env);
    let mut visitor = program.visitor();
    let csrf = visitor.csrf();
    let mut acknowledged: Vec<Acknowledged> = Vec::new();
    let mut send = |number: usize, kept: &mut Vec<Acknowledged>| -> bool {
        let text = format!("r{number} {}", random_words(number, 1500));
        match visitor.request(&csrf, &text, &format!("r{number}@x.example")) {
            Ok(token) => kept.push((token, format!("r{number} "))),
            Err(reply) => {
                assert_eq!(reply.status, 503, "{}", reply.text());
                return false;
            }
        }
        true
    };
    for number in 0..40 {
        assert!(send(number, &mut acknowledged), "there is space yet");
    }
    disk.fill();
    let mut refused = 0;
    for number in 40..1500 {
        refused += u32::from(!send(number, &mut acknowledged));
        if refused > 4 {
            break;
        }
    }
    assert!(refused > 4, "the disk did not fill up");
    disk.grow(400);
    // A server that gave up over its log is started again by whoever looks after it; Daylight is not.
    database.revive().unwrap();
    let before = acknowledged.len();
    let mut taken = |acknowledged: &mut Vec<Acknowledged>| {
        (5000..5100)
            .filter(|number| send(*number, acknowledged))
            .count()
    };
    let late = taken(&mut acknowledged);
    assert_eq!(
        late, 100,
        "with space again, requests are taken without a restart"
    );
    assert_eq!(acknowledged.len(), before + late);
    let references: BTreeSet<&str> = acknowledged
        .iter()
        .map(|(token, _)| token.as_str())
        .collect();
    assert_eq!(references.len(), acknowledged.len(), "no reference twice");
    let mut visitor = program.visitor();
    for (token, text) in &acknowledged {
        let page = visitor.get(&format!("/status/{token}"));
        assert!(
            page.status == 200 && page.text().contains(text.trim()),
            "lost: {text}"
        );
    }
    let rows = database.ask("SELECT count(*) FROM cases").unwrap();
    let rows: usize = rows.parse().unwrap();
    assert!(
        rows >= acknowledged.len(),
        "{rows} of {}",
        acknowledged.len()
    );
}

/// Words that no compression makes small, so that each request takes space.
fn random_words(seed: usize, count: usize) -> String {
    let mut state = seed as u64 + 1;
    let word = |_| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        format!("{:x} ", state >> 32)
    };
    (0..count).map(word).collect()
}
