//! Keeps up with the law: another program (an import of bank holidays, another node) may have
//! counted the cases by a law changed since this one started. The same for what is known of the
//! authority, which somebody may have typed on another node.

use super::Clock;
use crate::casework::Casework;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;

const ROUND: Duration = Duration::from_secs(20);

/// Runs until `stop` turns true.
pub async fn run(casework: Arc<Casework>, clock: Clock, mut stop: watch::Receiver<bool>) {
    loop {
        let now = casework.moment(clock());
        if let Err(fault) = casework.refresh_authority().await {
            tracing::warn!(target: "daylight", "what is known of the authority: {fault}");
        }
        match casework.keep_up_with_the_law(now).await {
            Ok(true) => tracing::info!(target: "daylight", "the law in use was read again"),
            Ok(false) => {}
            Err(fault) => tracing::warn!(target: "daylight", "the law in use: {fault}"),
        }
        tokio::select! {
            () = tokio::time::sleep(ROUND) => {}
            _ = stop.changed() => return,
        }
    }
}
