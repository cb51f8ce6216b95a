//! A unit of work: one transaction.

use super::transaction::Transaction;
use super::{sql, words};
use crate::store::entities::{meta, submission};
use crate::store::{Store, StoreFault};
use chrono::{DateTime, Utc};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, EntityTrait, QuerySelect, Value};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError};

/// A transaction. Dropped without [`Unit::commit`], nothing has happened.
pub struct Unit {
    pub(in crate::store) tx: Transaction,
    /// The digest of the law this program counts by.
    pub(in crate::store) law: Arc<str>,
    /// Whether dates of cases were written.
    dated: AtomicBool,
}

/// The row of a value that is remembered.
fn remembered(key: &str, value: &str) -> meta::ActiveModel {
    meta::ActiveModel {
        key: Set(key.to_owned()),
        value: Set(value.to_owned()),
    }
}

impl Store {
    /// Begins a unit of work.
    ///
    /// # Errors
    /// When the database cannot be written to.
    pub async fn begin(&self) -> Result<Unit, StoreFault> {
        let law = Arc::clone(&self.law.read().unwrap_or_else(PoisonError::into_inner));
        let tx = self.write.begin().await?;
        let dated = AtomicBool::new(false);
        Ok(Unit { tx, law, dated })
    }

    /// A value the installation remembers.
    ///
    /// # Errors
    /// What the database says.
    pub async fn remembered(&self, key: &str) -> Result<Option<String>, StoreFault> {
        let row = meta::Entity::find_by_id(key).one(&self.read).await?;
        Ok(row.map(|row| row.value))
    }

    /// A count the installation remembers; 0 where it remembers none.
    ///
    /// # Errors
    /// What the database says; what is remembered is no number.
    pub async fn remembered_count(&self, key: &str) -> Result<i64, StoreFault> {
        words::number(key, self.remembered(key).await?.as_deref())
    }

    /// What a form already taken made, by the token it carried.
    ///
    /// # Errors
    /// What the database says.
    pub async fn submitted(&self, token: &str) -> Result<Option<String>, StoreFault> {
        let row = submission::Entity::find_by_id(token)
            .one(&self.read)
            .await?;
        Ok(row.map(|row| row.reference))
    }
}

impl Unit {
    /// Makes everything in the unit happen.
    ///
    /// # Errors
    /// What the database says; then nothing has happened.
    pub async fn commit(self) -> Result<(), StoreFault> {
        if self.dated.load(Ordering::Relaxed) {
            self.note_other_law().await?;
        }
        self.tx.commit().await
    }

    /// Leaves the unit without anything in it happening, where that is usual: a unit that is
    /// dropped costs SQLite its connection.
    pub async fn leave(self) {
        self.tx.leave().await;
    }

    /// Remembers a value, unless one is remembered already; the one that stands.
    ///
    /// # Errors
    /// What the database says.
    pub async fn remember(&self, key: &str, value: &str) -> Result<String, StoreFault> {
        let unless_there = OnConflict::column(meta::Column::Key)
            .do_nothing()
            .to_owned();
        meta::Entity::insert(remembered(key, value))
            .on_conflict(unless_there)
            .exec_without_returning(&self.tx)
            .await?;
        let row = meta::Entity::find_by_id(key).one(&self.tx).await?;
        Ok(row.map_or_else(|| value.to_owned(), |row| row.value))
    }

    /// Locks a remembered value until the unit ends, so that only one node at a time goes on
    /// from it, and gives it; empty where there was none.
    ///
    /// # Errors
    /// What the database says.
    pub async fn hold(&self, key: &str) -> Result<String, StoreFault> {
        self.remember(key, "").await?;
        // PostgreSQL locks the row; SQLite has one writer.
        let row = meta::Entity::find_by_id(key)
            .lock_exclusive()
            .one(&self.tx)
            .await?;
        Ok(row.map(|row| row.value).unwrap_or_default())
    }

    /// The same for a count; 0 where there was none.
    ///
    /// # Errors
    /// What the database says; what is remembered is no number.
    pub async fn hold_count(&self, key: &str) -> Result<i64, StoreFault> {
        words::number(key, Some(&self.hold(key).await?))
    }

    /// Remembers a value in place of the one that stands.
    ///
    /// # Errors
    /// What the database says.
    pub async fn replace(&self, key: &str, value: &str) -> Result<(), StoreFault> {
        let in_its_place = OnConflict::column(meta::Column::Key)
            .update_column(meta::Column::Value)
            .to_owned();
        meta::Entity::insert(remembered(key, value))
            .on_conflict(in_its_place)
            .exec_without_returning(&self.tx)
            .await?;
        Ok(())
    }

    /// Forgets a remembered value.
    ///
    /// # Errors
    /// What the database says.
    pub async fn forget(&self, key: &str) -> Result<bool, StoreFault> {
        let done = meta::Entity::delete_by_id(key).exec(&self.tx).await?;
        Ok(done.rows_affected > 0)
    }

    /// Says that dates of cases were written.
    pub(in crate::store) fn wrote_dates(&self) {
        self.dated.store(true, Ordering::Relaxed);
    }

    /// Takes note that a form was taken.
    ///
    /// # Errors
    /// [`StoreFault::Duplicate`] when it had been taken before.
    pub async fn take_submission(
        &self,
        token: &str,
        reference: &str,
        at: DateTime<Utc>,
    ) -> Result<(), StoreFault> {
        submission::Entity::insert(submission::ActiveModel {
            token: Set(token.to_owned()),
            reference: Set(reference.to_owned()),
            at: Set(at),
        })
        .exec_without_returning(&self.tx)
        .await?;
        Ok(())
    }

    /// The first of `count` numbers in a row from a counter, from 1 on.
    pub(in crate::store) async fn take_numbers(
        &self,
        name: &str,
        count: i64,
    ) -> Result<i64, StoreFault> {
        self.numbered("0", vec![name.into(), count.into()], count)
            .await
    }

    /// The first of `count` numbers (`$2`) of a counter (`$1`) that begins after what SQL says.
    pub(in crate::store) async fn numbered(
        &self,
        begins: &str,
        values: Vec<Value>,
        count: i64,
    ) -> Result<i64, StoreFault> {
        // Text: numbers are counted on and taken in one statement.
        let text = format!(
            "INSERT INTO counters (name, value) VALUES ($1, {begins} + $2) \
             ON CONFLICT (name) DO UPDATE SET value = counters.value + $2 \
             RETURNING value AS number"
        );
        let row: Option<sql::Number> = sql::one(&self.tx, &text, values).await?;
        let last = row.map_or(count, |row| row.number);
        Ok(last - count + 1)
    }
}
