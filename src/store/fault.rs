//! What can go wrong with the database, as somebody has to be told.

use sea_orm::{DbErr, RuntimeErr, SqlErr};
use thiserror::Error;

/// A database that cannot do what was asked.
#[derive(Debug, Error)]
pub enum StoreFault {
    /// It cannot be reached or opened, or is too busy.
    #[error("the database cannot be opened: {0}")]
    Unavailable(String),
    /// The disk is full or fails, so nothing can be written. Readers go on.
    #[error("nothing can be written, because the disk is full or fails: {0}; free some space")]
    Disk(String),
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
    /// PostgreSQL takes nothing from this role, or is a standby.
    #[error(
        "PostgreSQL lets nobody write here ({0}); name the server that can be written to in DAYLIGHT_DATABASE_URL, and see that default_transaction_read_only is off for its database and for this role"
    )]
    ReadsAlone(String),
    /// Another file was put in the place of the one that is open.
    #[error(
        "the database file {0} was moved or removed and another put in its place, so nothing more is written; start Daylight again to go on with the one that is there now"
    )]
    Replaced(String),
    /// The file that is open was moved away or removed.
    #[error(
        "the database file {0} was moved away or removed, so nothing more is written; put it back, and if it was removed copy it and its -wal from /proc/{pid}/fd before Daylight ends", pid = std::process::id()
    )]
    Gone(String),
    /// The log of the file that is open was taken away.
    #[error(
        "{0}, the log of the database, was moved away, removed or replaced, so nothing more is written; Daylight ends in order, which puts what is in it into the database file: start it again"
    )]
    LogGone(String),
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
        match error {
            DbErr::Conn(RuntimeErr::SqlxError(said))
            | DbErr::Exec(RuntimeErr::SqlxError(said))
            | DbErr::Query(RuntimeErr::SqlxError(said))
                if read_only(&said) =>
            {
                Self::ReadOnly(text)
            }
            DbErr::Conn(RuntimeErr::SqlxError(said))
            | DbErr::Exec(RuntimeErr::SqlxError(said))
            | DbErr::Query(RuntimeErr::SqlxError(said))
                if code(&said).as_deref() == Some("25006") =>
            {
                Self::ReadsAlone(text)
            }
            DbErr::Conn(RuntimeErr::SqlxError(said))
            | DbErr::Exec(RuntimeErr::SqlxError(said))
            | DbErr::Query(RuntimeErr::SqlxError(said))
                if of_the_disk(&said) =>
            {
                Self::Disk(text)
            }
            DbErr::Exec(RuntimeErr::SqlxError(said))
            | DbErr::Query(RuntimeErr::SqlxError(said))
                if passing(&said) =>
            {
                Self::Unavailable(text)
            }
            DbErr::Conn(_) | DbErr::ConnectionAcquire(_) => Self::Unavailable(text),
            _ => Self::Failed(text),
        }
    }
}

/// The code of what a database says: SQLite's result code as a number, PostgreSQL's SQLSTATE.
fn code(error: &sqlx::Error) -> Option<String> {
    error
        .as_database_error()?
        .code()
        .map(|code| code.into_owned())
}

/// SQLite's result code without what it adds for details (sqlite.org/rescode.html).
fn result_code(code: &str) -> Option<u32> {
    // An SQLSTATE has five characters, a result code of SQLite at most four.
    (code.len() < 5)
        .then(|| code.parse::<u32>().ok())
        .flatten()
        .map(|code| code & 0xff)
}

/// Whether nothing may be written: SQLITE_READONLY (8), as of a file system that was remounted for
/// reading alone after it failed.
fn read_only(error: &sqlx::Error) -> bool {
    code(error).is_some_and(|code| result_code(&code) == Some(8))
}

/// Whether the disk is full or fails: SQLITE_IOERR (10), SQLITE_FULL (13) and, of a
/// file that was there before, SQLITE_CANTOPEN (14); of PostgreSQL
/// `disk_full` and `io_error`.
fn of_the_disk(error: &sqlx::Error) -> bool {
    code(error).is_some_and(|code| {
        matches!(result_code(&code), Some(10 | 13 | 14))
            || matches!(code.as_str(), "53100" | "58030")
    })
}

/// Whether the same may succeed in a moment: another holds the file (SQLITE_BUSY is 5), the
/// server is stopping, starting or full (classes 53 and 57P), two units waited for each other
/// (class 40) or one too long for another (`lock_not_available`), a unit stood still for too long
/// (`idle_in_transaction_session_timeout`), a statement took longer than the server lets it
/// (`query_canceled`), or the connection is lost.
fn passing(error: &sqlx::Error) -> bool {
    match code(error) {
        Some(code) => {
            result_code(&code) == Some(5)
                || ["40", "53", "57014", "57P", "55P03", "25P03"]
                    .iter()
                    .any(|class| code.starts_with(class))
        }
        None => matches!(
            error,
            sqlx::Error::Io(_)
                | sqlx::Error::PoolTimedOut
                | sqlx::Error::PoolClosed
                | sqlx::Error::WorkerCrashed
        ),
    }
}
