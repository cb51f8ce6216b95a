//! Judges the messages that are kept and not judged yet: one that came while the program was
//! stopped in between, or by `daylight receive`.

use super::Clock;
use crate::casework::Casework;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;

const ROUND: Duration = Duration::from_secs(30);

/// Runs until `stop` turns true.
pub async fn run(casework: Arc<Casework>, clock: Clock, mut stop: watch::Receiver<bool>) {
    loop {
        let now = casework.moment(clock());
        if let Err(fault) = casework.judge_waiting(now).await {
            tracing::warn!(target: "daylight", "messages wait to be judged: {fault}");
        }
        tokio::select! {
            () = tokio::time::sleep(ROUND) => {}
            _ = stop.changed() => return,
        }
    }
}
