//! That one program serves an SQLite file: two would send letters twice and each believe what it
//! remembers. Commands that come and go (import, receive, report) work beside it.
//!
//! Two locks say so. That of a file beside the database holds also while another file is put in the
//! place of the database; that of the database itself is met by whatever name leads to it, as a hard
//! link or a mount does. They are of another kind than SQLite's own, which do not meet them.

use crate::store::StoreFault;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How often a lock is asked for before it is another's, and how long between.
const GLANCES: u32 = 5;
const GLANCE: Duration = Duration::from_millis(20);

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
        if path.metadata().is_ok_and(|found| !found.is_file()) {
            let said = format!("{} is no file that a database can stand in", path.display());
            return Err(StoreFault::Unavailable(said));
        }
        let beside = lock_of(path)?;
        let mut file = locked(&beside, read_process)?;
        let database = locked(path, |file| holder_of(file).unwrap_or_default())?;
        write_holder(&mut file, &beside, &std::process::id().to_string())?;
        Ok(Self {
            _beside: file,
            _database: database,
        })
    }
}

fn read_process(file: &mut File) -> String {
    let mut process = String::new();
    let _ = file.read_to_string(&mut process);
    process.trim().to_owned()
}

fn write_holder(file: &mut File, path: &Path, holder: &str) -> Result<(), StoreFault> {
    let failed = |e: io::Error| StoreFault::ReadOnly(format!("{}: {e}", path.display()));
    file.set_len(0).map_err(failed)?;
    file.rewind().map_err(failed)?;
    writeln!(file, "{holder}").map_err(failed)
}

/// Whether another process serves the file at `path`, by whatever name. Asked before this one opens
/// it: closing the file asked takes SQLite's locks away from this process.
#[must_use]
pub fn is_served(path: &Path) -> bool {
    let Ok(file) = File::open(path) else {
        return false;
    };
    matches!(file.try_lock_shared(), Err(TryLockError::WouldBlock))
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
    // A command that asks whether it is served has it for a moment.
    for _ in 0..GLANCES {
        match file.try_lock() {
            Ok(()) => return Ok(file),
            Err(TryLockError::WouldBlock) => std::thread::sleep(GLANCE),
            Err(TryLockError::Error(error)) => return Err(failed(error)),
        }
    }
    Err(StoreFault::Served(holder(&mut file)))
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
