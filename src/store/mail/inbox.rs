//! Messages read: the tray, one message, and those of a case.

use crate::domain::correspondence::{Class, MessageSource, MessageState};
use crate::domain::ids::MessageId;
use crate::store::engine::{sql, words};
use crate::store::subjects::Messages;
use crate::store::{Store, StoreFault};
use chrono::{DateTime, Utc};
use sea_orm::FromQueryResult;
use serde::Deserialize;

/// What is packed of a message of a case: a [`CaseMessage`].
pub(in crate::store) const MESSAGE_COLUMNS: &str =
    "id, public_id, class, from_name, from_address, subject, received_at, why, attachments, seq";

/// The most messages listed at once.
pub const LISTED: u32 = 200;

/// A list of messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MessageList {
    /// What waits for somebody, the oldest first.
    Waiting,
    /// What is on cases, the latest first.
    OnCases,
    /// What was set aside, the latest first.
    Aside,
}

impl MessageList {
    /// Which messages: the conditions of the indexes, word for word, because SQLite takes an index
    /// over a part of a table for no other.
    pub(in crate::store) const fn condition(self) -> &'static str {
        match self {
            Self::Waiting => "state IN ('stored', 'tray')",
            Self::OnCases => "state IN ('filed', 'logged')",
            Self::Aside => "state IN ('set_aside', 'spam', 'repeat')",
        }
    }
}

/// A message as a list shows it.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[expect(missing_docs, reason = "the columns are those of the message")]
pub struct MessageRow {
    pub id: i64,
    pub public_id: MessageId,
    #[serde(deserialize_with = "words::state_of_message")]
    pub state: MessageState,
    #[serde(deserialize_with = "words::class")]
    pub class: Option<Class>,
    pub reason: String,
    pub from_name: String,
    pub from_address: String,
    pub subject: String,
    pub received_at: DateTime<Utc>,
    /// The references of the cases it is on, separated by commas.
    pub cases: Option<String>,
}

/// A message with everything its page shows.
#[derive(Debug, Clone, PartialEq, FromQueryResult)]
#[expect(missing_docs, reason = "the columns are those of the message")]
pub struct MessagePageRow {
    pub id: i64,
    pub public_id: MessageId,
    pub digest: String,
    pub message_id: Option<String>,
    pub source: String,
    pub state: MessageState,
    pub class: Option<Class>,
    pub reason: String,
    pub from_name: String,
    pub from_address: String,
    pub sent_to: String,
    pub subject: String,
    pub body: String,
    pub quoted: String,
    pub note: Option<String>,
    pub checks: String,
    pub attachments: String,
    pub candidates: String,
    /// What came with a form, as JSON; nothing for a message.
    pub form: Option<String>,
    pub received_at: DateTime<Utc>,
    pub handled_at: Option<DateTime<Utc>>,
    pub handled_by: Option<String>,
}

/// A case a message is on, and why.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[expect(missing_docs, reason = "each says itself what it is")]
pub struct OnCase {
    pub case_id: i64,
    pub reference: String,
    pub subject: String,
    pub why: String,
    /// The event that says so, where one does.
    pub seq: Option<i64>,
}

/// When and where a message was delivered.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[expect(missing_docs, reason = "each says itself what it is")]
pub struct Delivery {
    pub id: i64,
    #[serde(deserialize_with = "words::source_of_delivery")]
    pub source: MessageSource,
    pub place: String,
    pub at: DateTime<Utc>,
}

/// The bytes of a message and what came with them.
#[derive(Debug, Clone, PartialEq, FromQueryResult)]
#[expect(missing_docs, reason = "each says itself what it is")]
pub struct MessageBytes {
    pub bytes: Vec<u8>,
    pub source: String,
    pub received_at: DateTime<Utc>,
}

/// A message of a case.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[expect(missing_docs, reason = "the columns are those of the message")]
pub struct CaseMessage {
    pub id: i64,
    pub public_id: MessageId,
    #[serde(deserialize_with = "words::class")]
    pub class: Option<Class>,
    pub from_name: String,
    pub from_address: String,
    pub subject: String,
    pub received_at: DateTime<Utc>,
    pub why: String,
    pub attachments: String,
    /// The event that records it, where one does.
    pub seq: Option<i64>,
}

/// The columns of a [`MessageRow`].
const LISTED_COLUMNS: &str =
    "id, public_id, state, class, reason, from_name, from_address, subject, received_at, cases";

