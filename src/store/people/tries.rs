//! What may be done only so often: counted for every node together, in rows that end by themselves.

use crate::store::engine::sql;
use crate::store::subjects::People;
use crate::store::{Store, StoreFault, Unit};
use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::FromQueryResult;

/// How far apart the clocks of two nodes may be. What counts until later than that from now was
/// written by a clock that was wrong, and counts for nothing.
const DRIFT: TimeDelta = TimeDelta::minutes(1);

/// Something that may be done only so often.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limit {
    /// What is counted: a digest of fixed length.
    pub name: String,
    /// How often, from the first time until `until`.
    pub most: u32,
    /// Until when it counts, if this is the first time.
    pub until: DateTime<Utc>,
}

impl People<'_, Store> {
    /// Until when a limit is used up; nothing while there is something left of it.
    ///
    /// # Errors
    /// What the database says.
    pub async fn used_up(
        &self,
        limit: &Limit,
        now: DateTime<Utc>,
    ) -> Result<Option<DateTime<Utc>>, StoreFault> {
        #[derive(FromQueryResult)]
        struct Used {
            counts_until: DateTime<Utc>,
        }
        let row: Option<Used> = sql::one(
            &self.read,
            "SELECT counts_until FROM tries WHERE name = $1 AND made >= $2 AND counts_until > $3 \
             AND counts_until <= $4",
            vec![
                limit.name.as_str().into(),
                i64::from(limit.most).into(),
                now.into(),
                (limit.until + DRIFT).into(),
            ],
        )
        .await?;
        Ok(row.map(|row| row.counts_until))
    }

    /// Whether a person has signed in from an address.
    ///
    /// # Errors
    /// What the database says.
    pub async fn knows_address(&self, person: i64, address: &str) -> Result<bool, StoreFault> {
        let row: Option<sql::Number> = sql::one(
            &self.read,
            "SELECT person_id AS number FROM known_addresses WHERE person_id = $1 AND address = $2",
            vec![person.into(), address.into()],
        )
        .await?;
        Ok(row.is_some())
    }
}

impl People<'_, Unit> {
    /// Counts one against a limit, unless it is used up; whether it was counted. However many do
    /// so at once, on however many nodes, as many are counted as the limit has.
    ///
    /// # Errors
    /// What the database says.
    pub async fn count_against(
        &self,
        limit: &Limit,
        now: DateTime<Utc>,
    ) -> Result<bool, StoreFault> {
        let done = sql::run(
            &self.tx,
            "INSERT INTO tries (name, made, counts_until) VALUES ($1, 1, $2) \
             ON CONFLICT (name) DO UPDATE SET \
             made = CASE WHEN tries.counts_until > $3 AND tries.counts_until <= $5 \
             THEN tries.made + 1 ELSE 1 END, \
             counts_until = CASE WHEN tries.counts_until > $3 AND tries.counts_until <= $5 \
             THEN tries.counts_until ELSE $2 END \
             WHERE tries.made < $4 OR tries.counts_until <= $3 OR tries.counts_until > $5",
            vec![
                limit.name.as_str().into(),
                limit.until.into(),
                now.into(),
                i64::from(limit.most).into(),
                (limit.until + DRIFT).into(),
            ],
        )
        .await?;
        Ok(done > 0)
    }

    /// Gives one back to a limit.
    ///
    /// # Errors
    /// What the database says.
    pub async fn uncount(&self, limit: &Limit) -> Result<(), StoreFault> {
        sql::run(
            &self.tx,
            "UPDATE tries SET made = made - 1 WHERE name = $1 AND made > 0",
            vec![limit.name.as_str().into()],
        )
        .await?;
        Ok(())
    }

    /// Remembers that a person signed in from an address.
    ///
    /// # Errors
    /// What the database says.
    pub async fn know_address(
        &self,
        person: i64,
        address: &str,
        now: DateTime<Utc>,
    ) -> Result<(), StoreFault> {
        sql::run(
            &self.tx,
            "INSERT INTO known_addresses (person_id, address, used_at) VALUES ($1, $2, $3) \
             ON CONFLICT (person_id, address) DO UPDATE SET used_at = $3",
            vec![person.into(), address.into(), now.into()],
        )
        .await?;
        Ok(())
    }

    /// Forgets what no longer counts, and the addresses last used before `unused_since`.
    ///
    /// # Errors
    /// What the database says.
    pub async fn forget_tries(
        &self,
        now: DateTime<Utc>,
        unused_since: DateTime<Utc>,
    ) -> Result<(), StoreFault> {
        sql::run(
            &self.tx,
            "DELETE FROM tries WHERE counts_until <= $1",
            vec![now.into()],
        )
        .await?;
        sql::run(
            &self.tx,
            "DELETE FROM known_addresses WHERE used_at < $1",
            vec![unused_since.into()],
        )
        .await?;
        Ok(())
    }
}
