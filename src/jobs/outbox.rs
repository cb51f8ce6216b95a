//! Delivers letters: at once when one is queued, and every few seconds for those that wait.

use super::Clock;
use crate::casework::Casework;
use crate::mail::Transport;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use tokio::task::JoinSet;

/// How often the outbox is looked at when nothing rings.
const ROUND: Duration = Duration::from_secs(10);

/// Letters sent at once: a few that the mail server takes its time over do not hold up the others.
const WORKERS: usize = 6;

/// How long a place at the outbox stays empty once a worker panicked.
const PAUSE: Duration = Duration::from_secs(1);

/// Letters sent over one connection.
const BATCH: u32 = 20;

/// Runs until `stop` turns true. A worker that panics is followed by another: no fault of one
/// letter ends the outbox.
pub async fn run(
    casework: Arc<Casework>,
    transport: Transport,
    clock: Clock,
    stop: watch::Receiver<bool>,
) {
    if let Err(error) = transport.sweep() {
        tracing::warn!(target: "daylight", "unfinished files stay in the folder of letters: {error}");
    }
    let worker = || {
        work(
            Arc::clone(&casework),
            transport.clone(),
            Arc::clone(&clock),
            stop.clone(),
        )
    };
    let mut workers = JoinSet::new();
    for _ in 0..WORKERS {
        workers.spawn(worker());
    }
    while let Some(ended) = workers.join_next().await {
        let Err(fault) = ended else { continue };
        if !fault.is_panic() {
            continue;
        }
        tracing::error!(target: "daylight", "a worker of the outbox is started again: {fault}");
        let next = worker();
        workers.spawn(async move {
            tokio::time::sleep(PAUSE).await;
            next.await;
        });
    }
}

/// Sends one letter after another.
async fn work(
    casework: Arc<Casework>,
    transport: Transport,
    clock: Clock,
    mut stop: watch::Receiver<bool>,
) {
    while !*stop.borrow() {
        match casework.deliver(&transport, BATCH, &*clock, &stop).await {
            Ok(round) if round.sent + round.delayed + round.failed == BATCH as usize => continue,
            Ok(_) => {}
            Err(fault) => tracing::error!(target: "daylight", "the outbox waits: {fault}"),
        }
        tokio::select! {
            () = casework.outbox_bell.notified() => {}
            () = tokio::time::sleep(ROUND) => {}
            _ = stop.changed() => return,
        }
    }
}
