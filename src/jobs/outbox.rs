//! Delivers letters: at once when one is queued, and every few seconds for those that wait.

use super::Clock;
use super::rounds::Rounds;
use crate::casework::Casework;
use crate::domain::job::Job;
use crate::mail::Transport;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use tokio::task::JoinSet;

/// How often the outbox is looked at when nothing rings.
const ROUND: Duration = Duration::from_secs(10);

/// Letters sent at once: a few that the mail server takes its time over do not hold up the others.
const WORKERS: usize = 6;

/// Letters sent over one connection.
const BATCH: u32 = 20;

/// Runs until `stop` turns true. A worker that panics goes on after a pause: no fault of one letter
/// ends the outbox.
pub async fn run(
    casework: Arc<Casework>,
    transport: Transport,
    clock: Clock,
    stop: watch::Receiver<bool>,
) {
    if let Err(error) = transport.sweep() {
        tracing::warn!(target: "daylight", "unfinished files stay in the folder of letters: {error}");
    }
    let mut workers = JoinSet::new();
    for _ in 0..WORKERS {
        workers.spawn(work(
            Arc::clone(&casework),
            transport.clone(),
            Arc::clone(&clock),
            stop.clone(),
        ));
    }
    workers.join_all().await;
}

/// Sends one letter after another.
async fn work(
    casework: Arc<Casework>,
    transport: Transport,
    clock: Clock,
    stop: watch::Receiver<bool>,
) {
    let rounds = Rounds {
        job: Job::Outbox,
        every: ROUND,
        bell: Some(&casework.outbox_bell),
        casework: &casework,
        clock: &clock,
    };
    let round = || async {
        while !*stop.borrow() {
            let round = casework
                .outbox()
                .deliver(&transport, BATCH, &*clock, &stop)
                .await;
            let round = round.map_err(|fault| fault.to_string())?;
            if round.sent + round.delayed + round.failed < BATCH as usize {
                break;
            }
        }
        Ok(())
    };
    rounds.run(stop.clone(), round).await;
}
