//! Opening the database: pools, pragmas, and bringing the schema up to date.

use super::connections::{Connections, Log};
use super::one_clock::Ahead;
use super::readers::Readers;
use super::sql;
use super::transaction::Writer;
use crate::store::StoreFault;
use crate::store::migrations::Migrations;
use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend, FromQueryResult,
};
use sea_orm_migration::prelude::MigratorTrait;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sqlx::{ConnectOptions as _, Executor as _};
use std::path::Path;
use std::sync::{Arc, RwLock};
use std::time::Duration;

/// The key of the advisory lock under which nodes migrate one after another on PostgreSQL.
const MIGRATION_LOCK: i64 = 7_241_903_365;

/// What PostgreSQL is told of every session. A node that freezes in the middle of a unit, or whose
/// network is cut without a word, holds what it has locked no longer than this, and a form that waits
/// for it is told to come again; without it everybody waits until the system gives the connection up,
/// which takes hours. Two units that meet wait for each other and are not refused, whatever isolation the
/// server gives its other users.
const PATIENCE: [(&str, &str); 6] = [
    ("default_transaction_isolation", "read committed"),
    ("idle_in_transaction_session_timeout", "15s"),
    ("lock_timeout", "10s"),
    ("tcp_keepalives_idle", "30"),
    ("tcp_keepalives_interval", "10"),
    ("tcp_keepalives_count", "3"),
];

/// What is acknowledged is kept: a server that answers before it has written, as some are set for speed,
/// waits for our sessions. One that waits for more than its own disk goes on doing so.
const KEPT: &str = "SELECT set_config('synchronous_commit', 'on', false) \
     WHERE current_setting('synchronous_commit') = 'off'";

/// The open database.
///
/// On SQLite there is one connection that writes and a few that read: several
/// writers would only wait for each other and starve the checkpoint.
#[derive(Clone)]
pub struct Store {
    pub(in crate::store) read: Readers,
    pub(in crate::store) write: Writer,
    /// The digest of the law this program counts by; empty where it counts nothing.
    pub(in crate::store) law: Arc<RwLock<Arc<str>>>,
    /// How the clock that all nodes go by stands to this machine's.
    pub(in crate::store) ahead: Arc<Ahead>,
}

impl Store {
    /// Opens the database at `sqlite:...` or `postgres://...` and brings its schema up to date.
    ///
    /// # Errors
    /// When it cannot be opened or written to, or was made by a newer program.
    pub async fn open(url: &str) -> Result<Self, StoreFault> {
        let store = Self::connect(url).await?;
        store.migrate(url).await?;
        Ok(store)
    }

    /// Opens the database as it is, without changing its schema.
    ///
    /// # Errors
    /// When it cannot be reached or was made by a newer program.
    pub async fn look_at(url: &str) -> Result<Self, StoreFault> {
        let store = Self::connect(url).await?;
        store.refuse_newer().await?;
        Ok(store)
    }

    /// How many steps the schema is behind this program.
    ///
    /// # Errors
    /// What the database says.
    pub async fn pending_steps(&self) -> Result<usize, StoreFault> {
        let pending = Migrations::get_pending_migrations_read_only(&self.read).await?;
        Ok(pending.len())
    }

    /// Whether no step was ever taken: nothing has been kept here.
    ///
    /// # Errors
    /// What the database says.
    pub async fn is_blank(&self) -> Result<bool, StoreFault> {
        Ok(self.pending_steps().await? == Migrations::migrations().len())
    }

