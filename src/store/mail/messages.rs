//! Messages written down: their bytes before anything else, then what became of them.

use crate::domain::correspondence::MessageState;
use crate::store::engine::sql;
use crate::store::subjects::Messages;
use crate::store::{StoreFault, Unit};
use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, DbBackend, Value};

/// A message as it arrives.
#[derive(Debug, Clone)]
pub struct NewMessage<'a> {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// The SHA-256 digest of its bytes.
    pub digest: &'a str,
    /// `mailbox`, `pipe` or `file`.
    pub source: &'a str,
    /// Where it was there: a folder and a number, a file, or nothing.
    pub place: &'a str,
    /// When the server took it.
    pub received_at: DateTime<Utc>,
}

/// A message written down, perhaps long ago.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kept {
    /// Its number.
    pub id: i64,
    /// Whether its bytes were here already: this is a redelivery, and only noted.
    pub known: bool,
}

/// What was understood of a message.
#[derive(Debug, Clone, Default)]
#[expect(missing_docs, reason = "the columns are those of the message")]
pub struct JudgedMessage {
    pub content: String,
    pub message_id: Option<String>,
    pub class: &'static str,
    pub from_name: String,
    pub from_address: String,
    pub sent_to: String,
    pub subject: String,
    pub body: String,
    pub quoted: String,
    pub note: Option<&'static str>,
    pub checks: String,
    /// JSON.
    pub attachments: String,
    /// JSON.
    pub candidates: String,
}

/// A letter that was ever written to the address `$1`.
pub(in crate::store) const WRITTEN_TO: &str =
    "SELECT id AS number FROM letters WHERE to_address = $1 LIMIT 1";

