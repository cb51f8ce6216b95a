//! The disk under SQLite fills up: nothing acknowledged is lost, and nothing needs a restart.

use crate::program::Program;
use crate::required::or_skipped;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A small file system in memory; unmounted when dropped.
struct SmallDisk {
    path: PathBuf,
}

impl SmallDisk {
    fn mount(path: &Path, megabytes: u32) -> Result<Self, String> {
        std::fs::create_dir_all(path).map_err(|e| e.to_string())?;
        let size = format!("size={megabytes}m");
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", &size, "tmpfs"])
            .arg(path)
            .output()
            .map_err(|e| format!("mount cannot be run ({e})"))?;
        if mounted.status.success() {
            return Ok(Self { path: path.to_owned() });
        }
        Err(format!(
            "no file system could be mounted: {}",
            String::from_utf8_lossy(&mounted.stderr).trim()
        ))
    }

    fn grow(&self, megabytes: u32) {
        let options = format!("remount,size={megabytes}m");
        let grown = Command::new("mount").args(["-o", &options]).arg(&self.path).status();
        assert!(grown.unwrap().success());
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("--lazy").arg(&self.path).status();
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
            let text = format!("{tag}{number} {}", "Please tell me about matters. ".repeat(300));
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
    assert!(refused > 30, "the disk did not fill up: {} requests", acknowledged.len());
    // Pages are still read, and what was acknowledged is shown.
    let shown = manager.get("/desk");
    assert_eq!(shown.status, 200, "{}", shown.text());
    let (token, text) = acknowledged.first().unwrap();
    let status = manager.get(&format!("/status/{token}"));
    assert!(status.text().contains(text.trim()), "{}", status.text());
    disk.grow(200);
    let before = acknowledged.len();
    let after = send(100, "late", 0, &mut acknowledged);
    assert_eq!(after, 0, "with space again, requests are taken without a restart");
    assert_eq!(acknowledged.len(), before + 100);
    let references: BTreeSet<&str> = acknowledged.iter().map(|(token, _)| token.as_str()).collect();
    assert_eq!(references.len(), acknowledged.len(), "no reference twice");
    program.terminate();

    let program = Program::start(folder.path(), &env);
    let mut visitor = program.visitor();
    let lost = acknowledged.iter().filter(|(token, text)| {
        let page = visitor.get(&format!("/status/{token}"));
        page.status != 200 || !page.text().contains(text.trim())
    });
    let lost: Vec<&Acknowledged> = lost.collect();
    assert!(lost.is_empty(), "{} of {} lost", lost.len(), acknowledged.len());
}