    async fn connect(url: &str) -> Result<Self, StoreFault> {
        if let Some(path) = path_of(url) {
            make_folder_of(Path::new(path))?;
            let options = tuned(file_at(path));
            // What writes takes back half a statement from memory: a file would be made anew for
            // each request logged. Readers sort in files, which may be large.
            let writing = options.clone().pragma("temp_store", "MEMORY");
            let log = Log::of(&options);
            let write = Connections::open(writing, 1, &log).await;
            let write = write.map_err(unopened)?;
            let read = Connections::open(options, 4, &log).await;
            let read = read.map_err(unopened)?;
            return Ok(Self {
                read: Readers::Kept(read),
                write: Writer::Kept(write),
                law: Arc::default(),
                ahead: Arc::default(),
            });
        }
        let mut options = ConnectOptions::new(url.to_owned());
        options
            .max_connections(16)
            .acquire_timeout(Duration::from_secs(10))
            .sqlx_logging(false)
            .map_sqlx_postgres_opts(|options| options.options(PATIENCE))
            .map_sqlx_postgres_pool_opts(|pool| {
                pool.after_connect(|session, _| {
                    Box::pin(async move { session.execute(KEPT).await.map(|_| ()) })
                })
            });
        let pool = Database::connect(options)
            .await
            // The driver repeats a URL that it cannot read, and a password may stand in it.
            .map_err(|e| StoreFault::Unavailable(e.to_string().replace(url, "given")))?;
        refuse_encoding(&pool).await?;
        let ahead = Arc::<Ahead>::default();
        ahead.look(&pool).await?;
        Ok(Self {
            read: Readers::Pooled(pool.clone()),
            write: Writer::Pooled(pool),
            law: Arc::default(),
            ahead,
        })
    }

    async fn migrate(&self, url: &str) -> Result<(), StoreFault> {
        self.refuse_newer().await?;
        match &self.write {
            Writer::Kept(_) => {
                if self.pending_steps().await? == 0 {
                    return Ok(());
                }
                // The steps want a connection of the driver's own, which is closed after them.
                let steps = migrating(url).await?;
                Migrations::up(&steps, None).await?;
                steps.close().await?;
            }
            Writer::Pooled(pool) => {
                // A session lock belongs to one connection, and the pool hands out many: the lock
                // is held by a transaction of its own while another connection migrates.
                let lock = self.write.begin().await?;
                // Another node may be at it for long, and so may this one.
                for setting in ["lock_timeout", "idle_in_transaction_session_timeout"] {
                    lock.execute_unprepared(&format!("SET LOCAL {setting} = 0"))
                        .await?;
                }
                lock.execute_unprepared(&format!("SELECT pg_advisory_xact_lock({MIGRATION_LOCK})"))
                    .await?;
                Migrations::up(pool, None).await?;
                lock.commit().await?;
            }
        }
        Ok(())
    }

    async fn refuse_newer(&self) -> Result<(), StoreFault> {
        let known: Vec<String> = Migrations::migrations()
            .iter()
            .map(|m| m.name().to_owned())
            .collect();
        let Ok(applied) = Migrations::get_migration_models(&self.read).await else {
            return Ok(());
        };
        match applied.into_iter().find(|m| !known.contains(&m.version)) {
            Some(newer) => Err(StoreFault::Newer(newer.version)),
            None => Ok(()),
        }
    }

    /// Whether the database is PostgreSQL.
    #[must_use]
    pub fn is_postgres(&self) -> bool {
        self.read.get_database_backend() == DbBackend::Postgres
    }

    /// Whether the database file is still where it was opened: it can be moved away, and another be
    /// put in its place, beneath a program that runs.
    ///
    /// # Errors
    /// [`StoreFault::Replaced`] where another is there, [`StoreFault::Gone`] where none is;
    /// [`StoreFault::LogGone`] where that is so of SQLite's log.
    pub fn in_place(&self) -> Result<(), StoreFault> {
        self.write.in_place()
    }

    /// Folds the write-ahead log back into the database file, as far as no reader holds it, and
    /// waits for none; nothing on PostgreSQL.
    ///
    /// # Errors
    /// What the database says.
    pub async fn checkpoint(&self) -> Result<(), StoreFault> {
        if !self.is_postgres() {
            self.write.alone("PRAGMA wal_checkpoint(PASSIVE)").await?;
        }
        Ok(())
    }

    /// Lets the planner know how the tables are filled, after much was written at once.
    ///
    /// # Errors
    /// What the database says.
    pub async fn analyse(&self) -> Result<(), StoreFault> {
        if self.is_postgres() {
            return self.write.alone("ANALYZE").await;
        }
        // A part of each index is enough: to read all of a million cases would keep whoever writes
        // waiting for seconds. And SQLite's samples of the values make it plan a statement anew
        // whenever a bound value changes, which costs more than most statements; sizes are enough.
        self.write
            .alone("PRAGMA analysis_limit = 10000; ANALYZE; DELETE FROM sqlite_stat4; ANALYZE sqlite_schema")
            .await
    }

