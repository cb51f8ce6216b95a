//! Forgets sessions that have run out, and folds SQLite's write-ahead log back, every hour.

use super::Clock;
use crate::casework::Casework;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;

const ROUND: Duration = Duration::from_secs(3600);

/// Runs until `stop` turns true.
pub async fn run(casework: Arc<Casework>, clock: Clock, mut stop: watch::Receiver<bool>) {
    loop {
        tokio::select! {
            () = tokio::time::sleep(ROUND) => {}
            _ = stop.changed() => return,
        }
        let now = casework.moment(clock());
        if let Err(fault) = casework.sweep(now).await {
            tracing::warn!(target: "daylight", "old sessions were not swept: {fault}");
        }
        if let Err(fault) = casework.store.checkpoint().await {
            tracing::warn!(target: "daylight", "the log was not folded back: {fault}");
        }
    }
}
