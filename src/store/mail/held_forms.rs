//! Forms of the public that wait in the tray, as messages do.

use crate::domain::correspondence::MessageState;
use crate::store::engine::sql;
use crate::store::subjects::Messages;
use crate::store::{Store, StoreFault, Unit};
use chrono::{DateTime, Utc};
use sea_orm::FromQueryResult;

/// A form that is to wait in the tray.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the columns are those of the message")]
pub struct NewHeld {
    /// What its page is found by; of one length and hard to guess.
    pub digest: String,
    /// What a message has no column for, as JSON.
    pub form: String,
    pub from_name: String,
    pub from_address: String,
    pub subject: String,
    pub body: String,
    pub reason: String,
}

/// A form that waits, or what became of it.
#[derive(Debug, Clone, PartialEq, FromQueryResult)]
pub struct HeldRow {
    /// Where it stands.
    pub state: MessageState,
    /// When it came.
    pub received_at: DateTime<Utc>,
    /// The reference of the case it became or is on.
    pub reference: Option<String>,
}

impl Messages<'_, Store> {
    /// A form that waits, by its digest.
    ///
    /// # Errors
    /// What the database says.
    pub async fn held(&self, digest: &str) -> Result<Option<HeldRow>, StoreFault> {
        sql::one(
            &self.read,
            "SELECT m.id, m.state, m.received_at, (SELECT MIN(c.reference) FROM message_cases mc \
             JOIN cases c ON c.id = mc.case_id WHERE mc.message = m.id) AS reference \
             FROM messages m WHERE m.digest = $1 AND m.source = 'form'",
            vec![digest.into()],
        )
        .await
    }
}

impl Messages<'_, Unit> {
    /// Puts a form into the tray.
    ///
    /// # Errors
    /// [`StoreFault::Duplicate`] where it is there already.
    pub async fn hold_form(&self, new: NewHeld, now: DateTime<Utc>) -> Result<(), StoreFault> {
        let size = i64::try_from(new.body.len()).unwrap_or(i64::MAX);
        sql::run(
            &self.tx,
            "INSERT INTO messages (digest, source, received_at, stored_at, size, state, class, reason, \
             from_name, from_address, sent_to, subject, body, quoted, checks, attachments, candidates, form, \
             public_id) \
             VALUES ($1, 'form', $2, $2, $3, 'tray', 'request', $4, $5, $6, '', $7, $8, '', '', '[]', '[]', $9, $10)",
            vec![
                new.digest.into(),
                now.into(),
                size.into(),
                new.reason.into(),
                new.from_name.into(),
                new.from_address.into(),
                new.subject.into(),
                new.body.into(),
                new.form.into(),
                crate::store::ids::by_time().into(),
            ],
        )
        .await?;
        Ok(())
    }
}
