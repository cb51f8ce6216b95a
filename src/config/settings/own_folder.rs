//! The administrator's folder, and what in it is nearly called as something it can hold.

use super::FILE;
use super::nearest::slip;
use crate::config::Fault;
use std::fs::{DirEntry, ReadDir};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// The files a folder can hold.
const FILES: [&str; 4] = [FILE, "publication.toml", "shape.toml", "topics.toml"];

/// The folders it can hold.
const FOLDERS: [&str; 2] = ["calendars", "regimes"];

/// The folder given, else the one `DAYLIGHT_CONFIG` names, else `config` in the working directory
/// where there is one; and what is wrong with it.
///
/// Only a folder that is not there is none: one that this user may not read would silently do
/// nothing.
pub(super) fn administrators(
    given: Option<&Path>,
    env: &[(String, String)],
) -> (Option<PathBuf>, Vec<Fault>) {
    let named = env
        .iter()
        .find(|(name, value)| name == "DAYLIGHT_CONFIG" && !value.is_empty());
    let (folder, told_of) = match (given, named) {
        (Some(folder), _) => (folder.to_owned(), folder.display().to_string()),
        (None, Some((name, folder))) => (PathBuf::from(folder), name.clone()),
        (None, None) => (PathBuf::from("config"), "config".to_owned()),
    };
    let anybodys = given.is_none() && named.is_none();
    let wrong = |problem: String, remedy: &str| Fault {
        file: told_of,
        line: None,
        key: None,
        problem,
        remedy: remedy.to_owned(),
    };
    let why = match std::fs::read_dir(&folder) {
        Ok(listed) => {
            let misnamed = misnamed(listed);
            return (Some(folder), misnamed);
        }
        Err(why) => why,
    };
    let fault = match why.kind() {
        // A file of that name is somebody else's; a link that leads nowhere was made for something.
        ErrorKind::NotFound | ErrorKind::NotADirectory if anybodys => {
            if !folder.is_symlink() {
                return (None, Vec::new());
            }
            wrong(
                format!("leads to no folder ({why})"),
                "Make the folder it leads to, or remove the link",
            )
        }
        ErrorKind::NotFound | ErrorKind::NotADirectory => wrong(
            format!("there is no folder {}", folder.display()),
            "Make the folder, or name the folder that holds your daylight.toml",
        ),
        _ => wrong(
            format!("the folder {} cannot be read ({why})", folder.display()),
            "Let the user Daylight runs as read and enter it, or set DAYLIGHT_CONFIG to another folder",
        ),
    };
    (None, vec![fault])
}

/// What is called nearly as something a folder can hold, and would silently do nothing.
fn misnamed(listed: ReadDir) -> Vec<Fault> {
    let mut faults: Vec<Fault> = listed
        .flatten()
        .filter_map(|entry| slipped(&entry))
        .collect();
    faults.sort();
    faults
}

fn slipped(entry: &DirEntry) -> Option<Fault> {
    let name = entry.file_name().into_string().ok()?;
    let known: &[&str] = if entry.path().is_dir() {
        &FOLDERS
    } else if name.to_lowercase().ends_with(".toml") {
        &FILES
    } else {
        return None;
    };
    if known.contains(&name.as_str()) {
        return None;
    }
    let near = slip(&name, known.iter().copied())?;
    Some(Fault {
        file: entry.path().display().to_string(),
        line: None,
        key: None,
        problem: "nothing of this name is read".to_owned(),
        remedy: format!("Call it {near}, or take it out of the folder"),
    })
}
