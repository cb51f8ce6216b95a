//! What may be done only so often: counted for every node together, in rows that end by themselves.

use crate::store::engine::sql;
use crate::store::entities::{known_address, tried};
use crate::store::subjects::People;
use crate::store::{Store, StoreFault, Unit};
use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

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
        let row = tried::Entity::find_by_id(limit.name.as_str())
            .filter(tried::Column::Made.gte(i64::from(limit.most)))
            .filter(tried::Column::CountsUntil.gt(now))
            .filter(tried::Column::CountsUntil.lte(limit.until + DRIFT))
            .one(&self.read)
            .await?;
        Ok(row.map(|row| row.counts_until))
    }

    /// Whether a person has signed in from an address.
    ///
    /// # Errors
    /// What the database says.
    pub async fn knows_address(&self, person: i64, address: &str) -> Result<bool, StoreFault> {
        let row = known_address::Entity::find_by_id((person, address.to_owned()))
            .one(&self.read)
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
        // Text: whether it is counted, begun anew or refused is decided in the one statement.
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
        let one_less = Expr::col(tried::Column::Made).sub(1);
        tried::Entity::update_many()
            .col_expr(tried::Column::Made, one_less)
            .filter(tried::Column::Name.eq(limit.name.as_str()))
            .filter(tried::Column::Made.gt(0))
            .exec(&self.tx)
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
        let row = known_address::ActiveModel {
            person_id: Set(person),
            address: Set(address.to_owned()),
            used_at: Set(now),
        };
        let key = [
            known_address::Column::PersonId,
            known_address::Column::Address,
        ];
        let used_now = OnConflict::columns(key)
            .update_column(known_address::Column::UsedAt)
            .to_owned();
        known_address::Entity::insert(row)
            .on_conflict(used_now)
            .exec_without_returning(&self.tx)
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
        tried::Entity::delete_many()
            .filter(tried::Column::CountsUntil.lte(now))
            .exec(&self.tx)
            .await?;
        known_address::Entity::delete_many()
            .filter(known_address::Column::UsedAt.lt(unused_since))
            .exec(&self.tx)
            .await?;
        Ok(())
    }
}
