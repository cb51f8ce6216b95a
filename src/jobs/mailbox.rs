//! Takes messages out of the mailbox as they come: told by the server, or by looking.

use super::Clock;
use super::rounds::Rounds;
use crate::casework::mail::inbox::{MailboxFault, imap_server};
use crate::casework::{Casework, CaseworkFault};
use crate::domain::job::Job;
use crate::mail::{Folder, ImapServer};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;

/// The longest wait for the server to say something: the lease is renewed in between.
const LONGEST: Duration = Duration::from_secs(60);

/// Runs until `stop` turns true; ends at once where there is no mailbox.
pub async fn run(casework: Arc<Casework>, clock: Clock, stop: watch::Receiver<bool>) {
    let Some(server) = imap_server(&casework.settings.inbox) else {
        return;
    };
    let node = format!("{}-{}", std::process::id(), clock().timestamp_micros());
    let rounds = Rounds {
        job: Job::Mailbox,
        every: casework.settings.inbox.poll,
        bell: None,
        casework: &casework,
        clock: &clock,
    };
    let round = || async {
        let claimed = claimed(&casework, &node, &clock).await;
        if !claimed.map_err(|fault| fault.to_string())? {
            return Ok(());
        }
        let read = read(&casework, &server, &node, &clock, stop.clone()).await;
        read.map_err(|fault| fault.to_string())
    };
    rounds.run(stop.clone(), round).await;
    if let Err(fault) = casework.incoming().release_mailbox(&node).await {
        tracing::warn!(target: "daylight", "the mailbox stays claimed for some minutes: {fault}");
    }
}

/// Whether this node has the mailbox to itself, by the clock as it is now.
async fn claimed(casework: &Casework, node: &str, clock: &Clock) -> Result<bool, CaseworkFault> {
    casework.follow_clock().await?;
    casework.incoming().claim_mailbox(node, clock()).await
}

/// Reads for as long as the connection and the claim hold.
async fn read(
    casework: &Casework,
    server: &ImapServer,
    node: &str,
    clock: &Clock,
    mut stop: watch::Receiver<bool>,
) -> Result<(), MailboxFault> {
    let mut folder = Folder::open(server).await?;
    let patience = casework.settings.inbox.poll.min(LONGEST);
    loop {
        let taken = casework
            .incoming()
            .take_mail(&mut folder, server, &**clock, &stop)
            .await?;
        // One message that cannot be had is told, and the others are taken as they come.
        let went = taken
            .held_back
            .map_or(Ok(()), |fault| Err(fault.to_string()));
        casework.job_went(Job::Mailbox, clock(), went).await;
        folder = folder.wait(patience, &mut stop).await?;
        if *stop.borrow() || !claimed(casework, node, clock).await? {
            folder.close().await;
            return Ok(());
        }
    }
}
