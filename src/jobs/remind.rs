//! Writes to colleagues by date; what is due, and whether it was done, the use case knows.

use super::Clock;
use super::rounds::Rounds;
use crate::casework::Casework;
use crate::domain::job::Job;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;

const ROUND: Duration = Duration::from_secs(60);

/// Runs until `stop` turns true.
pub async fn run(casework: Arc<Casework>, clock: Clock, stop: watch::Receiver<bool>) {
    let rounds = Rounds {
        job: Job::Reminders,
        every: ROUND,
        bell: None,
        casework: &casework,
        clock: &clock,
    };
    let round = || async {
        let now = casework.moment(clock());
        let reminded = casework.reminding().remind(now).await;
        reminded.map(|_| ()).map_err(|fault| fault.to_string())
    };
    rounds.run(stop, round).await;
}
