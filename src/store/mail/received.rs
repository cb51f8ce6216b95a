//! What was sent to us on a case: anybody can send much, so that a page reads the newest of it and
//! what waits, and the rest stands on a page of its own, some at a time.

use super::inbox::MESSAGE_COLUMNS;
use crate::domain::ids::MessageId;
use crate::store::engine::{sql, words};
use crate::store::subjects::Messages;
use crate::store::topics::texts::in_list;
use crate::store::{CaseMessage, Store, StoreFault, StoredCase, WritingRow};
use chrono::{DateTime, Utc};
use sea_orm::Value;
use serde::Deserialize;

/// What somebody sent, as the list of all of it on a case shows it.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct ReceivedRow {
    /// Its number.
    pub id: i64,
    /// What it is.
    #[serde(deserialize_with = "words::kind_of_writing")]
    pub kind: String,
    /// When it was put on the case.
    pub at: DateTime<Utc>,
    /// What it says.
    pub body: String,
    /// The message it came with, where it came by email.
    pub message: Option<MessageId>,
}

/// What is packed of a text: a [`WritingRow`].
pub(in crate::store) const WRITING_COLUMNS: &str = "seq, kind, at, body";

/// The texts that the requester or somebody else sent: the condition of their index, word for word.
pub(in crate::store) const RECEIVED: &str =
    "kind IN ('email', 'message', 'new_address') AND erased_at IS NULL";

/// All other texts that are shown: the condition of their index, word for word.
const OF_THE_DESK: &str =
    "kind NOT IN ('email', 'message', 'new_address', 'filed') AND erased_at IS NULL";

/// How many of what was sent a page reads.
pub const NEWEST: usize = 50;

/// What is selected of a message and its place on a case, for [`MESSAGE_COLUMNS`].
const OF_MESSAGE: &str = "m.id, m.public_id, m.class, m.from_name, m.from_address, m.subject, \
     m.received_at, mc.why, m.attachments, mc.seq";

/// Whether a text was sent to us.
pub(in crate::store) fn is_received(kind: &str) -> bool {
    matches!(kind, "email" | "message" | "new_address")
}

/// The texts of the case `$1` in order: of what was sent only the newest, however much there is.
pub(in crate::store) fn writings_of_case() -> String {
    format!(
        "FROM (SELECT id, seq, kind, at, body FROM writings WHERE case_id = $1 AND {OF_THE_DESK} \
         UNION ALL SELECT id, seq, kind, at, body FROM (SELECT id, seq, kind, at, body FROM writings \
         WHERE case_id = $1 AND {RECEIVED} ORDER BY id DESC LIMIT {NEWEST}) AS newest) AS shown \
         ORDER BY id"
    )
}

/// The newest messages of the case `$1`, the latest first.
pub(in crate::store) fn newest_messages() -> String {
    format!(
        "FROM (SELECT {OF_MESSAGE} FROM (SELECT message, why, seq FROM message_cases \
         WHERE case_id = $1 ORDER BY message DESC LIMIT {NEWEST}) AS mc \
         JOIN messages m ON m.id = mc.message) AS placed ORDER BY received_at DESC, id DESC"
    )
}

impl Messages<'_, Store> {
    /// Adds what waits to be read and is not among the newest.
    pub(in crate::store) async fn with_all_that_waits(
        &self,
        stored: &StoredCase,
        writings: &mut Vec<WritingRow>,
        messages: &mut Vec<CaseMessage>,
    ) -> Result<(), StoreFault> {
        let seqs: Vec<i64> = stored.case.waiting.iter().map(|one| one.seq).collect();
        let shown = |seq: &i64| writings.iter().any(|row| row.seq == *seq);
        let missing: Vec<i64> = seqs.into_iter().filter(|seq| !shown(seq)).collect();
        if missing.is_empty() {
            return Ok(());
        }
        let list = in_list(missing.len(), 2);
        let mut values: Vec<Value> = vec![stored.id.into()];
        values.extend(missing.iter().map(|seq| Value::from(*seq)));
        let from = format!(
            "FROM writings WHERE case_id = $1 AND seq IN ({list}) AND {RECEIVED} ORDER BY id"
        );
        let older = sql::packed(&self.read, WRITING_COLUMNS, &from, values.clone()).await?;
        writings.extend(older);
        writings.sort_by_key(|row: &WritingRow| row.seq);
        let from = format!(
            "FROM (SELECT {OF_MESSAGE} FROM message_cases mc JOIN messages m ON m.id = mc.message \
             WHERE mc.case_id = $1 AND mc.seq IN ({list})) AS placed \
             ORDER BY received_at DESC, id DESC"
        );
        let older: Vec<CaseMessage> =
            sql::packed(&self.read, MESSAGE_COLUMNS, &from, values).await?;
        let new = |row: &CaseMessage| messages.iter().all(|shown| shown.id != row.id);
        let older: Vec<CaseMessage> = older.into_iter().filter(new).collect();
        messages.extend(older);
        Ok(())
    }

    /// What the requester and others sent on a case before the text of this number, the newest
    /// first: fifty at the most.
    ///
    /// # Errors
    /// What the database says.
    pub async fn received_before(
        &self,
        case_id: i64,
        before: Option<i64>,
    ) -> Result<Vec<ReceivedRow>, StoreFault> {
        let from = format!(
            "FROM (SELECT w.id, w.kind, w.at, w.body, \
             (SELECT MIN(m.public_id) FROM message_cases mc JOIN messages m ON m.id = mc.message \
             WHERE mc.case_id = w.case_id AND mc.seq = w.seq) AS message \
             FROM (SELECT id, case_id, seq, kind, at, body FROM writings \
             WHERE case_id = $1 AND {RECEIVED} AND id < $2 ORDER BY id DESC LIMIT {NEWEST}) AS w) AS received \
             ORDER BY id DESC"
        );
        let values = vec![case_id.into(), before.unwrap_or(i64::MAX).into()];
        sql::packed(&self.read, "id, kind, at, body, message", &from, values).await
    }

    /// The messages of a case before the one of this number, the newest first: fifty at the most.
    ///
    /// # Errors
    /// What the database says.
    pub async fn messages_before(
        &self,
        case_id: i64,
        before: Option<i64>,
    ) -> Result<Vec<CaseMessage>, StoreFault> {
        let from = format!(
            "FROM (SELECT {OF_MESSAGE} FROM (SELECT message, why, seq FROM message_cases \
             WHERE case_id = $1 AND message < $2 ORDER BY message DESC LIMIT {NEWEST}) AS mc \
             JOIN messages m ON m.id = mc.message) AS placed ORDER BY id DESC"
        );
        let values = vec![case_id.into(), before.unwrap_or(i64::MAX).into()];
        sql::packed(&self.read, MESSAGE_COLUMNS, &from, values).await
    }
}
