//! Keeps up with the law: another program (an import of bank holidays, another node) may have
//! counted the cases by a law changed since this one started. The same for what is known of the
//! authority, which somebody may have typed on another node.

use super::Clock;
use super::rounds::Rounds;
use crate::casework::Casework;
use crate::domain::job::Job;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;

const ROUND: Duration = Duration::from_secs(20);

/// Runs until `stop` turns true.
pub async fn run(casework: Arc<Casework>, clock: Clock, stop: watch::Receiver<bool>) {
    let rounds = Rounds {
        job: Job::Law,
        every: ROUND,
        bell: None,
        casework: &casework,
        clock: &clock,
    };
    let round = || async {
        let now = casework.moment(clock());
        let authority = casework.refresh_authority().await;
        match casework.laws().keep_up_with_the_law(now).await {
            Ok(true) => tracing::info!(target: "daylight", "the law in use was read again"),
            Ok(false) => {}
            Err(fault) => return Err(format!("the law in use: {fault}")),
        }
        authority
            .map(|_| ())
            .map_err(|fault| format!("what is known of the authority: {fault}"))
    };
    rounds.run(stop, round).await;
}
