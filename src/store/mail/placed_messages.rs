//! Messages on cases: put there, taken off again, and what their places taught of addresses.

use crate::domain::ids::MessageId;
use crate::store::engine::sql;
use crate::store::subjects::Messages;
use crate::store::{StoreFault, StoredCase, Unit};
use chrono::{DateTime, Utc};

/// What a letter that answers a message needs of it.
#[derive(Debug, Clone, PartialEq, Eq, sea_orm::FromQueryResult)]
pub struct FiledMessage {
    /// Its Message-ID, where it has one.
    pub message_id: Option<String>,
    /// What its sender wrote.
    pub body: String,
}

impl Messages<'_, Unit> {
    /// Puts a message on a case, because of `why`; `seq` is the event that says what it says, and
    /// `filed` the one that commits to its bytes, where they do: no person wrote a report or an
    /// automatic answer.
    ///
    /// # Errors
    /// [`StoreFault::Duplicate`] where it is on the case already.
    pub async fn put_on_case(
        &self,
        message: i64,
        stored: &StoredCase,
        (why, seq): (&str, Option<i64>),
        filed: Option<i64>,
        now: DateTime<Utc>,
    ) -> Result<(), StoreFault> {
        sql::run(
            &self.tx,
            "INSERT INTO message_cases (message, case_id, why, seq, at, filed) \
             VALUES ($1, $2, $3, $4, $5, $6)",
            vec![
                message.into(),
                stored.id.into(),
                why.into(),
                seq.into(),
                now.into(),
                filed.into(),
            ],
        )
        .await?;
        Ok(())
    }

    /// A message that is on a case; nothing where it is not.
    ///
    /// # Errors
    /// What the database says.
    pub async fn message_on_case(
        &self,
        message: MessageId,
        case_id: i64,
    ) -> Result<Option<FiledMessage>, StoreFault> {
        sql::one(
            &self.tx,
            "SELECT m.message_id, m.body FROM messages m JOIN message_cases mc ON mc.message = m.id \
             WHERE m.public_id = $1 AND mc.case_id = $2",
            vec![message.to_string().into(), case_id.into()],
        )
        .await
    }

    /// Takes a message off a case, and erases the texts that stood beside its events.
    ///
    /// # Errors
    /// What the database says.
    pub async fn take_off_case(
        &self,
        message: i64,
        case_id: i64,
        now: DateTime<Utc>,
    ) -> Result<(), StoreFault> {
        sql::run(
            &self.tx,
            "UPDATE writings SET body = '', salt = '', erased_at = $3 WHERE case_id = $1 \
             AND ((kind = 'email' AND seq IN \
             (SELECT seq FROM message_cases WHERE message = $2 AND case_id = $1)) \
             OR (kind = 'filed' AND seq IN \
             (SELECT filed FROM message_cases WHERE message = $2 AND case_id = $1)))",
            vec![case_id.into(), message.into(), now.into()],
        )
        .await?;
        sql::run(
            &self.tx,
            "DELETE FROM message_cases WHERE message = $1 AND case_id = $2",
            vec![message.into(), case_id.into()],
        )
        .await?;
        Ok(())
    }

    /// Remembers that messages from or to an address were placed on a case.
    ///
    /// # Errors
    /// What the database says.
    pub async fn learn_address(
        &self,
        address: &str,
        direction: &str,
        case_id: i64,
        now: DateTime<Utc>,
    ) -> Result<(), StoreFault> {
        sql::run(
            &self.tx,
            "INSERT INTO learned_addresses (address, direction, case_id, at) \
             VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
            vec![address.into(), direction.into(), case_id.into(), now.into()],
        )
        .await?;
        Ok(())
    }

    /// Forgets what was learned of an address for a case, when the placing was a mistake.
    ///
    /// # Errors
    /// What the database says.
    pub async fn unlearn_address(&self, address: &str, case_id: i64) -> Result<(), StoreFault> {
        sql::run(
            &self.tx,
            "DELETE FROM learned_addresses WHERE address = $1 AND case_id = $2",
            vec![address.into(), case_id.into()],
        )
        .await?;
        Ok(())
    }
}
