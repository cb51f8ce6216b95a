//! That one program serves an SQLite file: two would send letters twice and each believe what it
//! remembers. Commands that come and go (import, receive, report) work beside it.
//!
//! Two locks say so. That of a file beside the database holds also while another file is put in the
//! place of the database; that of the database itself is met by whatever name leads to it, as a hard
//! link or a mount does. They are of another kind than SQLite's own, which do not meet them.

use super::StoreFault;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

/// The right to serve an SQLite file, until it is dropped or the process ends, however it ends:
/// the system holds the locks, not what stands in a file.
#[derive(Debug)]
pub struct Sole {
    _beside: File,
    // Closing it takes SQLite's locks away from this process: it stays open until SQLite is done.
    _database: File,
}

impl Sole {
    /// Claims the SQLite file at `path`, which is made empty where there is none.
    ///
    /// # Errors
    /// [`StoreFault::Served`] while another process serves it, with its number where it can be
    /// read; [`StoreFault::ReadOnly`] where nothing can be written beside it.
    pub fn claim(path: &Path) -> Result<Self, StoreFault> {
        let beside = lock_of(path)?;
        let mut file = locked(&beside, |file| {
            let mut process = String::new();
            let _ = file.read_to_string(&mut process);
            process.trim().to_owned()
        })?;
        let database = locked(path, |file| holder_of(file).unwrap_or_default())?;
        let failed = |e: io::Error| StoreFault::ReadOnly(format!("{}: {e}", beside.display()));
        file.set_len(0).map_err(failed)?;
        file.rewind().map_err(failed)?;
        writeln!(file, "{}", std::process::id()).map_err(failed)?;
        Ok(Self {
            _beside: file,
            _database: database,
        })
    }
}

/// Opens and locks a file; where another process has the lock, `holder` says which.
fn locked(path: &Path, holder: impl Fn(&mut File) -> String) -> Result<File, StoreFault> {
    let failed = |e: io::Error| StoreFault::ReadOnly(format!("{}: {e}", path.display()));
    let mut file = OpenOptions::new()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .open(path)
        .map_err(failed)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(StoreFault::Served(holder(&mut file))),
        Err(TryLockError::Error(error)) => Err(failed(error)),
    }
}

/// The process that has the lock of a file, where the system tells (`/proc/locks`, proc(5)).
fn holder_of(file: &File) -> Option<String> {
    let number = format!(":{}", file.metadata().ok()?.ino());
    let locks = std::fs::read_to_string("/proc/locks").ok()?;
    locks.lines().find_map(|line| {
        let words: Vec<&str> = line.split_whitespace().collect();
        match words.as_slice() {
            [_, "FLOCK", _, _, process, file, ..] if file.ends_with(&number) => {
                Some((*process).to_owned())
            }
            _ => None,
        }
    })
}

/// The file whose lock stands for the database, beside the database itself whatever links lead to it.
fn lock_of(path: &Path) -> Result<PathBuf, StoreFault> {
    super::connect::make_folder_of(path)?;
    let real = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let mut name = real.into_os_string();
    name.push(".lock");
    Ok(PathBuf::from(name))
}