impl Messages<'_, Unit> {
    /// Writes a message down, or only that it came again.
    ///
    /// # Errors
    /// What the database says.
    pub async fn keep_message(
        &self,
        new: NewMessage<'_>,
        now: DateTime<Utc>,
    ) -> Result<Kept, StoreFault> {
        let size = i64::try_from(new.bytes.len()).unwrap_or(i64::MAX);
        let inserted: Option<sql::Number> = sql::one(
            &self.tx,
            "INSERT INTO messages (digest, source, received_at, stored_at, size, state, reason, \
             from_name, from_address, sent_to, subject, body, quoted, checks, attachments, candidates, \
             public_id) \
             VALUES ($1, $2, $3, $4, $5, 'stored', '', '', '', '', '', '', '', '', '[]', '[]', $6) \
             ON CONFLICT (digest) DO NOTHING RETURNING id AS number",
            vec![
                new.digest.into(),
                new.source.into(),
                new.received_at.into(),
                now.into(),
                size.into(),
                crate::store::ids::by_time().into(),
            ],
        )
        .await?;
        let kept = match inserted {
            Some(row) => {
                sql::run(
                    &self.tx,
                    "INSERT INTO message_bytes (message, bytes) VALUES ($1, $2)",
                    vec![row.number.into(), new.bytes.into()],
                )
                .await?;
                Kept {
                    id: row.number,
                    known: false,
                }
            }
            None => {
                let there: Option<sql::Number> = sql::one(
                    &self.tx,
                    "SELECT id AS number FROM messages WHERE digest = $1",
                    vec![new.digest.into()],
                )
                .await?;
                let there = there.ok_or_else(|| StoreFault::Failed("a message is gone".into()))?;
                Kept {
                    id: there.number,
                    known: true,
                }
            }
        };
        self.note_delivery(kept.id, new.source, new.place, now)
            .await?;
        Ok(kept)
    }

    async fn note_delivery(
        &self,
        message: i64,
        source: &str,
        place: &str,
        now: DateTime<Utc>,
    ) -> Result<(), StoreFault> {
        sql::run(
            &self.tx,
            "INSERT INTO message_deliveries (message, source, place, at) VALUES ($1, $2, $3, $4)",
            vec![message.into(), source.into(), place.into(), now.into()],
        )
        .await?;
        Ok(())
    }

    /// Notes that it is begun once more to read a message that was kept before; how often that is.
    ///
    /// # Errors
    /// What the database says.
    pub async fn try_message(&self, id: i64) -> Result<i64, StoreFault> {
        let row: Option<sql::Number> = sql::one(
            &self.tx,
            "UPDATE messages SET tries = tries + 1 WHERE id = $1 RETURNING tries AS number",
            vec![id.into()],
        )
        .await?;
        Ok(row.map_or(0, |row| row.number))
    }

    /// Takes a try back: it came to an end, if to none that is of use.
    ///
    /// # Errors
    /// What the database says.
    pub async fn tried_message(&self, id: i64) -> Result<(), StoreFault> {
        sql::run(
            &self.tx,
            "UPDATE messages SET tries = tries - 1 WHERE id = $1",
            vec![id.into()],
        )
        .await?;
        Ok(())
    }

    /// Locks a message until the unit ends, and gives its state; nothing where there is none.
    ///
    /// # Errors
    /// What the database says.
    pub async fn hold_message(&self, id: i64) -> Result<Option<MessageState>, StoreFault> {
        #[derive(sea_orm::FromQueryResult)]
        struct State {
            state: MessageState,
        }
        let lock = match self.tx.get_database_backend() {
            DbBackend::Postgres => " FOR UPDATE",
            _ => "",
        };
        let row: Option<State> = sql::one(
            &self.tx,
            &format!("SELECT id, state FROM messages WHERE id = $1{lock}"),
            vec![id.into()],
        )
        .await?;
        Ok(row.map(|row| row.state))
    }

    /// The message that said the same before this one, under its digest or that of a doubtful copy.
    /// For one in no doubt itself, a doubtful copy counts only where somebody at the desk put it on
    /// the record of a case, as what a person wrote.
    ///
    /// Two nodes that judge two copies at once come one after the other: the digest is that of what
    /// both say.
    ///
    /// # Errors
    /// What the database says.
    pub async fn said_before(
        &self,
        id: i64,
        (digest, doubted): (&str, &str),
        in_doubt: bool,
    ) -> Result<Option<i64>, StoreFault> {
        if self.tx.get_database_backend() == DbBackend::Postgres {
            sql::run(
                &self.tx,
                "SELECT pg_advisory_xact_lock(hashtext($1))",
                vec![digest.into()],
            )
            .await?;
        }
        let doubtful = if in_doubt {
            ""
        } else {
            " AND handled_by IS NOT NULL AND EXISTS (SELECT 1 FROM message_cases \
             WHERE message = messages.id AND filed > 0)"
        };
        for (content, which) in [(digest, ""), (doubted, doubtful)] {
            let row: Option<sql::Number> = sql::one(
                &self.tx,
                &format!(
                    "SELECT id AS number FROM messages WHERE content = $1 AND id <> $2 \
                     AND state <> 'repeat'{which} ORDER BY id LIMIT 1"
                ),
                vec![content.into(), id.into()],
            )
            .await?;
            if row.is_some() {
                return Ok(row.map(|row| row.number));
            }
        }
        Ok(None)
    }

    /// Notes that a message that waits in the tray is another copy of a later one, which is better.
    ///
    /// # Errors
    /// What the database says.
    pub async fn outdone(&self, content: &str, by: i64) -> Result<(), StoreFault> {
        sql::run(
            &self.tx,
            "UPDATE messages SET state = 'repeat', reason = reason || $1 \
             WHERE content = $2 AND state = 'tray'",
            vec![
                format!(" It is another copy of message {by}.").into(),
                content.into(),
            ],
        )
        .await
        .map(drop)
    }

    /// Notes that a message is another copy of an earlier one.
    ///
    /// # Errors
    /// What the database says.
    pub async fn repeats(
        &self,
        id: i64,
        first: i64,
        source: &str,
        now: DateTime<Utc>,
    ) -> Result<(), StoreFault> {
        sql::run(
            &self.tx,
            "UPDATE messages SET state = 'repeat', reason = $1 WHERE id = $2",
            vec![
                format!("It is another copy of message {first}.").into(),
                id.into(),
            ],
        )
        .await?;
        self.note_delivery(first, source, &format!("message {id}"), now)
            .await
    }

    /// Writes down what was understood of a message.
    ///
    /// # Errors
    /// What the database says.
    pub async fn judge_message(&self, id: i64, judged: &JudgedMessage) -> Result<(), StoreFault> {
        let note: Option<String> = judged.note.map(str::to_owned);
        let values: Vec<Value> = vec![
            judged.content.as_str().into(),
            judged.message_id.clone().into(),
            judged.class.into(),
            judged.from_name.as_str().into(),
            judged.from_address.as_str().into(),
            judged.sent_to.as_str().into(),
            judged.subject.as_str().into(),
            judged.body.as_str().into(),
            judged.quoted.as_str().into(),
            note.into(),
            judged.checks.as_str().into(),
            judged.attachments.as_str().into(),
            judged.candidates.as_str().into(),
            id.into(),
        ];
        sql::run(
            &self.tx,
            "UPDATE messages SET content = $1, message_id = $2, class = $3, from_name = $4, \
             from_address = $5, sent_to = $6, subject = $7, body = $8, quoted = $9, note = $10, \
             checks = $11, attachments = $12, candidates = $13 WHERE id = $14",
            values,
        )
        .await?;
        Ok(())
    }

    /// Writes down which cases an officer is offered for a message, as JSON.
    ///
    /// # Errors
    /// What the database says.
    pub async fn offer_cases(&self, id: i64, cases: &str) -> Result<(), StoreFault> {
        sql::run(
            &self.tx,
            "UPDATE messages SET candidates = $1 WHERE id = $2",
            vec![cases.into(), id.into()],
        )
        .await?;
        Ok(())
    }

    /// Whether a letter of ours was ever written to an address.
    ///
    /// # Errors
    /// What the database says.
    pub async fn was_written_to(&self, address: &str) -> Result<bool, StoreFault> {
        let row: Option<sql::Number> = sql::one(&self.tx, WRITTEN_TO, vec![address.into()]).await?;
        Ok(row.is_some())
    }

    /// Writes down where a message went, and why.
    ///
    /// # Errors
    /// What the database says.
    pub async fn land_message(&self, id: i64, state: &str, reason: &str) -> Result<(), StoreFault> {
        sql::run(
            &self.tx,
            "UPDATE messages SET state = $1, reason = $2 WHERE id = $3",
            vec![state.into(), reason.into(), id.into()],
        )
        .await?;
        Ok(())
    }

    /// Moves a message to another state, by somebody or by the program.
    ///
    /// # Errors
    /// What the database says.
    pub async fn move_message(
        &self,
        id: i64,
        state: &str,
        by: Option<i64>,
        now: DateTime<Utc>,
    ) -> Result<(), StoreFault> {
        sql::run(
            &self.tx,
            "UPDATE messages SET state = $1, handled_by = $2, handled_at = $3 WHERE id = $4",
            vec![state.into(), by.into(), now.into(), id.into()],
        )
        .await?;
        Ok(())
    }

    /// How many messages from an address, however its letters are written, have become requests
    /// since then.
    ///
    /// # Errors
    /// What the database says.
    pub async fn logged_from(
        &self,
        address: &str,
        since: DateTime<Utc>,
    ) -> Result<i64, StoreFault> {
        let row: Option<sql::Number> = sql::one(
            &self.tx,
            "SELECT COUNT(*) AS number FROM messages \
             WHERE LOWER(from_address) = LOWER($1) AND stored_at >= $2 AND state = 'logged'",
            vec![address.into(), since.into()],
        )
        .await?;
        Ok(row.map_or(0, |row| row.number))
    }
}
