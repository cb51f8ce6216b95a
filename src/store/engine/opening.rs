//! That programs open an SQLite file one after another: what the first start makes and the steps of
//! the schema are read and taken by one of them, and the others find them done.

use super::connect::make_folder_of;
use crate::store::StoreFault;
use std::fs::{File, TryLockError};
use std::path::Path;
use std::time::{Duration, Instant};

/// How long the turn of another is waited for.
const PATIENCE: Duration = Duration::from_secs(30);

/// How often it is asked whether it is over.
const PAUSE: Duration = Duration::from_millis(10);

/// The turn to open an SQLite file, until it is dropped or the process ends, however it ends. It is a
/// lock of the folder the file is in, so that nothing of it stays.
#[derive(Debug)]
pub struct Opening {
    _locked: File,
}

impl Opening {
    /// Waits for the turn to open the SQLite file at `path`, which need not exist yet.
    ///
    /// # Errors
    /// [`StoreFault::Unavailable`] where another takes too long; [`StoreFault::ReadOnly`] where the
    /// folder cannot be made or read.
    pub async fn turn(path: &Path) -> Result<Self, StoreFault> {
        make_folder_of(path)?;
        let real = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        let folder = match real.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        };
        let failed = |e: std::io::Error| StoreFault::ReadOnly(format!("{}: {e}", folder.display()));
        let file = File::open(folder).map_err(failed)?;
        let begun = Instant::now();
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(Self { _locked: file }),
                Err(TryLockError::WouldBlock) if begun.elapsed() < PATIENCE => {
                    tokio::time::sleep(PAUSE).await;
                }
                Err(TryLockError::WouldBlock) => {
                    return Err(StoreFault::Unavailable(
                        "another Daylight is still bringing it up to date; try again once it has"
                            .to_owned(),
                    ));
                }
                Err(TryLockError::Error(error)) => return Err(failed(error)),
            }
        }
    }
}