/// Where the rows of a list come from: its first, or those that follow the message `$1`.
pub(in crate::store) fn listed(list: MessageList, postgres: bool, follow: bool) -> String {
    let (order, beyond) = match list {
        MessageList::Waiting => ("ASC", '>'),
        MessageList::OnCases | MessageList::Aside => ("DESC", '<'),
    };
    let from = if follow {
        format!(
            "AND (m.received_at, m.id) {beyond} (SELECT received_at, id FROM messages WHERE id = $1) "
        )
    } else {
        String::new()
    };
    let join = if postgres {
        "string_agg"
    } else {
        "group_concat"
    };
    format!(
        "FROM (SELECT m.id, m.public_id, m.state, m.class, m.reason, m.from_name, m.from_address, m.subject, \
         m.received_at, (SELECT {join}(c.reference, ', ') FROM message_cases mc \
         JOIN cases c ON c.id = mc.case_id WHERE mc.message = m.id) AS cases \
         FROM messages m WHERE m.{condition} {from}\
         ORDER BY m.received_at {order}, m.id {order} LIMIT {LISTED}) AS listed \
         ORDER BY received_at {order}, id {order}",
        condition = list.condition(),
    )
}

/// Where the messages nobody has judged come from.
pub(in crate::store) fn unjudged() -> String {
    // The condition of its index, word for word: the tray may hold any number.
    format!("FROM messages WHERE state = 'stored' ORDER BY received_at, id LIMIT {LISTED}")
}

impl Messages<'_, Store> {
    /// The first messages of a list.
    ///
    /// # Errors
    /// What the database says.
    pub async fn list(&self, list: MessageList) -> Result<Vec<MessageRow>, StoreFault> {
        let from = listed(list, self.is_postgres(), false);
        sql::packed(&self.read, LISTED_COLUMNS, &from, vec![]).await
    }

    /// Those that follow a message.
    ///
    /// # Errors
    /// What the database says.
    pub async fn messages_after(
        &self,
        list: MessageList,
        id: i64,
    ) -> Result<Vec<MessageRow>, StoreFault> {
        let from = listed(list, self.is_postgres(), true);
        sql::packed(&self.read, LISTED_COLUMNS, &from, vec![id.into()]).await
    }

    /// A message with everything its page shows.
    ///
    /// # Errors
    /// What the database says.
    pub async fn message(&self, id: i64) -> Result<Option<MessagePageRow>, StoreFault> {
        sql::one(
            &self.read,
            "SELECT m.id, m.public_id, m.digest, m.message_id, m.source, m.state, m.class, m.reason, m.from_name, \
             m.from_address, m.sent_to, m.subject, m.body, m.quoted, m.note, m.checks, m.attachments, \
             m.candidates, m.form, m.received_at, m.handled_at, p.name AS handled_by FROM messages m \
             LEFT JOIN people p ON p.id = m.handled_by WHERE m.id = $1",
            vec![id.into()],
        )
        .await
    }

    /// The cases a message is on.
    ///
    /// # Errors
    /// What the database says.
    pub async fn cases_of_message(&self, id: i64) -> Result<Vec<OnCase>, StoreFault> {
        sql::packed(
            &self.read,
            "case_id, reference, subject, why, seq",
            "FROM (SELECT mc.case_id, c.reference, c.subject, mc.why, mc.seq FROM message_cases mc \
             JOIN cases c ON c.id = mc.case_id WHERE mc.message = $1) AS placed ORDER BY case_id",
            vec![id.into()],
        )
        .await
    }

    /// When and where a message was delivered, in order.
    ///
    /// # Errors
    /// What the database says.
    pub async fn deliveries_of(&self, id: i64) -> Result<Vec<Delivery>, StoreFault> {
        sql::packed(
            &self.read,
            "id, source, place, at",
            "FROM message_deliveries WHERE message = $1 ORDER BY id",
            vec![id.into()],
        )
        .await
    }

    /// What there is to say of a message where its text cannot be read.
    ///
    /// # Errors
    /// What the database says.
    pub async fn note_of_message(&self, id: i64) -> Result<Option<String>, StoreFault> {
        let from = "FROM messages WHERE id = $1 AND note IS NOT NULL";
        let notes = sql::packed(&self.read, "note", from, vec![id.into()]).await?;
        Ok(notes.into_iter().next().map(|(note,)| note))
    }

    /// The bytes of a message.
    ///
    /// # Errors
    /// What the database says.
    pub async fn message_bytes(&self, id: i64) -> Result<Option<MessageBytes>, StoreFault> {
        sql::one(
            &self.read,
            "SELECT b.bytes, m.source, m.received_at FROM messages m \
             JOIN message_bytes b ON b.message = m.id WHERE m.id = $1",
            vec![id.into()],
        )
        .await
    }

    /// Messages whose bytes are kept and that nobody has judged yet, the oldest first.
    ///
    /// # Errors
    /// What the database says.
    pub async fn unjudged(&self) -> Result<Vec<i64>, StoreFault> {
        sql::packed(&self.read, "id", &unjudged(), vec![])
            .await
            .map(|rows: Vec<(i64,)>| rows.into_iter().map(|(id,)| id).collect())
    }
}
