//! What a program that was killed left half-written in the data folder.

use crate::casework::OUTBOX_MARK;
use crate::config::settings::Storage;
use chrono::{DateTime, TimeDelta, Utc};
use std::path::Path;
use std::{fs, io};

/// How long it stays, in hours: what another writes beside it now is younger.
const STAYS: i64 = 1;

/// Removes documents that were being uploaded, and the mark of the outbox. What cannot be removed is
/// told, and stops nothing.
pub(super) fn sweep(storage: &Storage, now: DateTime<Utc>) {
    let old = now - TimeDelta::hours(STAYS);
    sweep_in(&storage.uploads(), "", old);
    sweep_in(&storage.data, &format!(".{OUTBOX_MARK}."), old);
}

/// Removes the old files of a folder whose names begin so; there may be no folder.
fn sweep_in(folder: &Path, begin: &str, old: DateTime<Utc>) {
    let files = match fs::read_dir(folder) {
        Ok(files) => files,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return,
        Err(error) => return unswept(folder, &error),
    };
    for file in files.flatten() {
        if file.file_name().to_string_lossy().starts_with(begin)
            && let Err(error) = remove(&file, old)
        {
            unswept(&file.path(), &error);
        }
    }
}

fn unswept(path: &Path, error: &io::Error) {
    tracing::warn!(target: "daylight", "{} cannot be swept ({error})", path.display());
}

/// Removes a file that was written before `old`; one that is gone already is as it should be.
fn remove(file: &fs::DirEntry, old: DateTime<Utc>) -> io::Result<()> {
    let removed = file.metadata().and_then(|found| {
        if DateTime::<Utc>::from(found.modified()?) < old {
            fs::remove_file(file.path())?;
        }
        Ok(())
    });
    match removed {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        other => other,
    }
}
