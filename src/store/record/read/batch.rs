//! Some cases and what came into the register meanwhile, as they were at one moment: a case that
//! somebody works on while it is read would seem to have been tampered with.

use super::super::register::RegisterEvent;
use super::CaseRecord;
use crate::store::engine::sql;
use crate::store::subjects::Record;
use crate::store::{Store, StoreFault};

/// Some cases, and what the register was given since it was last read, as they were at one moment.
#[derive(Debug, Clone, Default)]
pub struct Batch {
    /// The events of the register.
    pub register: Vec<RegisterEvent>,
    /// The cases; none where there are no more.
    pub cases: Vec<CaseRecord>,
}

impl Record<'_, Store> {
    /// The next cases after the one of this id, at most so many, with all that belongs to them, and
    /// the events of the register after the one of this number, all as they were at one moment.
    ///
    /// # Errors
    /// What the database says; a row this program did not write, with its table and case.
    pub async fn batch_after(
        &self,
        (after, registered): (i64, i64),
        most: u64,
    ) -> Result<Batch, StoreFault> {
        match self.batch((after, registered), most).await {
            Err(StoreFault::Damaged(_) | StoreFault::Failed(_)) if most > 1 => {
                // One at a time, so that the first that cannot be read is named.
                match self.batch((after, registered), 1).await {
                    Err(fault) => Err(self.named(after, fault).await),
                    read => read,
                }
            }
            read => read,
        }
    }

    async fn batch(&self, (after, registered): (i64, i64), most: u64) -> Result<Batch, StoreFault> {
        let seen = self.snapshot().await?;
        let batch = Batch {
            register: seen.record().register_after(registered).await?,
            cases: seen.record().records(after, most).await?,
        };
        seen.leave().await;
        Ok(batch)
    }

    /// A fault with the case it is in: the first after this one.
    async fn named(&self, after: i64, fault: StoreFault) -> StoreFault {
        #[derive(sea_orm::FromQueryResult)]
        struct Of {
            reference: String,
        }
        let text = "SELECT reference FROM cases WHERE id > $1 ORDER BY id LIMIT 1";
        match sql::one::<Of>(&self.read, text, vec![after.into()]).await {
            Ok(Some(of)) => StoreFault::Damaged(format!("{}: {fault}", of.reference)),
            Ok(None) | Err(_) => fault,
        }
    }
}
