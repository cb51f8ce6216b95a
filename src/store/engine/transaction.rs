//! A transaction that is believed only when the database says that it happened.
//!
//! SQLite ends a transaction by itself when the disk is full or fails, and what comes after it in
//! the same unit would happen statement by statement; PostgreSQL answers COMMIT with a quiet
//! ROLLBACK when a statement of the transaction failed. So a transaction in which any statement
//! failed takes no other and cannot be committed, and on SQLite the connection of every
//! transaction that was not committed is thrown away: closing it undoes what is open, whatever
//! state it is in. BEGIN and COMMIT are SQLite's own and not the driver's, which counts how deep
//! it believes to be: BEGIN is refused inside a transaction and COMMIT outside one.

use super::connections::{Connections, Turn};
use crate::store::StoreFault;
use sea_orm::prelude::async_trait::async_trait;
use sea_orm::{
    AccessMode, ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr,
    ExecResult, IsolationLevel, QueryResult, RuntimeErr, Statement, TransactionTrait,
};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tokio::sync::Mutex;

/// What writes.
#[derive(Clone)]
pub enum Writer {
    /// SQLite's one connection that writes.
    Kept(Arc<Connections>),
    /// PostgreSQL's pool.
    Pooled(DatabaseConnection),
}

/// An open transaction. Dropped without [`Transaction::commit`], nothing has happened.
pub struct Transaction {
    on: On,
    failed: AtomicBool,
}

enum On {
    Sqlite(Mutex<Turn>),
    Postgres(DatabaseTransaction),
}

impl Writer {
    /// Begins a transaction; on SQLite IMMEDIATE, so that it never has to be upgraded.
    ///
    /// # Errors
    /// When the database cannot be written to.
    pub async fn begin(&self) -> Result<Transaction, StoreFault> {
        let on = match self {
            Self::Kept(kept) => {
                kept.in_place()?;
                let mut turn = kept.turn().await?;
                turn.execute(sqlite("BEGIN IMMEDIATE")).await?;
                On::Sqlite(Mutex::new(turn))
            }
            Self::Pooled(pool) => On::Postgres(pool.begin().await?),
        };
        Ok(Transaction::on(on))
    }

    /// Whether the file of SQLite that was opened is still where it was.
    ///
    /// # Errors
    /// [`StoreFault::Replaced`] where another is there, [`StoreFault::Gone`] where none is;
    /// [`StoreFault::LogGone`] where that is so of its log.
    pub fn in_place(&self) -> Result<(), StoreFault> {
        match self {
            Self::Kept(kept) => kept.in_place(),
            Self::Pooled(_) => Ok(()),
        }
    }

    /// Runs a statement that cannot stand in a transaction.
    ///
    /// # Errors
    /// What the database says.
    pub async fn alone(&self, text: &str) -> Result<(), StoreFault> {
        match self {
            Self::Kept(kept) => {
                let mut turn = kept.turn().await?;
                turn.execute(sqlite(text)).await?;
                turn.give_back();
            }
            Self::Pooled(pool) => {
                pool.execute_unprepared(text).await?;
            }
        }
        Ok(())
    }

    /// Closes every connection.
    ///
    /// # Errors
    /// What the database says.
    pub async fn close(&self) -> Result<(), StoreFault> {
        match self {
            Self::Kept(kept) => kept.close().await?,
            Self::Pooled(pool) => pool.close_by_ref().await?,
        }
        Ok(())
    }
}

impl Transaction {
    /// Begins one that reads all it reads as it is at the moment of its first statement.
    pub(super) async fn reading(kept: &Arc<Connections>) -> Result<Self, StoreFault> {
        let mut turn = kept.turn().await?;
        turn.execute(sqlite("BEGIN")).await?;
        Ok(Self::on(On::Sqlite(Mutex::new(turn))))
    }

    /// The same on PostgreSQL.
    pub(super) async fn reading_pool(pool: &DatabaseConnection) -> Result<Self, StoreFault> {
        let (still, only) = (IsolationLevel::RepeatableRead, AccessMode::ReadOnly);
        let begun = pool.begin_with_config(Some(still), Some(only)).await?;
        Ok(Self::on(On::Postgres(begun)))
    }

    const fn on(on: On) -> Self {
        Self {
            on,
            failed: AtomicBool::new(false),
        }
    }

    /// Makes everything in the transaction happen.
    ///
    /// # Errors
    /// What the database says, or that a statement failed before: then nothing has happened. Only
    /// where the connection was lost while the answer was awaited is it open what happened; who
    /// sends the same form again is told by its token.
    pub async fn commit(self) -> Result<(), StoreFault> {
        self.refuse_failed()?;
        match self.on {
            On::Sqlite(turn) => {
                let mut turn = turn.into_inner();
                turn.execute(sqlite("COMMIT")).await?;
                // What went into a file that was moved away meanwhile is not acknowledged.
                let placed = turn.in_place();
                turn.give_back();
                placed?;
            }
            On::Postgres(transaction) => transaction.commit().await?,
        }
        Ok(())
    }

    /// Leaves the transaction without anything in it happening; on SQLite the connection is kept
    /// for the next one. Where that fails it is as if the transaction had been dropped.
    pub async fn leave(self) {
        if let On::Sqlite(turn) = self.on
            && !self.failed.load(Ordering::SeqCst)
        {
            let mut turn = turn.into_inner();
            if turn.execute(sqlite("ROLLBACK")).await.is_ok() {
                turn.give_back();
            }
        }
    }

    fn refuse_failed(&self) -> Result<(), DbErr> {
        if self.failed.load(Ordering::SeqCst) {
            let why = "a statement of this transaction failed before";
            return Err(DbErr::Query(RuntimeErr::Internal(why.into())));
        }
        Ok(())
    }

    /// Notes that a statement failed, where it did.
    fn noted<T>(&self, result: Result<T, DbErr>) -> Result<T, DbErr> {
        if result.is_err() {
            self.failed.store(true, Ordering::SeqCst);
        }
        result
    }
}

fn sqlite(text: &str) -> Statement {
    Statement::from_string(DbBackend::Sqlite, text)
}

#[async_trait]
impl ConnectionTrait for Transaction {
    fn get_database_backend(&self) -> DbBackend {
        match self.on {
            On::Sqlite(_) => DbBackend::Sqlite,
            On::Postgres(_) => DbBackend::Postgres,
        }
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        self.refuse_failed()?;
        self.noted(match &self.on {
            On::Sqlite(turn) => turn.lock().await.execute(statement).await,
            On::Postgres(transaction) => transaction.execute_raw(statement).await,
        })
    }

    async fn execute_unprepared(&self, text: &str) -> Result<ExecResult, DbErr> {
        self.execute_raw(Statement::from_string(self.get_database_backend(), text))
            .await
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        self.refuse_failed()?;
        self.noted(match &self.on {
            On::Sqlite(turn) => turn.lock().await.query_one(statement).await,
            On::Postgres(transaction) => transaction.query_one_raw(statement).await,
        })
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        self.refuse_failed()?;
        self.noted(match &self.on {
            On::Sqlite(turn) => turn.lock().await.query_all(statement).await,
            On::Postgres(transaction) => transaction.query_all_raw(statement).await,
        })
    }
}
