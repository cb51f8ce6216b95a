//! Taking messages out of the mailbox: each is committed and judged before its server is told.
//!
//! Which message was the last is kept with the database and not with the server, where somebody
//! may read and mark messages too. One node at a time does it.

use super::receive::{Arrived, Source};
use crate::casework::{CaseworkFault, Incoming};
use crate::config::settings::Inbox;
use crate::mail::{BEGINNING, Folder, ImapFault, ImapServer};
use crate::store::StoreFault;
use chrono::{DateTime, TimeDelta, Utc};
use sha2::{Digest, Sha256};
use std::fmt;
use thiserror::Error;
use tokio::sync::watch;

/// For how long one node has the mailbox to itself before another may take over.
const LEASE: TimeDelta = TimeDelta::minutes(3);

/// Where it is remembered which node has it, and until when.
const HOLDER: &str = "mailbox_lease";

/// How far the clock of a mailbox's server may be from ours.
const SKEW: TimeDelta = TimeDelta::hours(1);

/// What a look at the mailbox came to.
#[derive(Debug, Default)]
pub struct Taken {
    /// How many messages were taken, or were known and noted.
    pub messages: usize,
    /// What the server says of one that is there and could not be had.
    pub held_back: Option<ImapFault>,
}

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

    /// Takes every message that is new in the folder, until `stop` turns true. One that the server
    /// does not hand over is asked for again the next time, after those that can be had.
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
    ) -> Result<Taken, MailboxFault> {
        let begun = clock();
        let mut mark = self.mark_of(folder, server, begun).await?;
        let mut uids = folder.after(mark.last).await?;
        uids.retain(|uid| !mark.owed.contains(uid));
        uids.extend(&mark.owed);
        let mut taken = Taken::default();
        for uid in &uids {
            if *stop.borrow() {
                return Ok(taken);
            }
            match folder.fetch(*uid).await {
                Ok(Some(fetched)) => {
                    let beginning = beginning_of(&fetched.bytes);
                    let arrived = Arrived {
                        bytes: fetched.bytes,
                        source: Source::Mailbox,
                        place: format!("{} {uid}", server.folder),
                        received_at: fetched.received_at,
                    };
                    self.receive(arrived, self.moment(clock())).await?;
                    folder.seen(*uid).await?;
                    mark.took(*uid);
                    if mark.last == *uid {
                        self.keep_last(server, *uid, &beginning).await?;
                    }
                    taken.messages += 1;
                }
                Ok(None) => mark.gone(*uid),
                Err(fault) => {
                    mark.owe(*uid);
                    self.keep_mark(server, &mark, None).await?;
                    // What it says of one message keeps no other.
                    let ImapFault::Said(_) = fault else {
                        return Err(fault.into());
                    };
                    taken.held_back = Some(fault);
                    continue;
                }
            }
            self.keep_mark(server, &mark, None).await?;
        }
        if mark.owed.is_empty() {
            self.keep_mark(server, &mark, Some(begun)).await?;
        }
        Ok(taken)
    }

    /// How far the folder was read by the numbers it has now.
    async fn mark_of(
        &self,
        folder: &mut Folder,
        server: &ImapServer,
        now: DateTime<Utc>,
    ) -> Result<Mark, MailboxFault> {
        // What the server said when the folder was opened is true once.
        let next = folder.next.take();
        let mark = self.kept_of(&mark_key(server)).await?;
        let mark = mark
            .map(|mark| Mark::read(&server.folder, &mark))
            .transpose()?;
        let mut goes_on = false;
        if let Some(mark) = &mark {
            goes_on = mark.validity == folder.validity;
            if let Some(next) = next.filter(|_| goes_on) {
                goes_on = next > mark.last && self.last_stands(folder, server, mark.last).await?;
            }
        }
        let (mut owed, looked) = match mark {
            Some(mark) if goes_on => return Ok(mark),
            Some(_) => {
                tracing::warn!(
                    target: "daylight",
                    "the mailbox\u{2019}s server numbers its messages anew, as one that was moved or put back from a \
                     backup does: what nobody has read and what came since is looked at, and what is known is only noted"
                );
                let looked = self.kept_of(&looked_key(server)).await?;
                let looked: Option<DateTime<Utc>> = looked.and_then(|at| at.parse().ok());
                let owed = match looked {
                    // What somebody had read before was theirs, or was taken.
                    Some(at) => folder.unseen_or_since(at - SKEW).await?,
                    None => folder.after(0).await?,
                };
                (owed, None)
            }
            // The first time, what somebody has read already is theirs.
            None => (folder.unseen().await?, Some(now)),
        };
        let last = match next {
            Some(next) => next - 1,
            None => folder.last().await?.unwrap_or(0),
        };
        owed.retain(|uid| *uid <= last);
        let mark = Mark {
            validity: folder.validity,
            last,
            owed,
        };
        self.keep_mark(server, &mark, looked).await?;
        Ok(mark)
    }

    /// Whether the message that was taken last is still the one of its number, as far as can be told: of
    /// a mailbox that was put back from a backup, later messages may have got beyond that number already.
    async fn last_stands(
        &self,
        folder: &mut Folder,
        server: &ImapServer,
        last: u32,
    ) -> Result<bool, MailboxFault> {
        let kept = self.kept_of(&last_key(server)).await?;
        let Some((uid, beginning)) = kept.as_deref().and_then(|kept| kept.split_once(' ')) else {
            return Ok(true);
        };
        if uid != last.to_string() {
            return Ok(true);
        }
        let now = folder.beginning(last).await?;
        Ok(now.is_none_or(|now| beginning_of(&now) == beginning))
    }

    async fn keep_last(
        &self,
        server: &ImapServer,
        uid: u32,
        beginning: &str,
    ) -> Result<(), CaseworkFault> {
        let unit = self.store.begin().await?;
        let last = format!("{uid} {beginning}");
        unit.replace(&last_key(server), &last).await?;
        unit.commit().await?;
        Ok(())
    }

    async fn kept_of(&self, key: &str) -> Result<Option<String>, CaseworkFault> {
        Ok(self.store.remembered(key).await?)
    }

    /// Writes down how far a folder was read, and from when on nothing that came is owed, where that is so.
    async fn keep_mark(
        &self,
        server: &ImapServer,
        mark: &Mark,
        looked: Option<DateTime<Utc>>,
    ) -> Result<(), CaseworkFault> {
        let unit = self.store.begin().await?;
        unit.replace(&mark_key(server), &mark.to_string()).await?;
        if let Some(at) = looked {
            unit.replace(&looked_key(server), &at.to_rfc3339()).await?;
        }
        unit.commit().await?;
        Ok(())
    }
}

