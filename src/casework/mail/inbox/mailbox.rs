//! Taking messages out of the mailbox: each is committed and judged before its server is told.
//!
//! Which message was the last is kept with the database and not with the server, where somebody
//! may read and mark messages too. One node at a time does it.

use super::receive::{Arrived, Source};
use crate::casework::{CaseworkFault, Incoming};
use crate::config::settings::Inbox;
use crate::mail::{Folder, ImapFault, ImapServer};
use crate::store::StoreFault;
use chrono::{DateTime, TimeDelta, Utc};
use std::fmt;
use thiserror::Error;
use tokio::sync::watch;

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

impl Incoming<'_> {
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

    /// Takes every message that is new in the folder, until `stop` turns true; how many there were.
    ///
    /// # Errors
    /// What the server or the database says. What was taken stays taken; the rest is taken the
    /// next time.
    pub async fn take_mail(
        &self,
        folder: &mut Folder,
        server: &ImapServer,
        clock: &(dyn Fn() -> DateTime<Utc> + Send + Sync),
        stop: &watch::Receiver<bool>,
    ) -> Result<usize, MailboxFault> {
        let key = format!("mailbox {server:?}");
        let mark = self
            .store
            .remembered(&key)
            .await
            .map_err(CaseworkFault::from)?;
        let mark = mark
            .map(|mark| Mark::read(&server.folder, &mark))
            .transpose()?;
        let mut mark = match mark {
            Some(mark) if mark.validity == folder.validity => mark,
            // The server numbered its messages anew: all are looked at, and those known are noted.
            Some(_) => Mark::new(folder.validity, 0),
            // The first time, what somebody has read already is theirs.
            None => {
                let owed = folder.unseen().await?;
                let before = folder.next.map_or(0, |next| next.saturating_sub(1));
                let last = owed.last().copied().unwrap_or(0).max(before);
                Mark {
                    owed,
                    ..Mark::new(folder.validity, last)
                }
            }
        };
        let mut uids = folder.after(mark.last).await?;
        uids.extend(&mark.owed);
        self.keep_mark(&key, &mark).await?;
        for uid in &uids {
            if *stop.borrow() {
                break;
            }
            let fetched = match folder.fetch(*uid).await {
                Ok(fetched) => fetched,
                Err(fault) => {
                    // It is asked for again, after those that can be had.
                    mark.owe(*uid);
                    self.keep_mark(&key, &mark).await?;
                    return Err(fault.into());
                }
            };
            if let Some(fetched) = fetched {
                let arrived = Arrived {
                    bytes: fetched.bytes,
                    source: Source::Mailbox,
                    place: format!("{} {uid}", server.folder),
                    received_at: fetched.received_at,
                };
                self.receive(arrived, self.moment(clock())).await?;
                folder.seen(*uid).await?;
            }
            mark.took(*uid);
            self.keep_mark(&key, &mark).await?;
        }
        Ok(uids.len())
    }

    async fn keep_mark(&self, key: &str, mark: &Mark) -> Result<(), CaseworkFault> {
        let unit = self.store.begin().await?;
        unit.replace(key, &mark.to_string()).await?;
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

/// How far a folder was read.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Mark {
    /// What makes the numbers of its messages valid.
    validity: u32,
    /// The last message that was looked at.
    last: u32,
    /// Those up to it that the server has not handed over yet.
    owed: Vec<u32>,
}

impl Mark {
    const fn new(validity: u32, last: u32) -> Self {
        Self {
            validity,
            last,
            owed: Vec::new(),
        }
    }

    /// A mark that cannot be told is no beginning: mail somebody has opened since would be passed over.
    fn read(folder: &str, mark: &str) -> Result<Self, CaseworkFault> {
        let numbers: Result<Vec<u32>, _> = mark.split(' ').map(str::parse).collect();
        match numbers.as_deref() {
            Ok([validity, last, owed @ ..]) => Ok(Self {
                owed: owed.to_vec(),
                ..Self::new(*validity, *last)
            }),
            Ok(_) | Err(_) => Err(CaseworkFault::Store(StoreFault::Damaged(format!(
                "table meta, column value, row of the mailbox {folder}: \u{201c}{mark}\u{201d} is no mark of a mailbox"
            )))),
        }
    }

    /// A message was taken, or is gone.
    fn took(&mut self, uid: u32) {
        self.last = self.last.max(uid);
        self.owed.retain(|owed| *owed != uid);
    }

    /// A message could not be had; it is the last that is asked for again.
    fn owe(&mut self, uid: u32) {
        self.took(uid);
        self.owed.push(uid);
    }
}

impl fmt::Display for Mark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.validity, self.last)?;
        self.owed.iter().try_for_each(|uid| write!(f, " {uid}"))
    }
}
