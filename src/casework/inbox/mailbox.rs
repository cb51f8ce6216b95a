//! Taking messages out of the mailbox: each is committed and judged before its server is told.
//!
//! Which message was the last is kept with the database and not with the server, where somebody
//! may read and mark messages too. One node at a time does it.

use super::receive::{Arrived, Source};
use crate::casework::{Casework, CaseworkFault};
use crate::config::settings::Inbox;
use crate::mail::{Folder, ImapFault, ImapServer};
use crate::store::StoreFault;
use chrono::{DateTime, TimeDelta, Utc};
use thiserror::Error;

/// For how long one node has the mailbox to itself before another may take over.
const LEASE: TimeDelta = TimeDelta::minutes(3);

/// Where it is remembered which node has it, and until when.
const HOLDER: &str = "mailbox_lease";

/// Why messages were not taken.
#[derive(Debug, Error)]
pub enum MailboxFault {
    /// The mailbox.
    #[error(transparent)]
    Imap(#[from] ImapFault),
    /// This side.
    #[error(transparent)]
    Casework(#[from] CaseworkFault),
}

impl Casework {
    /// Whether this node may read the mailbox now; it has it to itself for some minutes then.
    ///
    /// # Errors
    /// What the database says.
    pub async fn claim_mailbox(
        &self,
        node: &str,
        now: DateTime<Utc>,
    ) -> Result<bool, CaseworkFault> {
        let unit = self.store.begin().await?;
        let held = unit.hold(HOLDER).await?;
        if let Some((holder, until)) = held.split_once(' ')
            && holder != node
            && until
                .parse::<DateTime<Utc>>()
                // One that reaches further than any lease was written by a clock that was wrong.
                .is_ok_and(|until| until > now && until <= now + LEASE * 2)
        {
            return Ok(false);
        }
        unit.replace(HOLDER, &format!("{node} {}", (now + LEASE).to_rfc3339()))
            .await?;
        unit.commit().await?;
        Ok(true)
    }

    /// Gives the mailbox up, if this node has it, so that the next one need not wait.
    ///
    /// # Errors
    /// What the database says.
    pub async fn release_mailbox(&self, node: &str) -> Result<(), CaseworkFault> {
        let unit = self.store.begin().await?;
        let held = unit.hold(HOLDER).await?;
        if held
            .split_once(' ')
            .is_some_and(|(holder, _)| holder == node)
        {
            unit.replace(HOLDER, "").await?;
            unit.commit().await?;
        }
        Ok(())
    }

    /// Takes every message that is new in the folder; how many there were.
    ///
    /// # Errors
    /// What the server or the database says. What was taken stays taken; the rest is taken the
    /// next time.
    pub async fn take_mail(
        &self,
        folder: &mut Folder,
        server: &ImapServer,
        clock: &(dyn Fn() -> DateTime<Utc> + Send + Sync),
    ) -> Result<usize, MailboxFault> {
        let key = format!("mailbox {server:?}");
        let mark = self
            .store
            .remembered(&key)
            .await
            .map_err(CaseworkFault::from)?;
        let mark = mark
            .map(|mark| read_mark(&server.folder, &mark))
            .transpose()?;
        let uids = match mark {
            // The first time, what somebody has read already is theirs.
            None => folder.unseen().await?,
            Some((validity, last)) if validity == folder.validity => folder.after(last).await?,
            // The server numbered its messages anew: all are looked at, and those known are noted.
            Some(_) => folder.after(0).await?,
        };
        for uid in &uids {
            if let Some(fetched) = folder.fetch(*uid).await? {
                let arrived = Arrived {
                    bytes: fetched.bytes,
                    source: Source::Mailbox,
                    place: format!("{} {uid}", server.folder),
                    received_at: fetched.received_at,
                };
                self.receive(arrived, self.moment(clock())).await?;
                folder.seen(*uid).await?;
            }
            if mark.is_some() {
                self.set_mark(&key, folder.validity, *uid).await?;
            }
        }
        if mark.is_none() {
            let before = folder.next.map_or(0, |next| next.saturating_sub(1));
            let last = uids.last().copied().unwrap_or(0).max(before);
            self.set_mark(&key, folder.validity, last).await?;
        }
        Ok(uids.len())
    }

    async fn set_mark(&self, key: &str, validity: u32, last: u32) -> Result<(), CaseworkFault> {
        let unit = self.store.begin().await?;
        unit.replace(key, &format!("{validity} {last}")).await?;
        unit.commit().await?;
        Ok(())
    }
}

/// The mailbox of the settings, where there is one.
#[must_use]
pub fn imap_server(inbox: &Inbox) -> Option<ImapServer> {
    let mailbox = inbox.mailbox.as_ref()?;
    Some(ImapServer {
        host: mailbox.host.clone(),
        port: mailbox.port,
        user: mailbox.user.clone(),
        password: mailbox.password.expose().to_owned(),
        folder: mailbox.folder.clone(),
        tls: mailbox.tls,
        ca_file: inbox.ca_file.clone(),
    })
}

/// How far a folder was read. One that cannot be told is no beginning: mail somebody has opened since
/// would be passed over.
fn read_mark(folder: &str, mark: &str) -> Result<(u32, u32), CaseworkFault> {
    let numbers = mark
        .split_once(' ')
        .and_then(|(validity, last)| Some((validity.parse().ok()?, last.parse().ok()?)));
    numbers.ok_or_else(|| {
        CaseworkFault::Store(StoreFault::Damaged(format!(
            "table meta, column value, row of the mailbox {folder}: \u{201c}{mark}\u{201d} is no mark of a mailbox"
        )))
    })
}