/// Where it is remembered how far a mailbox was read.
fn mark_key(server: &ImapServer) -> String {
    format!("mailbox {server:?}")
}

/// What stands for the first bytes of a message.
fn beginning_of(bytes: &[u8]) -> String {
    let first = bytes.get(..bytes.len().min(BEGINNING));
    hex::encode(Sha256::digest(first.unwrap_or_default()))
}

/// Where it is remembered which message was taken last, by its first bytes.
fn last_key(server: &ImapServer) -> String {
    format!("mailbox_last {server:?}")
}

/// Where it is remembered when all of a mailbox was read last.
fn looked_key(server: &ImapServer) -> String {
    format!("mailbox_looked {server:?}")
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
    /// The last message that was taken.
    last: u32,
    /// Those the server has not handed over yet.
    owed: Vec<u32>,
}

impl Mark {
    /// A mark that cannot be told is no beginning: mail somebody has opened since would be passed over.
    fn read(folder: &str, mark: &str) -> Result<Self, CaseworkFault> {
        let numbers: Result<Vec<u32>, _> = mark.split(' ').map(str::parse).collect();
        match numbers.as_deref() {
            Ok([validity, last, owed @ ..]) => Ok(Self {
                validity: *validity,
                last: *last,
                owed: owed.to_vec(),
            }),
            Ok(_) | Err(_) => Err(CaseworkFault::Store(StoreFault::Damaged(format!(
                "table meta, column value, row of the mailbox {folder}: \u{201c}{mark}\u{201d} is no mark of a mailbox"
            )))),
        }
    }

    /// A message was taken. Only what the server handed over moves the mark: a search may give any
    /// number.
    fn took(&mut self, uid: u32) {
        self.last = self.last.max(uid);
        self.gone(uid);
    }

    /// There is no such message.
    fn gone(&mut self, uid: u32) {
        self.owed.retain(|owed| *owed != uid);
    }

    /// A message could not be had; it is the last that is asked for again.
    fn owe(&mut self, uid: u32) {
        self.gone(uid);
        self.owed.push(uid);
    }
}

impl fmt::Display for Mark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.validity, self.last)?;
        self.owed.iter().try_for_each(|uid| write!(f, " {uid}"))
    }
}
