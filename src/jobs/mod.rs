//! Timers and queues; each calls one use case again and again, in rounds, and ends when the server
//! does.

mod inbox;
pub mod law;
pub mod mailbox;
pub mod outbox;
mod remind;
mod rounds;
mod sweep;
mod unfinished;

use crate::casework::Casework;
use crate::mail::Transport;
use chrono::{DateTime, Utc};
use std::sync::Arc;
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// Tells the time.
pub type Clock = Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>;

/// Starts every job; each ends soon after `stop` turns true.
#[must_use]
pub fn start(
    casework: &Arc<Casework>,
    transport: Transport,
    clock: &Clock,
    stop: &watch::Receiver<bool>,
) -> Vec<JoinHandle<()>> {
    vec![
        tokio::spawn(inbox::run(
            Arc::clone(casework),
            Arc::clone(clock),
            stop.clone(),
        )),
        tokio::spawn(law::run(
            Arc::clone(casework),
            Arc::clone(clock),
            stop.clone(),
        )),
        tokio::spawn(mailbox::run(
            Arc::clone(casework),
            Arc::clone(clock),
            stop.clone(),
        )),
        tokio::spawn(outbox::run(
            Arc::clone(casework),
            transport,
            Arc::clone(clock),
            stop.clone(),
        )),
        tokio::spawn(remind::run(
            Arc::clone(casework),
            Arc::clone(clock),
            stop.clone(),
        )),
        tokio::spawn(sweep::run(
            Arc::clone(casework),
            Arc::clone(clock),
            stop.clone(),
        )),
    ]
}
