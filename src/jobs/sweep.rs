//! Removes what was left half-written, renews the mark of what was sent, forgets sessions that have run out, folds SQLite's write-ahead
//! log back, and scores the publication candidates of the day before somebody asks for them: at the
//! start and every hour. At the start it also finishes a search for topics that the program stopped in.

use super::Clock;
use super::rounds::Rounds;
use super::unfinished;
use crate::casework::Casework;
use crate::domain::job::Job;
use crate::domain::viewer::Viewer;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;

const ROUND: Duration = Duration::from_secs(3600);

/// Runs until `stop` turns true.
pub async fn run(casework: Arc<Casework>, clock: Clock, stop: watch::Receiver<bool>) {
    let rounds = Rounds {
        job: Job::Housekeeping,
        every: ROUND,
        bell: None,
        casework: &casework,
        clock: &clock,
    };
    let round = || async {
        let now = casework.moment(clock());
        unfinished::sweep(&casework.settings.storage, now.at);
        let marked = casework.outbox().renew_mark().await;
        let searched = casework.topics().finish_search().await;
        let scored = casework.publishing().candidates(now).await;
        let swept = casework.sessions().sweep(now).await;
        let folded = casework.reads(Viewer::SYSTEM).checkpoint().await;
        marked.map_err(|fault| format!("what was sent is not marked anew: {fault}"))?;
        searched
            .map_err(|fault| format!("requests are not yet under the topics found: {fault}"))?;
        scored.map_err(|fault| format!("the candidates were not scored: {fault}"))?;
        swept.map_err(|fault| format!("old sessions were not swept: {fault}"))?;
        folded.map_err(|fault| format!("the log was not folded back: {fault}"))
    };
    rounds.run(stop, round).await;
}
