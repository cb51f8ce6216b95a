//! How the jobs that the program does by itself have gone: told at the desk by this process, and to
//! `daylight check` through the database.

use super::Casework;
use crate::domain::job::{Job, JobRun};
use crate::domain::plain::plain;
use crate::store::StoreFault;
use chrono::{DateTime, TimeDelta, Utc};
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// How often it is written down that a job goes on as it did.
const WRITTEN_EVERY: TimeDelta = TimeDelta::minutes(1);

/// How the jobs of this process have gone, and when that was last written down.
#[derive(Default)]
pub(super) struct JobRounds(Mutex<BTreeMap<Job, (JobRun, DateTime<Utc>)>>);

impl Casework {
    /// Says that a job begins: from now on it is expected to be done.
    pub async fn job_begins(&self, job: Job, at: DateTime<Utc>) {
        self.note_job(job, at, Ok(())).await;
    }

    /// Says how a round of a job went, or what stood in its way.
    pub async fn job_went(&self, job: Job, at: DateTime<Utc>, went: Result<(), String>) {
        if let Err(why) = &went {
            tracing::warn!(target: "daylight", "{} this time: {why}; trying again", job.not_done());
        }
        // What a mail server said may stand in it.
        let went = went.map_err(|why| plain(&why).into_owned());
        self.note_job(job, at, went).await;
    }

    async fn note_job(&self, job: Job, at: DateTime<Utc>, went: Result<(), String>) {
        let to_write = {
            let mut runs = self
                .job_rounds
                .0
                .lock()
                .unwrap_or_else(PoisonError::into_inner);
            let before = runs.get(&job);
            let run = match (went, before) {
                (Err(why), Some((before, _))) => JobRun {
                    failures: before.failures.saturating_add(1),
                    why,
                    ..before.clone()
                },
                (Err(why), None) => JobRun {
                    job,
                    ran_at: at,
                    failures: 1,
                    why,
                },
                (Ok(()), _) => JobRun {
                    job,
                    ran_at: at,
                    failures: 0,
                    why: String::new(),
                },
            };
            let written = before.filter(|(before, written)| {
                (before.failures == 0) == (run.failures == 0)
                    && (at - *written).abs() < WRITTEN_EVERY
            });
            let written = written.map(|(_, written)| *written);
            runs.insert(job, (run.clone(), written.unwrap_or(at)));
            written.is_none().then_some(run)
        };
        // Where this cannot be written, nothing else can: the jobs themselves say so.
        if let Some(run) = to_write
            && let Err(fault) = self.write_job_run(&run).await
        {
            tracing::debug!(target: "daylight", "how the jobs go is not written down: {fault}");
        }
    }

    async fn write_job_run(&self, run: &JobRun) -> Result<(), StoreFault> {
        let unit = self.store.begin().await?;
        unit.keep_job_run(run).await?;
        unit.commit().await
    }

    /// The jobs of this process that have not been done for too long, a sentence each.
    #[must_use]
    pub fn overdue_jobs(&self, at: DateTime<Utc>) -> Vec<String> {
        let zone = &self.settings.authority.time_zone;
        let runs = self
            .job_rounds
            .0
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let runs = runs.values().map(|(run, _)| run);
        runs.filter(|run| run.is_overdue(at))
            .map(|run| run.told(zone))
            .collect()
    }
}
