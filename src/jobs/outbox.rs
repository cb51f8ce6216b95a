//! Delivers letters: at once when one is queued, and every half minute for those that wait.

use super::Clock;
use crate::casework::Casework;
use crate::mail::Transport;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;

/// How often the outbox is looked at when nothing rings.
const ROUND: Duration = Duration::from_secs(30);

/// Letters claimed at once.
const BATCH: u32 = 20;

/// Runs until `stop` turns true.
pub async fn run(
    casework: Arc<Casework>,
    transport: Transport,
    clock: Clock,
    mut stop: watch::Receiver<bool>,
) {
    loop {
        match casework.deliver(&transport, BATCH, &*clock).await {
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
