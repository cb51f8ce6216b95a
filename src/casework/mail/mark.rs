//! The mark beside the database: how many times a letter was claimed before anything was sent, and
//! how many copies and restores were found.
//!
//! It stands in the data folder and not in the database, so that a database restored from a backup
//! knows less than it says. It is written into a new file each time, whose number it holds: a backup
//! of the whole folder copied over it, into the file that is there, shows by that.

use crate::store::FileNumber;
use atomic_write_file::AtomicWriteFile;
use std::fs::File;
use std::io::{self, Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// The file's name in the data folder.
pub const OUTBOX_MARK: &str = "outbox.mark";

/// The mark of one installation.
pub(in crate::casework) struct Mark {
    path: PathBuf,
    /// Whose mark it is: another database served from the same folder has another.
    installation: String,
    stands: Mutex<Standing>,
}

/// What a mark was found to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::casework) enum Found {
    /// Written where it stands.
    Here,
    /// Copied to where it stands.
    Copied,
    /// Not there, damaged, or another installation's.
    Missing,
}

/// Where a mark stands.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::casework) struct Standing {
    /// How many times a letter was claimed.
    pub(in crate::casework) claims: i64,
    /// How many times a copy or a restore was found.
    pub(in crate::casework) found: i64,
}

impl Mark {
    /// The mark in a data folder; nothing is read yet.
    pub(in crate::casework) fn in_folder(data: &Path, installation: String) -> Self {
        Self {
            path: data.join(OUTBOX_MARK),
            installation,
            stands: Mutex::default(),
        }
    }

    /// Where it stands on the disk, at the beginning where there is none of this installation; and
    /// what was found there.
    pub(in crate::casework) fn read(&self) -> io::Result<(Standing, Found)> {
        let mut text = Vec::new();
        let mut stood = None;
        match File::open(&self.path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            opened => {
                let mut file = opened?;
                stood = Some(FileNumber::of(&file.metadata()?));
                file.read_to_end(&mut text)?;
            }
        }
        // What is damaged is no mark, whatever it holds.
        let text = String::from_utf8_lossy(&text);
        let mut words = text.split_whitespace();
        let ours = words.next() == Some(self.installation.as_str());
        // Of another installation, or from before there was one, it says nothing of this one.
        let mut number = || match words.next().filter(|_| ours) {
            None => Ok(0),
            Some(word) => word.parse().map_err(|_| {
                let what = format!("\u{201c}{word}\u{201d} is no number");
                io::Error::new(io::ErrorKind::InvalidData, what)
            }),
        };
        let standing = Standing {
            claims: number()?,
            found: number()?,
        };
        // An earlier Daylight wrote no number.
        let written: Option<FileNumber> = words.next().and_then(|word| word.parse().ok());
        let copied = written
            .zip(stood)
            .is_some_and(|(written, stood)| written.joined(stood).is_none());
        let mut stands = self.stands.lock().unwrap_or_else(PoisonError::into_inner);
        *stands = if ours { standing } else { Standing::default() };
        let found = match (ours, copied) {
            (false, _) => Found::Missing,
            (true, true) => Found::Copied,
            (true, false) => Found::Here,
        };
        Ok((*stands, found))
    }

    /// Where it stands, as it was last read or written.
    pub(in crate::casework) fn stands(&self) -> Standing {
        *self.stands.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Moves it on to a count of claims, safe on the disk when this returns.
    pub(in crate::casework) fn reach(&self, claims: i64) -> io::Result<()> {
        let mut stands = self.stands.lock().unwrap_or_else(PoisonError::into_inner);
        // Two workers may come in the other order.
        if stands.claims < claims {
            self.write(&mut stands, |stands| stands.claims = claims)?;
        }
        Ok(())
    }

    /// Notes that a copy or a restore was found, safe on the disk when this returns.
    pub(in crate::casework) fn found(&self) -> io::Result<()> {
        let mut stands = self.stands.lock().unwrap_or_else(PoisonError::into_inner);
        self.write(&mut stands, |stands| stands.found += 1)
    }

    /// Writes it anew as it stands: what was copied before that shows where it is copied back.
    pub(in crate::casework) fn renew(&self) -> io::Result<()> {
        let mut stands = self.stands.lock().unwrap_or_else(PoisonError::into_inner);
        self.write(&mut stands, |_| {})
    }

    /// Writes it changed, whole or not at all.
    fn write(&self, stands: &mut Standing, change: impl Fn(&mut Standing)) -> io::Result<()> {
        let mut next = *stands;
        change(&mut next);
        if let Some(folder) = self.path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        let mut file = AtomicWriteFile::options().mode(0o600).open(&self.path)?;
        let number = FileNumber::of(&file.metadata()?);
        let Standing { claims, found } = next;
        writeln!(file, "{} {claims} {found} {number}", self.installation)?;
        file.commit()?;
        *stands = next;
        Ok(())
    }
}
