//! Open cases read in turn when the law in use changes, and the due dates that moved with it.

use crate::domain::case::{Event, Recorded, events};
use crate::store::cases::stored_case::{StoredCase, with_events};
use crate::store::engine::sql;
use crate::store::entities::{case, event};
use crate::store::subjects::Laws;
use crate::store::{Store, StoreFault, Unit};
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbBackend, EntityTrait, FromQueryResult, QueryFilter,
    QueryOrder, QuerySelect, Select,
};
use std::collections::HashMap;

/// The most moved dates listed.
const LISTED: u64 = 1000;

/// One due date that moved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MovedDate {
    /// The case.
    pub reference: String,
    /// Its subject.
    pub subject: String,
    /// The officer who has it.
    pub officer: Option<String>,
    /// When it moved.
    pub at: DateTime<Utc>,
    /// The day it was due before.
    pub from: Option<NaiveDate>,
    /// The day it was due then.
    pub to: Option<NaiveDate>,
    /// What changed.
    pub cause: String,
}

impl Laws<'_, Unit> {
    /// Cases that wait for an answer or for the outcome of a review, and those whose review has
    /// not said when it was due, with their events, after the case of this id; empty when there
    /// are no more.
    ///
    /// # Errors
    /// What the database says, or a record this program did not write.
    pub async fn open_cases(&self, after: i64, most: u64) -> Result<Vec<StoredCase>, StoreFault> {
        // Each is about to be compared and perhaps changed: nobody else changes it in between.
        if self.tx.get_database_backend() == DbBackend::Postgres {
            of_open_cases(after, most)
                .select_only()
                .column(case::Column::Id)
                .lock_exclusive()
                .into_tuple::<i64>()
                .all(&self.tx)
                .await?;
        }
        open_cases(&self.tx, after, most).await
    }
}

/// The same, whoever reads.
async fn open_cases(
    db: &impl ConnectionTrait,
    after: i64,
    most: u64,
) -> Result<Vec<StoredCase>, StoreFault> {
    let rows = of_open_cases(after, most).all(db).await?;
    with_events(db, rows).await
}

/// Their rows.
fn of_open_cases(after: i64, most: u64) -> Select<case::Entity> {
    case::Entity::find()
        .filter(
            Condition::any().add(case::Column::Open.eq(true)).add(
                Condition::all()
                    .add(case::Column::ReviewCompleted.is_not_null())
                    .add(case::Column::ReviewDue.is_null()),
            ),
        )
        .filter(case::Column::Id.gt(after))
        .order_by_asc(case::Column::Id)
        .limit(most)
}

impl Laws<'_, Store> {
    /// Cases that wait for an answer, as a unit reads them; somebody may change them meanwhile.
    ///
    /// # Errors
    /// What the database says, or a record this program did not write.
    pub async fn open_cases(&self, after: i64, most: u64) -> Result<Vec<StoredCase>, StoreFault> {
        open_cases(&self.read, after, most).await
    }

    /// The due dates that moved since then, the latest first, at most a thousand.
    ///
    /// # Errors
    /// What the database says, or a record this program did not write.
    pub async fn moved(&self, since: DateTime<Utc>) -> Result<Vec<MovedDate>, StoreFault> {
        #[derive(FromQueryResult)]
        struct Beside {
            id: i64,
            reference: String,
            subject: String,
            officer: Option<String>,
        }
        let rows = event::Entity::find()
            .filter(event::Column::Kind.eq("due_date_moved"))
            .filter(event::Column::At.gte(since))
            .order_by_desc(event::Column::At)
            .order_by_asc(event::Column::CaseId)
            .limit(LISTED)
            .all(&self.read)
            .await?;
        let mut ids: Vec<i64> = rows.iter().map(|row| row.case_id).collect();
        ids.sort_unstable();
        ids.dedup();
        let places: Vec<String> = (1..=ids.len()).map(|n| format!("${n}")).collect();
        if places.is_empty() {
            return Ok(Vec::new());
        }
        // Text: a list from two tables.
        let beside: Vec<Beside> = sql::all(
            &self.read,
            &format!(
                "SELECT c.id, c.reference, c.subject, p.name AS officer FROM cases c \
                 LEFT JOIN people p ON p.id = c.officer_id WHERE c.id IN ({})",
                places.join(", ")
            ),
            ids.into_iter().map(Into::into).collect(),
        )
        .await?;
        let beside: HashMap<i64, Beside> = beside.into_iter().map(|b| (b.id, b)).collect();
        let mut moved = Vec::with_capacity(rows.len());
        for row in &rows {
            let Recorded { at, event, .. } = crate::store::record::chain::recorded(row)?;
            if let (Event::DueDateMoved(events::DueDateMoved { from, to, cause }), Some(beside)) =
                (event, beside.get(&row.case_id))
            {
                moved.push(MovedDate {
                    reference: beside.reference.clone(),
                    subject: beside.subject.clone(),
                    officer: beside.officer.clone(),
                    at,
                    from,
                    to,
                    cause,
                });
            }
        }
        Ok(moved)
    }
}
