//! One digest over every event there is, in the order they were written.

use crate::store::engine::sql;
use crate::store::subjects::Record;
use crate::store::{Store, StoreFault};
use sea_orm::{ConnectionTrait, Value};
use sha2::{Digest, Sha256};

/// Events read at a time.
const BATCH: usize = 5_000;

/// What a digest was taken over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chained {
    /// The number of the last event of a case, and of the register.
    pub ends: (i64, i64),
    /// How many cases were logged by then.
    pub cases: u64,
    /// How many events of cases there were.
    pub events: u64,
    /// How many events of the register.
    pub register: u64,
    /// The SHA-256 digest over the number and hash of each.
    pub digest: String,
}

impl Record<'_, Store> {
    /// The numbers of the last event of a case and of the register, such that no event with a
    /// smaller number is still on its way.
    ///
    /// # Errors
    /// What the database says.
    pub async fn ends_of_chains(&self) -> Result<(i64, i64), StoreFault> {
        let columns = "(SELECT COALESCE(MAX(id), 0) FROM events), \
                       (SELECT COALESCE(MAX(id), 0) FROM register_events)";
        let ends: Vec<(i64, i64)> = if self.is_postgres() {
            // A number is taken before its transaction ends: whoever writes is waited for.
            let unit = self.begin().await?;
            unit.tx
                .execute_unprepared("LOCK TABLE events, register_events IN SHARE MODE")
                .await?;
            let ends = sql::packed(&unit.tx, columns, "", vec![]).await?;
            unit.leave().await;
            ends
        } else {
            sql::packed(&self.read, columns, "", vec![]).await?
        };
        Ok(ends.into_iter().next().unwrap_or_default())
    }

    /// The digest over every event up to these; `progress` is told how many were read so far.
    ///
    /// # Errors
    /// What the database says.
    pub async fn chained(
        &self,
        ends: (i64, i64),
        progress: &(dyn Fn(u64) + Send + Sync),
    ) -> Result<Chained, StoreFault> {
        let (mut hash, mut after) = (Sha256::new(), 0);
        let (mut cases, mut events, mut register) = (0, 0, 0);
        for (table, columns, end) in [
            ("events", "id, seq, hash", ends.0),
            ("register_events", "id, 0, hash", ends.1),
        ] {
            loop {
                let from =
                    format!("FROM {table} WHERE id > $1 AND id <= $2 ORDER BY id LIMIT {BATCH}");
                let values: Vec<Value> = vec![after.into(), end.into()];
                let rows: Vec<(i64, i64, String)> =
                    sql::packed(&self.read, columns, &from, values).await?;
                let Some(last) = rows.last() else { break };
                after = last.0;
                for (id, seq, of_event) in &rows {
                    hash.update(table.as_bytes());
                    hash.update(id.to_be_bytes());
                    hash.update((of_event.len() as u64).to_be_bytes());
                    hash.update(of_event.as_bytes());
                    cases += u64::from(*seq == 1);
                }
                let read = rows.len() as u64;
                if table == "events" {
                    events += read;
                } else {
                    register += read;
                }
                progress(events + register);
            }
            after = 0;
        }
        Ok(Chained {
            ends,
            cases,
            events,
            register,
            digest: hex::encode(hash.finalize()),
        })
    }
}
