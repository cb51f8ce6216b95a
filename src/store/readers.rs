//! The connections that read: on SQLite kept open here, on PostgreSQL taken from its pool.
//!
//! The driver's pool asks a connection whether it still lives each time it comes back, on a task
//! of its own. A file does not hang up, and waking threads for that question cost more than the
//! statements of most pages; here a connection comes back as it is. A reader that goes away in
//! the middle of a statement leaves its connection whole: the driver ends the statement.

use super::StoreFault;
use sea_orm::prelude::async_trait::async_trait;
use sea_orm::{
    ConnectionTrait, DatabaseConnection, DbBackend, DbErr, ExecResult, QueryResult, RuntimeErr,
    Statement, Values,
};
use sea_query_sqlx::SqlxValues;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{AssertSqlSafe, Connection, Sqlite};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::{Semaphore, SemaphorePermit};
use tokio::time::timeout;

/// How long a statement waits for a connection before it is refused, as a pool would.
const PATIENCE: Duration = Duration::from_secs(30);

/// What reads.
#[derive(Clone)]
pub enum Readers {
    /// SQLite's connections.
    Kept(Arc<Kept>),
    /// PostgreSQL's pool, which writes too.
    Pooled(DatabaseConnection),
}

/// Connections that stay open: as many as there are turns at most, each opened when it is needed.
pub struct Kept {
    options: SqliteConnectOptions,
    idle: Mutex<Vec<SqliteConnection>>,
    turns: Semaphore,
}

/// A connection for one statement; it goes back by itself.
struct Turn<'a> {
    kept: &'a Kept,
    // Empty only while it goes back.
    connection: Option<SqliteConnection>,
    _permit: SemaphorePermit<'a>,
}

impl Turn<'_> {
    fn connection(&mut self) -> Result<&mut SqliteConnection, DbErr> {
        self.connection.as_mut().ok_or_else(closed)
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        let back = self.connection.take();
        self.kept.idle().extend(back);
    }
}

impl Kept {
    fn idle(&self) -> std::sync::MutexGuard<'_, Vec<SqliteConnection>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The connection used last, whose pages are in memory; a new one when the open ones are busy.
    async fn turn(&self) -> Result<Turn<'_>, DbErr> {
        let permit = timeout(PATIENCE, self.turns.acquire())
            .await
            .map_err(|_| DbErr::Conn(RuntimeErr::Internal("every reader is busy".into())))?
            .map_err(|_| closed())?;
        let last = self.idle().pop();
        let connection = match last {
            Some(connection) => connection,
            None => SqliteConnection::connect_with(&self.options)
                .await
                .map_err(|e| DbErr::Conn(RuntimeErr::SqlxError(Arc::new(e))))?,
        };
        Ok(Turn {
            kept: self,
            connection: Some(connection),
            _permit: permit,
        })
    }
}

impl Readers {
    /// Readers of an SQLite file, at most `turns` at once.
    ///
    /// # Errors
    /// When the file cannot be opened.
    pub async fn kept(options: SqliteConnectOptions, turns: usize) -> Result<Self, StoreFault> {
        let kept = Kept {
            options,
            idle: Mutex::default(),
            turns: Semaphore::new(turns),
        };
        drop(kept.turn().await?);
        Ok(Self::Kept(Arc::new(kept)))
    }

    /// Closes every connection; a statement that comes later is refused.
    ///
    /// # Errors
    /// What the database says.
    pub async fn close(&self) -> Result<(), StoreFault> {
        match self {
            Self::Kept(kept) => {
                kept.turns.close();
                let open: Vec<SqliteConnection> = kept.idle().drain(..).collect();
                for connection in open {
                    connection.close().await.map_err(failed)?;
                }
            }
            Self::Pooled(pool) => pool.close_by_ref().await?,
        }
        Ok(())
    }
}

fn closed() -> DbErr {
    DbErr::Conn(RuntimeErr::Internal("the program is stopping".into()))
}

fn failed(error: sqlx::Error) -> DbErr {
    DbErr::Query(RuntimeErr::SqlxError(Arc::new(error)))
}

fn query(statement: Statement) -> sqlx::query::Query<'static, Sqlite, SqlxValues> {
    let values = statement.values.unwrap_or_else(|| Values(Vec::new()));
    // Statements are written in this folder and in the migrations; values are bound.
    sqlx::query_with(AssertSqlSafe(statement.sql), SqlxValues(values))
}

#[async_trait]
impl ConnectionTrait for Readers {
    fn get_database_backend(&self) -> DbBackend {
        match self {
            Self::Kept(_) => DbBackend::Sqlite,
            Self::Pooled(pool) => pool.get_database_backend(),
        }
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        match self {
            Self::Kept(kept) => {
                let mut turn = kept.turn().await?;
                let done = query(statement).execute(turn.connection()?).await;
                done.map(ExecResult::from).map_err(failed)
            }
            Self::Pooled(pool) => pool.execute_raw(statement).await,
        }
    }

    async fn execute_unprepared(&self, text: &str) -> Result<ExecResult, DbErr> {
        self.execute_raw(Statement::from_string(self.get_database_backend(), text))
            .await
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        match self {
            Self::Kept(kept) => {
                let mut turn = kept.turn().await?;
                let row = query(statement).fetch_optional(turn.connection()?).await;
                Ok(row.map_err(failed)?.map(QueryResult::from))
            }
            Self::Pooled(pool) => pool.query_one_raw(statement).await,
        }
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        match self {
            Self::Kept(kept) => {
                let mut turn = kept.turn().await?;
                let rows = query(statement).fetch_all(turn.connection()?).await;
                let rows = rows.map_err(failed)?.into_iter();
                Ok(rows.map(QueryResult::from).collect())
            }
            Self::Pooled(pool) => pool.query_all_raw(statement).await,
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::store::{Store, sql};

    const TO: i64 = 200_000;

    /// Counts for long enough to be left in the middle.
    const COUNT: &str = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $1) \
         SELECT COUNT(*) AS number FROM n";

    async fn count(store: &Store) -> Option<i64> {
        let counted = sql::one::<sql::Number>(&store.read, COUNT, vec![TO.into()]).await;
        counted.ok()?.map(|row| row.number)
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn readers_that_go_away_leave_their_connections_whole() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("daylight.sqlite");
        let store = Store::open(&format!("sqlite://{}", file.display()))
            .await
            .unwrap();
        // Many more than there are connections, half of them left at one moment or another.
        let readers: Vec<_> = (0..40)
            .map(|number| {
                let store = store.clone();
                let reader = tokio::spawn(async move { count(&store).await });
                (number, reader)
            })
            .collect();
        for (number, reader) in readers {
            if number % 2 == 0 {
                tokio::time::sleep(std::time::Duration::from_millis(number % 7)).await;
                reader.abort();
            } else {
                assert_eq!(reader.await.unwrap(), Some(TO), "reader {number}");
            }
        }
        assert_eq!(count(&store).await, Some(TO));
        store.close().await.unwrap();
        assert_eq!(count(&store).await, None, "a closed store answers nothing");
    }
}
