//! Stopping: jobs first, while pages are still answered, then the web, then the database; ten
//! seconds in all whatever any of them waits for.

use super::ServeFault;
use crate::casework::CaseworkFault;
use crate::store::Store;
use rocket::{Ignite, Rocket, Shutdown};
use std::future::Future;
use std::time::{Duration, Instant};
use tokio::sync::{oneshot, watch};
use tokio::task::{JoinError, JoinHandle};
use tokio::time::{timeout, timeout_at};

/// How long jobs have to finish what they are doing; what they hold then stays claimed.
const JOBS: Duration = Duration::from_secs(6);

/// How long requests that have begun have to be answered.
const REQUESTS: Duration = Duration::from_secs(5);

/// When the web is shut whatever is still being answered; three times [`CLOSE`] may follow, and half
/// a second is left for the process to go.
const WEB: Duration = Duration::from_secs(8);

/// How long the web server and the database each have to close.
const CLOSE: Duration = Duration::from_millis(500);

/// How a web server that was started ended.
pub type Ended = Result<Result<Rocket<Ignite>, rocket::Error>, JoinError>;

/// Waits until the program is told to stop: SIGTERM, or an interrupt from the keyboard.
///
/// # Errors
/// When the operating system gives no signals.
pub fn told() -> std::io::Result<impl Future<Output = ()>> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let (mut end, mut interrupt) = (
            signal(SignalKind::terminate())?,
            signal(SignalKind::interrupt())?,
        );
        Ok(async move {
            tokio::select! {
                _ = end.recv() => {}
                _ = interrupt.recv() => {}
            }
        })
    }
    #[cfg(not(unix))]
    Ok(async {
        let _ = tokio::signal::ctrl_c().await;
    })
}

/// Stops everything in order.
///
/// # Errors
/// When the database cannot be closed.
pub async fn in_order(
    (stop, workers): (watch::Sender<bool>, Vec<JoinHandle<()>>),
    (close, front): (oneshot::Sender<Duration>, JoinHandle<()>),
    (shutdown, web): (Shutdown, impl Future<Output = Ended>),
    store: &Store,
) -> Result<(), ServeFault> {
    let begun = Instant::now();
    let _ = stop.send(true);
    let jobs_end = tokio::time::Instant::from_std(begun + JOBS);
    for mut worker in workers {
        if timeout_at(jobs_end, &mut worker).await.is_err() {
            worker.abort();
        }
    }
    let within = REQUESTS.min(WEB.saturating_sub(begun.elapsed()));
    let _ = close.send(within);
    let _ = timeout(within + CLOSE, front).await;
    shutdown.notify();
    let _ = timeout(CLOSE, web).await;
    match timeout(CLOSE, store.close()).await {
        Ok(closed) => closed.map_err(|e| ServeFault::Casework(CaseworkFault::from(e))),
        // Something still reads; the database is as safe as after a power cut.
        Err(_) => Ok(()),
    }
}
