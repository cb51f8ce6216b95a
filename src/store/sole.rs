//! That one program serves an SQLite file: two would send letters twice and each believe what it
//! remembers. Commands that come and go (import, receive, report) work beside it.

use super::StoreFault;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::{Path, PathBuf};

/// The right to serve an SQLite file, until it is dropped or the process ends, however it ends:
/// the system holds the lock, not what stands in its file.
#[derive(Debug)]
pub struct Sole {
    _locked: File,
}

impl Sole {
    /// Claims the SQLite file at `path`, which need not exist yet.
    ///
    /// # Errors
    /// [`StoreFault::Served`] while another process serves it, with its number where it can be
    /// read; [`StoreFault::ReadOnly`] where nothing can be written beside it.
    pub fn claim(path: &Path) -> Result<Self, StoreFault> {
        let lock = lock_of(path)?;
        let failed = |e: std::io::Error| StoreFault::ReadOnly(format!("{}: {e}", lock.display()));
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(&lock)
            .map_err(failed)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let mut process = String::new();
                let _ = file.read_to_string(&mut process);
                return Err(StoreFault::Served(process.trim().to_owned()));
            }
            Err(TryLockError::Error(error)) => return Err(failed(error)),
        }
        file.set_len(0).map_err(failed)?;
        file.rewind().map_err(failed)?;
        writeln!(file, "{}", std::process::id()).map_err(failed)?;
        Ok(Self { _locked: file })
    }
}

/// The file whose lock stands for the database, beside the database itself whatever links lead to it.
fn lock_of(path: &Path) -> Result<PathBuf, StoreFault> {
    super::connect::make_folder_of(path)?;
    let real = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let mut name = real.into_os_string();
    name.push(".lock");
    Ok(PathBuf::from(name))
}
