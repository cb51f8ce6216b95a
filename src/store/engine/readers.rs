//! The connections that read: on SQLite kept open here, on PostgreSQL taken from its pool.

use super::connections::Connections;
use super::transaction::Transaction;
use crate::store::StoreFault;
use sea_orm::prelude::async_trait::async_trait;
use sea_orm::{
    ConnectionTrait, DatabaseConnection, DbBackend, DbErr, ExecResult, QueryResult, Statement,
};
use std::sync::Arc;

/// What reads.
#[derive(Clone)]
pub enum Readers {
    /// SQLite's connections.
    Kept(Arc<Connections>),
    /// PostgreSQL's pool, which writes too.
    Pooled(DatabaseConnection),
    /// One of either that is kept at one moment.
    Still(Arc<Transaction>),
}

impl Readers {
    /// Closes every connection; a statement that comes later is refused.
    ///
    /// # Errors
    /// What the database says.
    pub async fn close(&self) -> Result<(), StoreFault> {
        match self {
            Self::Kept(kept) => kept.close().await?,
            Self::Pooled(pool) => pool.close_by_ref().await?,
            Self::Still(_) => {}
        }
        Ok(())
    }

    /// What reads the database as it is at one moment.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn still(&self) -> Result<Arc<Transaction>, StoreFault> {
        Ok(match self {
            Self::Kept(kept) => Arc::new(Transaction::reading(kept).await?),
            Self::Pooled(pool) => Arc::new(Transaction::reading_pool(pool).await?),
            Self::Still(still) => Arc::clone(still),
        })
    }
}

// A reader that goes away in the middle of a statement, or whose statement fails, leaves its
// connection behind: the next one opens another.
#[async_trait]
impl ConnectionTrait for Readers {
    fn get_database_backend(&self) -> DbBackend {
        match self {
            Self::Kept(_) => DbBackend::Sqlite,
            Self::Pooled(pool) => pool.get_database_backend(),
            Self::Still(still) => still.get_database_backend(),
        }
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        match self {
            Self::Kept(kept) => {
                let mut turn = kept.turn().await?;
                let done = turn.execute(statement).await?;
                turn.give_back();
                Ok(done)
            }
            Self::Pooled(pool) => pool.execute_raw(statement).await,
            Self::Still(still) => still.execute_raw(statement).await,
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
                let row = turn.query_one(statement).await?;
                turn.give_back();
                Ok(row)
            }
            Self::Pooled(pool) => pool.query_one_raw(statement).await,
            Self::Still(still) => still.query_one_raw(statement).await,
        }
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        match self {
            Self::Kept(kept) => {
                let mut turn = kept.turn().await?;
                let rows = turn.query_all(statement).await?;
                turn.give_back();
                Ok(rows)
            }
            Self::Pooled(pool) => pool.query_all_raw(statement).await,
            Self::Still(still) => still.query_all_raw(statement).await,
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::store::Store;
    use crate::store::engine::sql;

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
