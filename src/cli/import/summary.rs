//! What an import says of each row: a file of its own for each import that says something else.

use crate::casework::cases::import::Imported;
use crate::reports::table;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Writes every remark and refusal of an import of this log; the file they are in.
pub(super) fn write(log: &Path, imported: &Imported, folder: &Path) -> io::Result<PathBuf> {
    let heading = ["row", "reference", "taken", "why"].map(str::to_owned);
    let lines = imported
        .refused
        .iter()
        .map(|r| (r, "no"))
        .chain(imported.remarks.iter().map(|r| (r, "yes")));
    let lines = lines.map(|(remark, taken)| {
        let number = remark.number.to_string();
        [
            number,
            remark.reference.clone(),
            taken.to_owned(),
            remark.text.clone(),
        ]
    });
    let text = table::csv(std::iter::once(heading).chain(lines)).map_err(io::Error::other)?;
    fs::create_dir_all(folder)?;
    let stem = log
        .file_stem()
        .map_or_else(String::new, |stem| stem.to_string_lossy().into_owned());
    let mut summary = folder.join(format!("{stem}-summary.csv"));
    for number in 2.. {
        match File::create_new(&summary) {
            Ok(mut file) => {
                file.write_all(text.as_ref())?;
                break;
            }
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
            Err(_) if says(&summary, text.as_ref()) => break,
            // Of another log of that name, or of this one before it was mended.
            Err(_) => summary.set_file_name(format!("{stem}-summary-{number}.csv")),
        }
    }
    Ok(summary)
}

/// Whether a file is there that says the same: an import that is repeated writes no other.
fn says(summary: &Path, text: &[u8]) -> bool {
    summary.is_file() && fs::read(summary).is_ok_and(|found| found == text)
}
