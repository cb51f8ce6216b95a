//! Judges the messages that are kept and not judged yet: one that came while the program was
//! stopped in between, or by `daylight receive`.

use super::Clock;
use super::rounds::Rounds;
use crate::casework::Casework;
use crate::domain::job::Job;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;

const ROUND: Duration = Duration::from_secs(30);

/// Runs until `stop` turns true.
pub async fn run(casework: Arc<Casework>, clock: Clock, stop: watch::Receiver<bool>) {
    let rounds = Rounds {
        job: Job::Inbox,
        every: ROUND,
        bell: None,
        casework: &casework,
        clock: &clock,
    };
    let round = || async {
        let now = casework.moment(clock());
        let judged = casework.incoming().judge_waiting(now).await;
        judged.map(|_| ()).map_err(|fault| fault.to_string())
    };
    rounds.run(stop, round).await;
}
