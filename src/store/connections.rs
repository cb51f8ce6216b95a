//! Connections to an SQLite file that stay open, handed out one user at a time.
//!
//! The driver's pool asks a connection whether it still lives each time it comes back, on a task
//! of its own. A file does not hang up, and waking threads for that question cost more than the
//! statements of most pages; here a connection comes back as it is.
//!
//! A file can be moved away while it is open, and another put in its place: what is written then is
//! in a file nobody looks for. So it is with the log beside it (`-wal`), which holds what was committed
//! last. Who writes asks before and after whether both are where they were.

use super::StoreFault;
use sea_orm::{DbErr, ExecResult, QueryResult, RuntimeErr, Statement, Values};
use sea_query_sqlx::SqlxValues;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{AssertSqlSafe, Connection, Sqlite};
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

/// How long a user waits for a connection before being refused, as a pool would.
const PATIENCE: Duration = Duration::from_secs(30);

/// Connections that stay open: as many as there are turns at most, each opened when it is needed.
pub struct Connections {
    options: SqliteConnectOptions,
    path: PathBuf,
    /// The numbers of the file that was opened, and of its device.
    file: (u64, u64),
    /// Those of its log, once something was committed to it.
    log: OnceLock<(u64, u64)>,
    idle: Mutex<Vec<SqliteConnection>>,
    turns: Arc<Semaphore>,
}

/// A connection in use. Dropped, it is thrown away, unless [`Turn::give_back`] was called.
pub struct Turn {
    connections: Arc<Connections>,
    // Empty only while it goes back.
    connection: Option<SqliteConnection>,
    _permit: OwnedSemaphorePermit,
}

impl Connections {
    /// Connections made with these options, at most `turns` in use at once.
    ///
    /// # Errors
    /// When the file cannot be opened.
    pub async fn open(options: SqliteConnectOptions, turns: usize) -> Result<Arc<Self>, DbErr> {
        let path = options.get_filename().to_owned();
        let first = opened(&options).await?;
        let file = numbers(&path).map_err(|e| unreachable(&format!("{}: {e}", path.display())))?;
        Ok(Arc::new(Self {
            options,
            path,
            file,
            log: OnceLock::new(),
            idle: Mutex::new(vec![first]),
            turns: Arc::new(Semaphore::new(turns)),
        }))
    }

    /// Whether the file that was opened is still where it was, and the log that was written to.
    ///
    /// # Errors
    /// [`StoreFault::Replaced`] where another is there, [`StoreFault::Gone`] where none is;
    /// [`StoreFault::LogGone`] where the log alone is another or none.
    pub fn in_place(&self) -> Result<(), StoreFault> {
        let path = || self.path.display().to_string();
        match numbers(&self.path) {
            Ok(numbers) if numbers == self.file => {}
            Ok(_) => return Err(StoreFault::Replaced(path())),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(StoreFault::Gone(path()));
            }
            Err(error) => return Err(StoreFault::Unavailable(format!("{}: {error}", path()))),
        }
        let Some(known) = self.log.get() else {
            return Ok(());
        };
        match numbers(&self.log_path()) {
            Ok(numbers) if numbers == *known => Ok(()),
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                Err(StoreFault::Unavailable(format!("{}-wal: {error}", path())))
            }
            Ok(_) | Err(_) => Err(StoreFault::LogGone(path())),
        }
    }

    /// Takes note of the log something was just committed to.
    fn know_log(&self) {
        if self.log.get().is_none()
            && let Ok(numbers) = numbers(&self.log_path())
        {
            let _ = self.log.set(numbers);
        }
    }

    fn log_path(&self) -> PathBuf {
        let mut path = self.path.clone().into_os_string();
        path.push("-wal");
        PathBuf::from(path)
    }

    fn idle(&self) -> std::sync::MutexGuard<'_, Vec<SqliteConnection>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The connection used last, whose pages are in memory; a new one when the open ones are busy.
    ///
    /// # Errors
    /// When every connection stays busy, or a new one cannot be opened.
    pub async fn turn(self: &Arc<Self>) -> Result<Turn, DbErr> {
        let permit = timeout(PATIENCE, Arc::clone(&self.turns).acquire_owned())
            .await
            .map_err(|_| unreachable("every connection is busy"))?
            .map_err(|_| closed())?;
        let last = self.idle().pop();
        let connection = match last {
            Some(connection) => connection,
            None => {
                // Another file has another's rows, and this one's log beside it.
                self.in_place().map_err(|e| unreachable(&e.to_string()))?;
                opened(&self.options).await?
            }
        };
        Ok(Turn {
            connections: Arc::clone(self),
            connection: Some(connection),
            _permit: permit,
        })
    }

    /// Closes every connection; who asks for one later is refused.
    ///
    /// # Errors
    /// What the database says.
    pub async fn close(&self) -> Result<(), DbErr> {
        self.turns.close();
        let open: Vec<SqliteConnection> = self.idle().drain(..).collect();
        for connection in open {
            connection.close().await.map_err(failed)?;
        }
        Ok(())
    }
}

impl Turn {
    /// Keeps the connection for the next user.
    pub fn give_back(mut self) {
        let back = self.connection.take();
        self.connections.idle().extend(back);
    }

    /// Whether what was just committed is in files that are still where they were.
    ///
    /// # Errors
    /// As [`Connections::in_place`].
    pub fn kept_in_place(&self) -> Result<(), StoreFault> {
        self.connections.know_log();
        self.connections.in_place()
    }

    fn connection(&mut self) -> Result<&mut SqliteConnection, DbErr> {
        self.connection.as_mut().ok_or_else(closed)
    }

    /// Runs a statement.
    ///
    /// # Errors
    /// What the database says.
    pub async fn execute(&mut self, statement: Statement) -> Result<ExecResult, DbErr> {
        let done = query(statement).execute(self.connection()?).await;
        done.map(ExecResult::from).map_err(failed)
    }

    /// The first row of a statement.
    ///
    /// # Errors
    /// What the database says.
    pub async fn query_one(&mut self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        let row = query(statement).fetch_optional(self.connection()?).await;
        Ok(row.map_err(failed)?.map(QueryResult::from))
    }

    /// The rows of a statement.
    ///
    /// # Errors
    /// What the database says.
    pub async fn query_all(&mut self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        let rows = query(statement).fetch_all(self.connection()?).await;
        let rows = rows.map_err(failed)?.into_iter();
        Ok(rows.map(QueryResult::from).collect())
    }
}

async fn opened(options: &SqliteConnectOptions) -> Result<SqliteConnection, DbErr> {
    let opened = SqliteConnection::connect_with(options).await;
    opened.map_err(|e| DbErr::Conn(RuntimeErr::SqlxError(Arc::new(e))))
}

fn numbers(path: &Path) -> io::Result<(u64, u64)> {
    let found = path.metadata()?;
    Ok((found.dev(), found.ino()))
}

fn closed() -> DbErr {
    unreachable("the program is stopping")
}

fn unreachable(why: &str) -> DbErr {
    DbErr::Conn(RuntimeErr::Internal(why.into()))
}

fn failed(error: sqlx::Error) -> DbErr {
    DbErr::Query(RuntimeErr::SqlxError(Arc::new(error)))
}

fn query(statement: Statement) -> sqlx::query::Query<'static, Sqlite, SqlxValues> {
    let values = statement.values.unwrap_or_else(|| Values(Vec::new()));
    // Statements are written in this folder and in the migrations; values are bound.
    sqlx::query_with(AssertSqlSafe(statement.sql), SqlxValues(values))
}
