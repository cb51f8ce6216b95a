//! When each job was last done, for whoever asks from another process.

use super::{Store, StoreFault, Unit};
use crate::domain::job::{Job, JobRun};
use crate::store::engine::sql;
use chrono::{DateTime, Utc};
use sea_orm::FromQueryResult;

#[derive(FromQueryResult)]
struct Row {
    job: Job,
    ran_at: DateTime<Utc>,
    failures: i64,
    why: String,
}

impl Store {
    /// How each job has gone, as any process last said.
    ///
    /// # Errors
    /// What the database says.
    pub async fn job_rounds(&self) -> Result<Vec<JobRun>, StoreFault> {
        let text = "SELECT job, ran_at, failures, why FROM job_rounds ORDER BY job";
        let rows: Vec<Row> = sql::all(&self.read, text, vec![]).await?;
        Ok(rows
            .into_iter()
            .map(|row| JobRun {
                job: row.job,
                ran_at: row.ran_at,
                failures: u32::try_from(row.failures).unwrap_or(u32::MAX),
                why: row.why,
            })
            .collect())
    }
}

impl Unit {
    /// Keeps how a job has gone.
    ///
    /// # Errors
    /// What the database says.
    pub async fn keep_job_run(&self, run: &JobRun) -> Result<(), StoreFault> {
        sql::run(
            &self.tx,
            "INSERT INTO job_rounds (job, ran_at, failures, why) VALUES ($1, $2, $3, $4) \
             ON CONFLICT (job) DO UPDATE SET ran_at = $2, failures = $3, why = $4",
            vec![
                run.job.as_str().into(),
                run.ran_at.into(),
                i64::from(run.failures).into(),
                run.why.clone().into(),
            ],
        )
        .await?;
        Ok(())
    }
}
