//! Which messages there are in a folder, by their numbers.

use super::{BEGINNING, Folder, ImapFault, PATIENCE, fetched, in_time};
use async_imap::imap_proto::{AttributeValue, MailboxDatum, Response};
use chrono::{DateTime, TimeDelta, Utc};

impl Folder {
    /// The numbers of messages nobody has seen, in order.
    ///
    /// # Errors
    /// What the server says.
    pub async fn unseen(&mut self) -> Result<Vec<u32>, ImapFault> {
        self.search("UNSEEN").await
    }

    /// The number of the last message; nothing where there is none.
    ///
    /// # Errors
    /// What the server says.
    pub async fn last(&mut self) -> Result<Option<u32>, ImapFault> {
        Ok(self.search("UID *").await?.pop())
    }

    /// The numbers of messages that nobody has seen or that the server took since then, in order.
    ///
    /// # Errors
    /// What the server says.
    pub async fn unseen_or_since(&mut self, since: DateTime<Utc>) -> Result<Vec<u32>, ImapFault> {
        let mut found = self.unseen().await?;
        // A search compares days, each in the zone its message has (RFC 3501, section 6.4.4).
        let day = (since - TimeDelta::days(1)).format("%d-%b-%Y");
        for uid in self.search(&format!("SEEN SINCE {day}")).await? {
            if self.received_at(uid).await?.is_none_or(|at| at >= since) {
                found.push(uid);
            }
        }
        found.sort_unstable();
        found.dedup();
        Ok(found)
    }

    /// When the server took a message, where it says.
    async fn received_at(&mut self, uid: u32) -> Result<Option<DateTime<Utc>>, ImapFault> {
        let mut received_at = None;
        let command = format!("UID FETCH {uid} (UID INTERNALDATE)");
        let fetching = self.run(&command, |answer| {
            if let Response::Fetch(_, parts) = answer
                && is_of(uid, parts)
            {
                received_at = parts.iter().find_map(internal_date);
            }
        });
        in_time(PATIENCE, fetching).await?;
        Ok(received_at)
    }

    /// The first bytes of a message; nothing where there is none or they are not handed over.
    ///
    /// # Errors
    /// The connection is gone.
    pub async fn beginning(&mut self, uid: u32) -> Result<Option<Vec<u8>>, ImapFault> {
        let mut found = None;
        let command = format!("UID FETCH {uid} (UID BODY.PEEK[]<0.{BEGINNING}>)");
        let fetching = self.run(&command, |answer| {
            if let Response::Fetch(_, parts) = answer {
                found = found.take().or_else(|| fetched(uid, parts));
            }
        });
        match in_time(PATIENCE, fetching).await {
            Ok(()) => Ok(found.map(|found| found.bytes)),
            Err(ImapFault::Said(_)) => Ok(None),
            Err(fault) => Err(fault),
        }
    }

    /// The numbers of messages after this one, in order.
    ///
    /// # Errors
    /// What the server says.
    pub async fn after(&mut self, last: u32) -> Result<Vec<u32>, ImapFault> {
        let first = last.saturating_add(1);
        let mut found = self.search(&format!("UID {first}:*")).await?;
        // `*` is the last message, whatever its number.
        found.retain(|uid| *uid > last);
        Ok(found)
    }

    pub(super) async fn search(&mut self, what: &str) -> Result<Vec<u32>, ImapFault> {
        let mut found = Vec::new();
        let command = format!("UID SEARCH {what}");
        let searching = self.run(&command, |answer| {
            if let Response::MailboxData(MailboxDatum::Search(uids)) = answer {
                found.extend(uids);
            }
        });
        in_time(PATIENCE, searching).await?;
        found.sort_unstable();
        found.dedup();
        Ok(found)
    }
}

/// Whether an answer is about the message of this number.
pub(super) fn is_of(uid: u32, parts: &[AttributeValue<'_>]) -> bool {
    let is_it = |part: &AttributeValue<'_>| matches!(part, AttributeValue::Uid(of) if *of == uid);
    parts.iter().any(is_it)
}

/// When the server took a message, where a part of an answer says.
pub(super) fn internal_date(part: &AttributeValue<'_>) -> Option<DateTime<Utc>> {
    let AttributeValue::InternalDate(at) = part else {
        return None;
    };
    let at = DateTime::parse_from_str(at.trim_start(), "%d-%b-%Y %H:%M:%S %z");
    at.ok().map(|at| at.with_timezone(&Utc))
}
