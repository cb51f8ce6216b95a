//! When each job was last done, for whoever asks from another process.

use super::{Store, StoreFault, Unit};
use crate::domain::job::{Job, JobRun};
use crate::store::engine::words;
use crate::store::entities::job_round;
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::OnConflict;
use sea_orm::{EntityTrait, QueryOrder};

impl Store {
    /// How each job has gone, as any process last said.
    ///
    /// # Errors
    /// What the database says.
    pub async fn job_rounds(&self) -> Result<Vec<JobRun>, StoreFault> {
        let rows = job_round::Entity::find()
            .order_by_asc(job_round::Column::Job)
            .all(&self.read)
            .await?;
        let run = |row: job_round::Model| {
            // The word is the row's key.
            let no_job = || StoreFault::Damaged(words::no_word("job_rounds", "job", &row.job));
            Ok(JobRun {
                job: Job::parse(&row.job).ok_or_else(no_job)?,
                ran_at: row.ran_at,
                failures: u32::try_from(row.failures).unwrap_or(u32::MAX),
                why: row.why,
            })
        };
        rows.into_iter().map(run).collect()
    }
}

impl Unit {
    /// Keeps how a job has gone.
    ///
    /// # Errors
    /// What the database says.
    pub async fn keep_job_run(&self, run: &JobRun) -> Result<(), StoreFault> {
        use job_round::Column;
        let row = job_round::ActiveModel {
            job: Set(run.job.as_str().to_owned()),
            ran_at: Set(run.ran_at),
            failures: Set(i64::from(run.failures)),
            why: Set(run.why.clone()),
        };
        let in_its_place = OnConflict::column(Column::Job)
            .update_columns([Column::RanAt, Column::Failures, Column::Why])
            .to_owned();
        job_round::Entity::insert(row)
            .on_conflict(in_its_place)
            .exec_without_returning(&self.tx)
            .await?;
        Ok(())
    }
}
