//! Takes messages out of the mailbox as they come: told by the server, or by looking.

use super::Clock;
use crate::casework::Casework;
use crate::casework::inbox::{MailboxFault, imap_server};
use crate::mail::{Folder, ImapServer};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;

/// The longest wait for the server to say something: the lease is renewed in between.
const LONGEST: Duration = Duration::from_secs(60);

/// Runs until `stop` turns true; ends at once where there is no mailbox.
pub async fn run(casework: Arc<Casework>, clock: Clock, mut stop: watch::Receiver<bool>) {
    let Some(server) = imap_server(&casework.settings.inbox) else {
        return;
    };
    let node = format!("{}-{}", std::process::id(), clock().timestamp_micros());
    let poll = casework.settings.inbox.poll;
    while !*stop.borrow() {
        match casework.claim_mailbox(&node, clock()).await {
            Ok(true) => {
                if let Err(fault) = read(&casework, &server, &node, &clock, &mut stop).await {
                    tracing::warn!(target: "daylight", "{fault}; trying again");
                }
            }
            Ok(false) => {}
            Err(fault) => tracing::warn!(target: "daylight", "the mailbox waits: {fault}"),
        }
        tokio::select! {
            () = tokio::time::sleep(poll) => {}
            _ = stop.changed() => break,
        }
    }
    if let Err(fault) = casework.release_mailbox(&node).await {
        tracing::warn!(target: "daylight", "the mailbox stays claimed for some minutes: {fault}");
    }
}

/// Reads for as long as the connection and the claim hold.
async fn read(
    casework: &Casework,
    server: &ImapServer,
    node: &str,
    clock: &Clock,
    stop: &mut watch::Receiver<bool>,
) -> Result<(), MailboxFault> {
    let mut folder = Folder::open(server).await?;
    let patience = casework.settings.inbox.poll.min(LONGEST);
    loop {
        casework.take_mail(&mut folder, server, &**clock).await?;
        folder = folder.wait(patience, stop).await?;
        if *stop.borrow() || !casework.claim_mailbox(node, clock()).await? {
            folder.close().await;
            return Ok(());
        }
    }
}
