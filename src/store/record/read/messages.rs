//! The messages of cases as people are shown them.

use crate::store::engine::sql;
use crate::store::subjects::Record;
use crate::store::{StoreFault, Unit};
use chrono::{DateTime, Utc};
use serde::Deserialize;

/// A message: where it was filed, and what people are shown of it.
#[derive(Debug, Clone, Deserialize)]
#[expect(missing_docs, reason = "the columns are those of the message")]
pub struct KeptMessage {
    pub(super) case_id: i64,
    pub message: i64,
    /// The event that filed it on the case.
    pub filed: Option<i64>,
    pub class: Option<String>,
    pub received_at: DateTime<Utc>,
    pub digest: String,
    pub from_name: String,
    pub from_address: String,
    pub sent_to: String,
    pub subject: String,
    pub body: String,
    pub quoted: String,
    pub note: Option<String>,
    pub checks: String,
    pub attachments: String,
}

/// The columns of a message of which people are shown something.
pub(super) const SHOWN: &str = "m.class, m.received_at, m.digest, m.from_name, m.from_address, m.sent_to, m.subject, m.body, \
                     m.quoted, m.note, m.checks, m.attachments";

impl Record<'_, Unit> {
    /// A message as people are shown it, on no case yet.
    ///
    /// # Errors
    /// No such message, and what the database says.
    pub async fn message_shown(&self, id: i64) -> Result<KeptMessage, StoreFault> {
        let columns = format!("0, m.id, NULL, {SHOWN}");
        let rest = "FROM messages m WHERE m.id = $1";
        let found = sql::packed(&self.tx, &columns, rest, vec![id.into()]).await?;
        let mut found: std::vec::IntoIter<KeptMessage> = found.into_iter();
        found
            .next()
            .ok_or_else(|| StoreFault::Failed("a message is gone".into()))
    }
}
