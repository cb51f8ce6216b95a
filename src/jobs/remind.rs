//! Writes to colleagues by date; what is due, and whether it was done, the use case knows.

use super::Clock;
use crate::casework::Casework;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;

const ROUND: Duration = Duration::from_secs(60);

/// Runs until `stop` turns true.
pub async fn run(casework: Arc<Casework>, clock: Clock, mut stop: watch::Receiver<bool>) {
    loop {
        let now = casework.moment(clock());
        if let Err(fault) = casework.remind(now).await {
            tracing::warn!(target: "daylight", "colleagues were not reminded: {fault}; trying again");
        }
        tokio::select! {
            () = tokio::time::sleep(ROUND) => {}
            _ = stop.changed() => return,
        }
    }
}