    /// Closes every connection.
    ///
    /// # Errors
    /// What the database says.
    pub async fn close(&self) -> Result<(), StoreFault> {
        self.read.close().await?;
        if !self.is_postgres() {
            self.write.alone("PRAGMA wal_checkpoint(TRUNCATE)").await?;
        }
        self.write.close().await?;
        Ok(())
    }
}

/// The path in `sqlite:PATH`; nothing in another address.
fn path_of(url: &str) -> Option<&str> {
    Some(url.strip_prefix("sqlite:")?.trim_start_matches("//"))
}

/// Refuses a database of PostgreSQL that does not keep every letter: what people write would be refused
/// word by word.
async fn refuse_encoding(pool: &DatabaseConnection) -> Result<(), StoreFault> {
    #[derive(FromQueryResult)]
    struct Row {
        encoding: String,
    }
    let text = "SELECT current_setting('server_encoding') AS encoding";
    let row: Option<Row> = sql::one(pool, text, vec![]).await?;
    match row.map(|row| row.encoding) {
        Some(encoding) if encoding != "UTF8" => Err(StoreFault::Unavailable(format!(
            "its encoding is {encoding}, which does not have every letter that people write; make one with \
             CREATE DATABASE daylight ENCODING 'UTF8' TEMPLATE template0"
        ))),
        _ => Ok(()),
    }
}

/// Makes the folder an SQLite file is to stand in.
pub(in crate::store) fn make_folder_of(path: &Path) -> Result<(), StoreFault> {
    match path.parent().filter(|p| !p.as_os_str().is_empty()) {
        Some(folder) => std::fs::create_dir_all(folder)
            .map_err(|e| StoreFault::ReadOnly(format!("{}: {e}", folder.display()))),
        None => Ok(()),
    }
}

/// An SQLite file, made where there is none. It is given as a path: in an address the driver reads
/// `%20` and `?` in the name of a folder as something else.
fn file_at(path: &str) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(true)
}

/// A connection for the steps of the schema.
async fn migrating(url: &str) -> Result<DatabaseConnection, StoreFault> {
    let path = path_of(url).unwrap_or(url).to_owned();
    // An address has to be given, and what it says is left unread.
    let mut options = ConnectOptions::new("sqlite:database");
    options
        .max_connections(1)
        .sqlx_logging(false)
        .map_sqlx_sqlite_opts(move |_| tuned(file_at(&path)));
    Database::connect(options).await.map_err(unopened)
}

/// How every connection to SQLite behaves.
fn tuned(options: SqliteConnectOptions) -> SqliteConnectOptions {
    options
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .busy_timeout(Duration::from_secs(30))
        .foreign_keys(true)
        // Pages of the log before it is folded into the file: a page written by four requests is
        // then folded in once. It grows to 16 MB.
        .pragma("wal_autocheckpoint", "4000")
        // KiB of pages a connection keeps: five connections hold 20 MB at most. What one
        // transaction changes beyond it goes to the log early.
        .pragma("cache_size", "-4000")
        .statement_cache_capacity(200)
        // A worker thread that need not wait for its reader every 50 rows.
        .row_buffer_size(1000)
        .disable_statement_logging()
}

/// Why a database file could not be opened.
fn unopened(error: impl std::fmt::Display) -> StoreFault {
    let text = error.to_string();
    if text.contains("unable to open") || text.contains("readonly") {
        StoreFault::ReadOnly(text)
    } else {
        StoreFault::Unavailable(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::engine::sql;

    #[tokio::test]
    async fn connections_to_sqlite_share_no_page_cache() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("daylight.sqlite");
        let store = Store::open(&format!("sqlite:{}", file.display()))
            .await
            .unwrap();
        #[derive(sea_orm::FromQueryResult)]
        struct Compiled {
            options: String,
        }
        let text =
            "SELECT group_concat(compile_options, ' ') AS options FROM pragma_compile_options";
        let compiled: Option<Compiled> = sql::one(&store.read, text, vec![]).await.unwrap();
        let options = compiled.unwrap().options;
        assert!(options.contains("ENABLE_FTS5"), "{options}");
        assert!(!options.contains("MEMORY_MANAGEMENT"), "{options}");
    }
}
