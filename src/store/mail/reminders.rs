//! What colleagues are reminded of, and which job has run for which date.

use crate::domain::case::Stage;
use crate::store::cases::columns::no_limit;
use crate::store::cases::stored_case::{StoredCase, with_events};
use crate::store::engine::{sql, words};
use crate::store::entities::{case, job_run};
use crate::store::subjects::Letters;
use crate::store::{Store, StoreFault, Unit};
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use serde::Deserialize;

/// An open case whose clock runs.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[expect(missing_docs, reason = "the columns are those of the case")]
pub struct RunningRow {
    pub reference: String,
    pub subject: String,
    pub calendar: String,
    #[serde(deserialize_with = "words::stage")]
    pub stage: Stage,
    /// The day the answer is due; none where only a reply that nobody recorded gives one.
    pub due: Option<NaiveDate>,
    pub queue_due: NaiveDate,
    pub counts_from: Option<NaiveDate>,
    pub officer_id: Option<i64>,
    pub responded: Option<NaiveDate>,
}

/// A case on which something of the requester waits for the desk.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[expect(missing_docs, reason = "the columns are those of the case")]
pub struct WaitingRow {
    pub reference: String,
    pub subject: String,
    pub waiting_since: NaiveDate,
    pub officer_id: Option<i64>,
}

impl Letters<'_, Store> {
    /// The open cases and reviews whose clock runs, in the order they fall due.
    ///
    /// # Errors
    /// What the database says.
    pub async fn running_cases(&self) -> Result<Vec<RunningRow>, StoreFault> {
        sql::packed(
            &self.read,
            "reference, subject, calendar, stage, due, queue_due, counts_from, officer_id, responded",
            "FROM cases WHERE open = TRUE AND queue_due < $1 ORDER BY queue_due, id",
            vec![no_limit().into()],
        )
        .await
    }

    /// The cases on which something of the requester waits, the longest first.
    ///
    /// # Errors
    /// What the database says.
    pub async fn waiting_cases(&self) -> Result<Vec<WaitingRow>, StoreFault> {
        sql::packed(
            &self.read,
            "reference, subject, waiting_since, officer_id",
            "FROM cases WHERE waiting_since IS NOT NULL ORDER BY waiting_since, id",
            vec![],
        )
        .await
    }

    /// Open cases on which the requester was ever asked for something, with their events, after the
    /// case of this id; empty when there are no more. Their clock may run all the same: not every
    /// law stops it, nor after any day.
    ///
    /// # Errors
    /// What the database says, or a record this program did not write.
    pub async fn asked_cases(&self, after: i64, most: u64) -> Result<Vec<StoredCase>, StoreFault> {
        let rows = case::Entity::find()
            .filter(case::Column::Open.eq(true))
            .filter(Expr::cust(
                "EXISTS (SELECT 1 FROM events WHERE events.case_id = cases.id \
                 AND events.kind IN ('clarification_sought', 'fees_notice_issued'))",
            ))
            .filter(case::Column::Id.gt(after))
            .order_by_asc(case::Column::Id)
            .limit(most)
            .all(&self.read)
            .await?;
        with_events(&self.read, rows).await
    }

    /// The latest date, up to this one, that a job has run for. A later one was written by a clock
    /// that was wrong, and holds up nothing.
    ///
    /// # Errors
    /// What the database says.
    pub async fn last_run(
        &self,
        job: &str,
        up_to: NaiveDate,
    ) -> Result<Option<NaiveDate>, StoreFault> {
        let row = job_run::Entity::find()
            .filter(job_run::Column::Job.eq(job))
            .filter(job_run::Column::OnDate.lte(up_to))
            .order_by_desc(job_run::Column::OnDate)
            .one(&self.read)
            .await?;
        Ok(row.map(|row| row.on_date))
    }
}

impl Letters<'_, Unit> {
    /// Takes a job's date for this unit; whether it was still to be had. Of two nodes at once the
    /// second waits for the first and gets nothing.
    ///
    /// # Errors
    /// What the database says.
    pub async fn claim_run(
        &self,
        job: &str,
        on: NaiveDate,
        letters: usize,
        now: DateTime<Utc>,
    ) -> Result<bool, StoreFault> {
        let row = job_run::ActiveModel {
            job: Set(job.to_owned()),
            on_date: Set(on),
            at: Set(now),
            letters: Set(i64::try_from(letters).unwrap_or(i64::MAX)),
        };
        let key = [job_run::Column::Job, job_run::Column::OnDate];
        let done = job_run::Entity::insert(row)
            .on_conflict(OnConflict::columns(key).do_nothing().to_owned())
            .exec_without_returning(&self.tx)
            .await?;
        Ok(done > 0)
    }
}
