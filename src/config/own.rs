//! The administrator's own files and folders.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// The administrator's file or folder of this name, unless there is none. One that cannot be asked
/// for, as where its folder may not be entered, counts as there: reading it tells what is in the way.
pub(super) fn own(folder: Option<&Path>, name: &str) -> Option<PathBuf> {
    let path = folder?.join(name);
    let absent = path
        .symlink_metadata()
        .is_err_and(|error| error.kind() == ErrorKind::NotFound);
    (!absent).then_some(path)
}
