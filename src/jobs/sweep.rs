//! Forgets sessions that have run out, folds SQLite's write-ahead log back, and scores the
//! publication candidates of the day before somebody asks for them: at the start and every hour. At
//! the start it also finishes a search for topics that the program stopped in.

use super::Clock;
use crate::casework::Casework;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;

const ROUND: Duration = Duration::from_secs(3600);

/// Runs until `stop` turns true.
pub async fn run(casework: Arc<Casework>, clock: Clock, mut stop: watch::Receiver<bool>) {
    if let Err(fault) = casework.finish_search().await {
        tracing::warn!(target: "daylight", "requests are not yet under the topics found: {fault}");
    }
    loop {
        if let Err(fault) = casework.candidates(casework.moment(clock())).await {
            tracing::warn!(target: "daylight", "the candidates were not scored: {fault}");
        }
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
