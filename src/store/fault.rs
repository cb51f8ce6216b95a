//! What can go wrong with the database, as somebody has to be told.

use sea_orm::{DbErr, SqlErr};
use thiserror::Error;

/// A database that cannot do what was asked.
#[derive(Debug, Error)]
pub enum StoreFault {
    /// It cannot be reached or opened.
    #[error("the database cannot be opened: {0}")]
    Unavailable(String),
    /// It was made by a newer program.
    #[error(
        "the database was changed by a newer Daylight (it has the step \u{201c}{0}\u{201d}); start that version or restore a backup"
    )]
    Newer(String),
    /// Another process serves it; its number, or nothing where it cannot be read.
    #[error(
        "another Daylight serves this database{}; stop it first, or set DAYLIGHT_DATA to another folder",
        if .0.is_empty() { String::new() } else { format!(" (process {0})", .0) }
    )]
    Served(String),
    /// It cannot be written to.
    #[error(
        "the data folder cannot be written to: {0}; give this user write permission or set DAYLIGHT_DATA to another folder"
    )]
    ReadOnly(String),
    /// Somebody else changed the case in the meantime.
    #[error("the case was changed by somebody else in the meantime")]
    Stale,
    /// It is already there.
    #[error("it is already recorded")]
    Duplicate,
    /// A row that this program did not write.
    #[error("the record is damaged: {0}")]
    Damaged(String),
    /// Anything else the database says.
    #[error("the database failed: {0}")]
    Failed(String),
}

impl From<DbErr> for StoreFault {
    fn from(error: DbErr) -> Self {
        if let Some(SqlErr::UniqueConstraintViolation(_)) = error.sql_err() {
            return Self::Duplicate;
        }
        let text = error.to_string();
        if text.contains("readonly database") || text.contains("read-only") {
            return Self::ReadOnly(text);
        }
        match error {
            DbErr::Conn(_) | DbErr::ConnectionAcquire(_) => Self::Unavailable(text),
            _ => Self::Failed(text),
        }
    }
}
