//! Forms of the public that wait in the tray, as messages do.

use crate::domain::correspondence::{Class, MessageSource, MessageState};
use crate::store::engine::sql;
use crate::store::entities::message;
use crate::store::subjects::Messages;
use crate::store::{Store, StoreFault, Unit};
use chrono::{DateTime, Utc};
use sea_orm::ActiveValue::Set;
use sea_orm::{EntityTrait, FromQueryResult};

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
        // Text: with the reference of the case it is on, in one way there and back.
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
        message::Entity::insert(message::ActiveModel {
            public_id: Set(crate::store::ids::by_time()),
            digest: Set(new.digest),
            source: Set(MessageSource::Form.as_str().to_owned()),
            received_at: Set(now),
            stored_at: Set(now),
            size: Set(size),
            state: Set(MessageState::Tray.as_str().to_owned()),
            class: Set(Some(Class::Request.as_str().to_owned())),
            reason: Set(new.reason),
            from_name: Set(new.from_name),
            from_address: Set(new.from_address),
            sent_to: Set(String::new()),
            subject: Set(new.subject),
            body: Set(new.body),
            quoted: Set(String::new()),
            checks: Set(String::new()),
            attachments: Set("[]".to_owned()),
            candidates: Set("[]".to_owned()),
            form: Set(Some(new.form)),
            ..Default::default()
        })
        .exec_without_returning(&self.tx)
        .await?;
        Ok(())
    }
}
