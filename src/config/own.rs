//! The administrator's own files and folders.

use super::fault::{Fault, line_of};
use super::files::text_of;
use serde::de::DeserializeOwned;
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

/// A file of settings: as it stands in `folder`, else as the program carries it; `holds` is what it
/// holds, in a word.
///
/// # Errors
/// That it cannot be read.
pub(super) fn text_in(
    folder: Option<&Path>,
    name: &str,
    carried: &str,
    holds: &str,
) -> Result<String, Fault> {
    let Some(path) = own(folder, name) else {
        return Ok(carried.to_owned());
    };
    text_of(&path).map_err(|e| Fault {
        file: path.display().to_string(),
        line: None,
        key: None,
        problem: format!("the file cannot be read: {e}"),
        remedy: format!("Make it readable, or remove it to use the {holds} the program carries"),
    })
}

/// The settings a text spells; `file` is the file as the administrator knows it.
///
/// # Errors
/// Its first line that is none of its kind.
pub(super) fn spelt<T: DeserializeOwned>(file: &str, text: &str) -> Result<T, Fault> {
    toml::from_str(text).map_err(|e| Fault {
        file: file.to_owned(),
        line: e.span().map(|span| line_of(text, span.start)),
        key: None,
        problem: e.message().trim().to_owned(),
        remedy: "Correct this line; the shipped file shows every key".to_owned(),
    })
}
