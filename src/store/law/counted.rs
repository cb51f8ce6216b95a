//! By which law the dates of the cases were counted, and that a program with another wrote some since.
//!
//! Nodes are brought up to date one after another, and a program that serves learns of holidays that a
//! command took over only a moment later: what is written by another law than the one remembered is
//! noted in the same unit, so that whoever has that law counts again.

use crate::store::engine::sql;
use crate::store::entities::meta;
use crate::store::subjects::Laws;
use crate::store::{Store, StoreFault, Unit};
use sea_orm::{ConnectionTrait, DbBackend, EntityTrait};
use std::sync::PoisonError;

/// What the installation remembers: the digest of the law its dates were counted by.
const COUNTED_BY: &str = "law_fingerprint";

/// The digest of another law by which cases were written since; empty where none were.
const WRITTEN_BY: &str = "law_written_by";

/// The key of the advisory lock that a unit shares from its last statement on where it wrote dates, and
/// that is held alone while another law is taken into use: no date is written in between unseen.
const LAW_LOCK: i64 = 7_241_903_366;

impl Laws<'_, Store> {
    /// Says by which law this program counts.
    pub fn count_by(&self, fingerprint: &str) {
        let mut law = self.law.write().unwrap_or_else(PoisonError::into_inner);
        *law = fingerprint.into();
    }

    /// The digest of the law the dates were counted by, empty where none was, and whether a program with
    /// another wrote cases since.
    ///
    /// # Errors
    /// What the database says.
    pub async fn counted_by(&self) -> Result<(String, bool), StoreFault> {
        let counted_by = self.remembered(COUNTED_BY).await?.unwrap_or_default();
        let other = self.remembered(WRITTEN_BY).await?.unwrap_or_default();
        Ok((counted_by, !other.is_empty()))
    }
}

impl Laws<'_, Unit> {
    /// The same, and no case is written until the unit ends.
    ///
    /// # Errors
    /// What the database says.
    pub async fn hold_counted_by(&self) -> Result<(String, bool), StoreFault> {
        if self.tx.get_database_backend() == DbBackend::Postgres {
            // Text: a lock of no row.
            let text = "SELECT pg_advisory_xact_lock($1)";
            sql::run(&self.tx, text, vec![LAW_LOCK.into()]).await?;
        }
        let counted_by = self.hold(COUNTED_BY).await?;
        Ok((counted_by, !self.hold(WRITTEN_BY).await?.is_empty()))
    }

    /// The digest of the law the dates are counted by.
    ///
    /// # Errors
    /// What the database says.
    pub async fn counted_by(&self) -> Result<String, StoreFault> {
        let row = meta::Entity::find_by_id(COUNTED_BY).one(&self.tx).await?;
        Ok(row.map(|row| row.value).unwrap_or_default())
    }

    /// Remembers by which law the dates are counted from now on: those of every case are about to be.
    ///
    /// # Errors
    /// What the database says.
    pub async fn replace_counted_by(&self, fingerprint: &str) -> Result<(), StoreFault> {
        self.replace(COUNTED_BY, fingerprint).await?;
        self.replace(WRITTEN_BY, "").await
    }
}

impl Unit {
    /// Notes, once this unit has written dates, that they were counted by another law than the others.
    pub(in crate::store) async fn note_other_law(&self) -> Result<(), StoreFault> {
        if self.law.is_empty() {
            return Ok(());
        }
        if self.tx.get_database_backend() == DbBackend::Postgres {
            // Text: a lock of no row.
            let text = "SELECT pg_advisory_xact_lock_shared($1)";
            sql::run(&self.tx, text, vec![LAW_LOCK.into()]).await?;
        }
        let counted_by = self.laws().counted_by().await?;
        if counted_by.is_empty() || counted_by == *self.law {
            return Ok(());
        }
        self.replace(WRITTEN_BY, &self.law).await
    }
}
