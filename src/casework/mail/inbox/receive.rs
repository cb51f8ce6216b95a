//! Taking a message: its bytes are committed before anything is understood of them.

use super::aside::{SMALL, aside};
use super::judge::Landed;
use crate::casework::people::invited::PASSWORD_PATH;
use crate::casework::secrets::hash_of;
use crate::casework::{CaseworkFault, Incoming, Moment};
use crate::domain::correspondence::MessageState;
use crate::mail::inbound::{parse, quoted_links};
use crate::store::{Kept, MessageBytes, NewMessage};
use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};
use std::collections::HashSet;

/// How often the reading of a message may end the program.
const MOST_TRIES: i64 = 3;

/// The way a message came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// From the mailbox, over IMAP.
    Mailbox,
    /// From a mail server on this machine, through a pipe.
    Pipe,
    /// From a file.
    File,
}

/// A message as it arrives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrived {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// The way it came in.
    pub source: Source,
    /// Where it was there: a folder and a number, or a file.
    pub place: String,
    /// When the server took it, where that is known better than from its own headers.
    pub received_at: Option<DateTime<Utc>>,
}

/// A message taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Received {
    /// Its number.
    pub id: i64,
    /// Where it went; nothing where it had come before and was only noted, or waits.
    pub landed: Option<Landed>,
    /// Why it is kept but could not be placed yet, where that is so.
    pub waits: Option<String>,
}

impl Source {
    /// The word stored in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Mailbox => "mailbox",
            Self::Pipe => "pipe",
            Self::File => "file",
        }
    }
}

/// Which of these links to choose a password a message shows, by their digests. Every officer may read
/// it, whoever gave the letter back with the link in it.
fn shown(bytes: &[u8], links: Vec<String>) -> Vec<String> {
    if links.is_empty() {
        return links;
    }
    let words = quoted_links::after(bytes, PASSWORD_PATH);
    let shown: HashSet<String> = words.iter().map(|word| hash_of(word)).collect();
    links.into_iter().filter(|l| shown.contains(l)).collect()
}

impl Incoming<'_> {
    /// Takes a message: keeps it, then judges it. One whose judging fails is kept all the same
    /// and judged again later.
    ///
    /// # Errors
    /// When it could not be kept: then nothing has happened, and whoever sent it has to be told.
    pub async fn receive(&self, arrived: Arrived, now: Moment) -> Result<Received, CaseworkFault> {
        // A small message is at hand when it is judged; a large one is not held in memory twice.
        let bytes = (arrived.bytes.len() <= SMALL).then(|| arrived.bytes.clone());
        let source = arrived.source.as_str().to_owned();
        let (kept, received_at) = self.kept(arrived, now).await?;
        let at_hand = bytes.filter(|_| !kept.known).map(|bytes| MessageBytes {
            bytes,
            source,
            received_at,
        });
        // One that was kept before but not judged (the program was stopped in between) is judged
        // now; judging one that is judged already does nothing.
        let judged = if kept.known {
            self.judge_again(kept.id, now).await
        } else {
            self.try_once(kept.id, at_hand, now).await
        };
        let (landed, waits) = match judged {
            Ok(landed) => (landed, None),
            Err(fault) => {
                tracing::error!(target: "daylight", "message {} waits to be judged: {fault}", kept.id);
                (None, Some(fault.to_string()))
            }
        };
        Ok(Received {
            id: kept.id,
            landed,
            waits,
        })
    }

    /// Commits the bytes of a message, or that they came again.
    ///
    /// # Errors
    /// When the database fails: nothing is kept then.
    pub async fn keep(&self, arrived: Arrived, now: Moment) -> Result<Kept, CaseworkFault> {
        let (kept, _) = self.kept(arrived, now).await?;
        Ok(kept)
    }

    /// The same, and when the message is held to have been received.
    async fn kept(
        &self,
        arrived: Arrived,
        now: Moment,
    ) -> Result<(Kept, DateTime<Utc>), CaseworkFault> {
        let Arrived {
            bytes,
            source,
            place,
            received_at,
        } = arrived;
        let links = self.store.people().live_password_links(now.at).await?;
        let (bytes, digest, by_itself, shown) = aside(bytes.len(), move || {
            let shown = shown(&bytes, links);
            let digest = hex::encode(Sha256::digest(&bytes));
            // Only a file does not come with the time at which a server took it.
            let by_itself = match source {
                Source::File => {
                    let parsed = parse(&bytes, None);
                    parsed.received.or(parsed.sent)
                }
                Source::Mailbox | Source::Pipe => None,
            };
            (bytes, digest, by_itself, shown)
        })
        .await?;
        let received_at = received_at.or(by_itself).unwrap_or(now.at).min(now.at);
        let unit = self.store.begin().await?;
        let new = NewMessage {
            bytes,
            digest: &digest,
            source: source.as_str(),
            place: &place,
            received_at,
        };
        let kept = unit.messages().keep_message(new, now.at).await?;
        for link in shown {
            unit.people().drop_password_link(&link).await?;
        }
        unit.commit().await?;
        Ok((kept, received_at))
    }

    /// Judges a message that was kept before. It is written down that this begins before it does: one
    /// whose reading ended the program each time is given up, not tried at every start for ever.
    async fn judge_again(&self, id: i64, now: Moment) -> Result<Option<Landed>, CaseworkFault> {
        let unit = self.store.begin().await?;
        if unit.messages().hold_message(id).await? != Some(MessageState::Stored) {
            unit.leave().await;
            return Ok(None);
        }
        let tries = unit.messages().try_message(id).await?;
        unit.commit().await?;
        if tries > MOST_TRIES {
            return self.give_up(id, now).await;
        }
        self.try_once(id, None, now).await
    }

    /// Judges a message for which it is written down that this begins; a try that fails and does not
    /// end the program is none.
    async fn try_once(
        &self,
        id: i64,
        at_hand: Option<MessageBytes>,
        now: Moment,
    ) -> Result<Option<Landed>, CaseworkFault> {
        let judged = self.judge(id, at_hand, now).await;
        if judged.is_err() {
            let unit = self.store.begin().await?;
            unit.messages().tried_message(id).await?;
            unit.commit().await?;
        }
        judged
    }

    /// Judges every message that is kept and not judged yet; how many there were.
    ///
    /// # Errors
    /// What the database says.
    pub async fn judge_waiting(&self, now: Moment) -> Result<usize, CaseworkFault> {
        if !self.authority().is_known() && !self.refresh_authority().await? {
            return Ok(0);
        }
        let waiting = self.store.messages().unjudged().await?;
        for id in &waiting {
            if let Err(fault) = self.judge_again(*id, now).await {
                tracing::error!(target: "daylight", "message {id} waits to be judged: {fault}");
            }
        }
        Ok(waiting.len())
    }
}
