//! What the program writes is for the user it runs as alone: requests name people.
//!
//! Files are made 0600 and folders 0700 whatever the shell's umask is; what an earlier version, or
//! a copy, left more open in the data folder is closed. Systems other than Unix have their own way.

use crate::casework::OUTBOX_MARK;
use crate::config::settings::{DatabaseLocation, Settings};
use std::path::{Path, PathBuf};
use std::{fs, io};

/// Makes every file and folder from here on for this user alone.
pub fn keep_private() {
    #[cfg(unix)]
    rustix::process::umask(rustix::fs::Mode::from_raw_mode(0o077));
}

/// Closes what is in the data folder to others; the folder itself is the administrator's, who is
/// told. What cannot be changed is told too, and stops nothing.
pub fn close(settings: &Settings) {
    let data = &settings.storage.data;
    let mut ours = vec![
        data.join(OUTBOX_MARK),
        data.join("imports"),
        data.join("mail"),
        data.join("uploads"),
    ];
    if let DatabaseLocation::Sqlite(file) = &settings.storage.database {
        ours.extend(["", "-wal", "-shm", ".lock"].map(|end| beside(file, end)));
    }
    for path in ours {
        if let Err(error) = close_all(&path) {
            complain!(
                "daylight: {} cannot be closed to others ({error})",
                path.display()
            );
        }
    }
    if open_to_others(data) {
        complain!(
            "daylight: other users of this machine can look into {}; chmod 700 keeps them out",
            data.display()
        );
    }
}

/// Whether a file can be made in a folder, which is made for it where it is missing. Nothing of it
/// stays.
pub fn takes_files(folder: &Path) -> io::Result<()> {
    let missing = |folder: &&Path| {
        !folder.as_os_str().is_empty() && folder.try_exists().is_ok_and(|there| !there)
    };
    let missing: Vec<&Path> = folder.ancestors().take_while(missing).collect();
    let tried = fs::create_dir_all(folder).and_then(|()| {
        let file = folder.join(format!(".daylight-check.{}", std::process::id()));
        fs::File::create_new(&file)?;
        fs::remove_file(&file)
    });
    for made in missing {
        // One that somebody else has put something into meanwhile stays.
        let _ = fs::remove_dir(made);
    }
    tried
}

fn beside(file: &Path, end: &str) -> PathBuf {
    let mut name = file.as_os_str().to_os_string();
    name.push(end);
    PathBuf::from(name)
}

#[cfg(unix)]
fn close_all(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let Ok(found) = fs::symlink_metadata(path) else {
        return Ok(());
    };
    let mode = found.permissions().mode();
    // A link leads elsewhere, and a device or a pipe was made by nobody here.
    if !found.is_file() && !found.is_dir() {
        return Ok(());
    }
    if mode & 0o077 != 0 {
        fs::set_permissions(path, fs::Permissions::from_mode(mode & 0o700))?;
    }
    if found.is_dir() {
        for entry in fs::read_dir(path)? {
            close_all(&entry?.path())?;
        }
    }
    Ok(())
}

#[cfg(unix)]
fn open_to_others(folder: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    fs::metadata(folder).is_ok_and(|found| found.permissions().mode() & 0o077 != 0)
}

#[cfg(not(unix))]
fn close_all(_: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(not(unix))]
fn open_to_others(_: &Path) -> bool {
    false
}
