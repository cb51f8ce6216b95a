//! The mark beside the database: how many times a letter was claimed before anything was sent.
//!
//! It stands in the data folder and not in the database, so that a database restored from a backup
//! knows less than it says.

use atomic_write_file::AtomicWriteFile;
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

/// The file's name in the data folder.
const NAME: &str = "outbox.mark";

/// The mark of one installation.
pub(super) struct Mark {
    path: PathBuf,
    /// Whose mark it is: another database served from the same folder has another.
    installation: String,
    reached: Mutex<i64>,
}

impl Mark {
    /// The mark in a data folder; nothing is read yet.
    pub(super) fn in_folder(data: &std::path::Path, installation: String) -> Self {
        Self {
            path: data.join(NAME),
            installation,
            reached: Mutex::new(0),
        }
    }

    /// The count it stands at; 0 where there is none of this installation.
    pub(super) fn read(&self) -> io::Result<i64> {
        let text = match std::fs::read_to_string(&self.path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(0),
            read => read?,
        };
        let count = text
            .trim()
            .split_once(' ')
            .filter(|(whose, _)| *whose == self.installation)
            .and_then(|(_, count)| count.parse().ok());
        Ok(count.unwrap_or(0))
    }

    /// Moves it on to a count, whole or not at all, and safe on the disk when this returns.
    pub(super) fn reach(&self, count: i64) -> io::Result<()> {
        let mut reached = self.reached.lock().unwrap_or_else(PoisonError::into_inner);
        // Two workers may come in the other order.
        if *reached >= count {
            return Ok(());
        }
        if let Some(folder) = self.path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        let mut file = AtomicWriteFile::options().mode(0o600).open(&self.path)?;
        writeln!(file, "{} {count}", self.installation)?;
        file.commit()?;
        *reached = count;
        Ok(())
    }
}
