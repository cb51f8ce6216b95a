//! A configuration folder that does nothing is told: one that this user may not enter, a link that
//! leads nowhere, a name that is nearly right.

use crate::commands::run;
use crate::required::or_skipped;
use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;

/// Runs the program as somebody whom modes bind, as they do not the superuser; what it said, and its
/// status.
fn bound(folder: &Path, env: &[(&str, &str)], words: &[&str]) -> Option<(Option<i32>, String)> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_daylight"));
    command
        .args(words)
        .current_dir(folder)
        .env_clear()
        .envs(crate::authority::NAMED)
        .envs(env.iter().copied());
    let id = Command::new("id").arg("-u").output().unwrap();
    if id.stdout == b"0\n" {
        command.uid(65534).gid(65534);
    }
    let output = or_skipped("another user", command.output().map_err(|e| e.to_string()))?;
    let said = [output.stdout, output.stderr].concat();
    Some((output.status.code(), String::from_utf8(said).unwrap()))
}

#[test]
fn a_folder_that_this_user_may_not_read_is_told_and_not_passed_over() {
    let mode = |path: &Path, mode| fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    mode(path, 0o755);
    fs::create_dir(path.join("data")).unwrap();
    mode(&path.join("data"), 0o777);
    let config = path.join("config");
    fs::create_dir(&config).unwrap();
    let settings = "[mail]\nproduction = \"yes\"\n";
    fs::write(config.join("daylight.toml"), settings).unwrap();
    let named = config.display().to_string();
    let topics = [
        "topics", "discover", "--input", "x.jsonl", "--output", "y.jsonl",
    ];
    // One that can be neither listed nor entered, and one that can be listed alone.
    for (closed, told) in [
        (0o000, "cannot be read"),
        (0o444, "daylight.toml: cannot be read"),
    ] {
        mode(&config, closed);
        for env in [&[][..], &[("DAYLIGHT_CONFIG", named.as_str())]] {
            for words in [&["check"][..], &["serve"]] {
                let Some((status, said)) = bound(path, env, words) else {
                    return;
                };
                assert_eq!(status, Some(1), "{words:?}: {said}");
                assert!(said.contains(told), "{words:?}: {said}");
            }
            let (status, said) = bound(path, env, &topics).unwrap();
            assert_eq!(status, Some(2), "{said}");
            assert!(
                said.contains("config") && said.contains("cannot be read"),
                "{said}"
            );
        }
    }
    mode(&config, 0o755);
}

#[test]
fn a_link_that_leads_nowhere_and_names_that_are_nearly_right_are_told() {
    let folder = tempfile::tempdir().unwrap();
    let config = folder.path().join("config");
    symlink("nowhere", &config).unwrap();
    let said = run(folder.path(), &[], &["check"]);
    assert!(
        said.status == Some(1) && said.errors.contains("config: leads to no folder"),
        "{said:?}"
    );
    fs::remove_file(&config).unwrap();
    fs::create_dir_all(config.join("calender")).unwrap();
    // What is no setting is nobody's business.
    for name in [
        "Daylight.toml",
        "publicaton.toml",
        "daylight.toml~",
        "README",
        "notes.toml",
    ] {
        fs::write(config.join(name), "").unwrap();
    }
    let said = run(folder.path(), &[], &["check"]);
    assert_eq!(said.status, Some(1), "{said:?}");
    assert!(said.errors.contains("3 faults"), "{said:?}");
    for told in [
        "config/Daylight.toml: nothing of this name is read. Call it daylight.toml",
        "Call it publication.toml",
        "Call it calendars",
    ] {
        assert!(said.errors.contains(told), "{said:?}");
    }
}
