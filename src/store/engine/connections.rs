//! Connections to an SQLite file that stay open, handed out one user at a time.
//!
//! The driver's pool asks a connection whether it still lives each time it comes back, on a task
//! of its own. A file does not hang up, and waking threads for that question cost more than the
//! statements of most pages; here a connection comes back as it is.
//!
//! A file can be moved away while it is open, and another put in its place: what is written then is
//! in a file nobody looks for. So can its log (`-wal`), where what was written last is. Who writes
//! asks before and after whether both are where they were.

use crate::store::StoreFault;
use sea_orm::{DbErr, ExecResult, QueryResult, RuntimeErr, Statement, Values};
use sea_query_sqlx::SqlxValues;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{AssertSqlSafe, Connection, Sqlite};
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

/// How long a user waits for a connection before being refused, as a pool would.
const PATIENCE: Duration = Duration::from_secs(30);

/// Connections that stay open: as many as there are turns at most, each opened when it is needed.
pub struct Connections {
    options: SqliteConnectOptions,
    path: PathBuf,
    /// The file that was opened.
    file: Numbers,
    log: Arc<Log>,
    idle: Mutex<Vec<Opened>>,
    turns: Arc<Semaphore>,
}

/// A connection in use. Dropped, it is thrown away, unless [`Turn::give_back`] was called.
pub struct Turn {
    connections: Arc<Connections>,
    // Empty only while it goes back.
    connection: Option<Opened>,
    _permit: OwnedSemaphorePermit,
}

impl Connections {
    /// Connections made with these options, at most `turns` in use at once. All that are made to one
    /// file are told its log.
    ///
    /// # Errors
    /// When the file cannot be opened.
    pub async fn open(
        options: SqliteConnectOptions,
        turns: usize,
        log: &Arc<Log>,
    ) -> Result<Arc<Self>, DbErr> {
        let path = options.get_filename().to_owned();
        let first = Opened::with(&options, log).await?;
        let file = numbers(&path).map_err(|e| unreachable(&format!("{}: {e}", path.display())))?;
        Ok(Arc::new(Self {
            options,
            path,
            file,
            log: Arc::clone(log),
            idle: Mutex::new(vec![first]),
            turns: Arc::new(Semaphore::new(turns)),
        }))
    }

    /// Whether the file that was opened is still where it was, and its log.
    ///
    /// # Errors
    /// [`StoreFault::Replaced`] where another is there, [`StoreFault::Gone`] where none is;
    /// [`StoreFault::LogGone`] where that is so of the log.
    pub fn in_place(&self) -> Result<(), StoreFault> {
        let path = || self.path.display().to_string();
        match numbers(&self.path) {
            Ok(numbers) if numbers == self.file => self.log.in_place(),
            Ok(_) => Err(StoreFault::Replaced(path())),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Err(StoreFault::Gone(path())),
            Err(error) => Err(StoreFault::Unavailable(format!("{}: {error}", path()))),
        }
    }

    fn idle(&self) -> MutexGuard<'_, Vec<Opened>> {
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
                Opened::with(&self.options, &self.log).await?
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
        let open: Vec<Opened> = self.idle().drain(..).collect();
        for opened in open {
            opened.connection.close().await.map_err(failed)?;
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

    /// Whether the file is still where it was.
    ///
    /// # Errors
    /// As [`Connections::in_place`].
    pub fn in_place(&self) -> Result<(), StoreFault> {
        self.connections.in_place()
    }

    fn connection(&mut self) -> Result<&mut SqliteConnection, DbErr> {
        let opened = self.connection.as_mut().ok_or_else(closed)?;
        Ok(&mut opened.connection)
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

/// A connection that is open.
struct Opened {
    connection: SqliteConnection,
    _counted: Counted,
}

impl Opened {
    async fn with(options: &SqliteConnectOptions, log: &Arc<Log>) -> Result<Self, DbErr> {
        let connection = SqliteConnection::connect_with(options).await;
        let connection = connection.map_err(|e| DbErr::Conn(RuntimeErr::SqlxError(Arc::new(e))))?;
        let counted = Log::count(log).map_err(|e| unreachable(&e.to_string()))?;
        Ok(Self {
            connection,
            _counted: counted,
        })
    }
}

/// The log beside a file, as the connections that are open have it. While there is one SQLite neither
/// removes the log nor makes it anew: where it is gone or another, somebody took it away.
pub struct Log {
    path: PathBuf,
    held: Mutex<Held>,
}

#[derive(Default)]
struct Held {
    connections: usize,
    /// The log they have; nothing where SQLite keeps none.
    log: Option<Numbers>,
}

/// Counts a connection for as long as it lives.
struct Counted(Arc<Log>);

impl Drop for Counted {
    fn drop(&mut self) {
        let mut held = self.0.held();
        held.connections -= 1;
        if held.connections == 0 {
            // Whoever closes last removes it.
            held.log = None;
        }
    }
}

impl Log {
    /// The log of the file that these options open.
    pub fn of(options: &SqliteConnectOptions) -> Arc<Self> {
        let mut name = options.get_filename().as_os_str().to_owned();
        name.push("-wal");
        Arc::new(Self {
            path: PathBuf::from(name),
            held: Mutex::default(),
        })
    }

    fn held(&self) -> MutexGuard<'_, Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Counts a connection that was opened.
    fn count(log: &Arc<Self>) -> Result<Counted, StoreFault> {
        let mut held = log.held();
        if held.log.is_none() {
            held.log = numbers(&log.path).ok();
        }
        log.is(held.log)?;
        held.connections += 1;
        Ok(Counted(Arc::clone(log)))
    }

    fn in_place(&self) -> Result<(), StoreFault> {
        self.is(self.held().log)
    }

    fn is(&self, known: Option<Numbers>) -> Result<(), StoreFault> {
        let gone = || StoreFault::LogGone(self.path.display().to_string());
        match (known, numbers(&self.path)) {
            (None, _) => Ok(()),
            (Some(known), Ok(found)) if known == found => Ok(()),
            (Some(_), Ok(_)) => Err(gone()),
            (Some(_), Err(error)) if error.kind() == io::ErrorKind::NotFound => Err(gone()),
            (Some(_), Err(error)) => {
                let said = format!("{}: {error}", self.path.display());
                Err(StoreFault::Unavailable(said))
            }
        }
    }
}

/// The number of a file and that of its device.
type Numbers = (u64, u64);

fn numbers(path: &Path) -> io::Result<Numbers> {
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
