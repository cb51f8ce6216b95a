//! The database as it is at one moment: what several statements read of it belongs together, whatever
//! others write meanwhile. It is not to be held for long: on SQLite the log grows while it is.

use super::connect::Store;
use super::readers::Readers;
use super::transaction::Transaction;
use crate::store::StoreFault;
use std::ops::Deref;
use std::sync::Arc;

/// The store at one moment. A statement that fails ends it.
pub struct Snapshot {
    of: Store,
    still: Arc<Transaction>,
}

impl Deref for Snapshot {
    type Target = Store;

    fn deref(&self) -> &Store {
        &self.of
    }
}

impl Store {
    /// The database as it is now.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn snapshot(&self) -> Result<Snapshot, StoreFault> {
        let still = self.read.still().await?;
        let read = Readers::Still(Arc::clone(&still));
        Ok(Snapshot {
            of: Self {
                read,
                write: self.write.clone(),
                law: Arc::clone(&self.law),
                ahead: Arc::clone(&self.ahead),
            },
            still,
        })
    }
}

impl Snapshot {
    /// Lets the moment go; one that is dropped costs SQLite its connection.
    pub async fn leave(self) {
        let Self { of, still } = self;
        drop(of);
        if let Some(still) = Arc::into_inner(still) {
            still.leave().await;
        }
    }
}
