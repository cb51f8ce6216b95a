//! The outbox: letters wait here from the deciding transaction until they are delivered.

use super::entities::letter;
use super::{Opener, Store, StoreFault, Unit, sql};
use chrono::{DateTime, Utc};
use sea_orm::ActiveValue::{NotSet, Set};
use sea_orm::{ColumnTrait, EntityTrait, FromQueryResult, QueryFilter};
use serde::Deserialize;

/// A letter to be queued.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the columns are those of the letter")]
pub struct NewLetter {
    /// The case it belongs to; none for a letter to a colleague.
    pub case_id: Option<i64>,
    pub message_id: String,
    pub kind: String,
    pub to_name: String,
    /// No address: the letter is printed and posted by hand.
    pub to_address: Option<String>,
    pub subject: String,
    pub body_text: String,
    pub body_html: String,
    pub in_reply_to: Option<String>,
    /// The Message-IDs of the conversation so far, separated by blanks.
    pub thread: Option<String>,
    pub at: DateTime<Utc>,
    /// When and with what answer it was delivered, for a log that is generated whole.
    pub delivered: Option<(DateTime<Utc>, String)>,
}

impl NewLetter {
    pub(super) fn into_row(self) -> letter::ActiveModel {
        let state = match (&self.to_address, &self.delivered) {
            (None, _) => "to_post",
            (Some(_), None) => "queued",
            (Some(_), Some(_)) => "sent",
        };
        let (sent_at, answer) = self.delivered.unzip();
        letter::ActiveModel {
            id: NotSet,
            case_id: Set(self.case_id),
            message_id: Set(self.message_id),
            kind: Set(self.kind),
            to_name: Set(self.to_name),
            to_address: Set(self.to_address),
            subject: Set(self.subject),
            body_text: Set(self.body_text),
            body_html: Set(self.body_html),
            in_reply_to: Set(self.in_reply_to),
            state: Set(state.to_owned()),
            attempts: Set(i64::from(sent_at.is_some())),
            next_attempt_at: Set(self.at),
            claimed_until: Set(None),
            answer: Set(answer),
            created_at: Set(self.at),
            sent_at: Set(sent_at),
            server: Set(None),
            thread: Set(self.thread),
            reported: Set(None),
            reported_at: Set(None),
            report: Set(None),
            settled_at: Set(None),
        }
    }
}

/// A letter as a case page lists it.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[expect(missing_docs, reason = "the columns are those of the letter")]
pub struct LetterRow {
    pub id: i64,
    pub kind: String,
    pub message_id: String,
    pub to_name: String,
    pub to_address: Option<String>,
    pub subject: String,
    pub body_text: String,
    pub state: String,
    pub attempts: i64,
    pub next_attempt_at: DateTime<Utc>,
    pub answer: Option<String>,
    pub created_at: DateTime<Utc>,
    pub sent_at: Option<DateTime<Utc>>,
    /// The server that took it.
    pub server: Option<String>,
    /// What a server reported later: `failed`, `delayed`, `relayed` or `delivered`.
    pub reported: Option<String>,
    pub reported_at: Option<DateTime<Utc>>,
    pub report: Option<String>,
}

/// A letter a worker has claimed and may now send.
#[derive(Debug, Clone, PartialEq, FromQueryResult)]
#[expect(missing_docs, reason = "the columns are those of the letter")]
pub struct Claimed {
    pub id: i64,
    /// The case it belongs to; none for a letter to a colleague.
    pub reference: Option<String>,
    /// The secret of that case.
    pub secret: Option<String>,
    pub kind: String,
    pub message_id: String,
    pub to_name: String,
    pub to_address: String,
    pub subject: String,
    pub body_text: String,
    pub body_html: String,
    pub in_reply_to: Option<String>,
    pub thread: Option<String>,
    pub attempts: i64,
    pub created_at: DateTime<Utc>,
}

impl Claimed {
    /// What opens the case it belongs to.
    #[must_use]
    pub fn opener(&self) -> Option<Opener<'_>> {
        Some(Opener {
            reference: self.reference.as_deref()?,
            secret: self.secret.as_deref()?,
        })
    }
}

/// What is packed of a letter: a [`LetterRow`].
pub(super) const LETTER_COLUMNS: &str = "id, kind, message_id, to_name, to_address, subject, \
     body_text, state, attempts, next_attempt_at, answer, created_at, sent_at, server, reported, reported_at, report";

impl Store {
    /// How many letters stand in a state.
    ///
    /// # Errors
    /// What the database says.
    pub async fn count_letters(&self, state: &str) -> Result<i64, StoreFault> {
        let row: Option<sql::Number> = sql::one(
            &self.read,
            "SELECT COUNT(*) AS number FROM letters WHERE state = $1",
            vec![state.into()],
        )
        .await?;
        Ok(row.map_or(0, |row| row.number))
    }
}

impl Unit {
    /// Puts a letter into the outbox.
    ///
    /// # Errors
    /// What the database says.
    pub async fn insert_letter(&self, new: NewLetter) -> Result<(), StoreFault> {
        letter::Entity::insert(new.into_row())
            .exec_without_returning(&self.tx)
            .await?;
        Ok(())
    }

    /// Claims at most `count` letters that are due, until `until`. A letter whose claim ran
    /// out (its worker died) is claimed again: delivered at least once, with one Message-ID.
    ///
    /// # Errors
    /// What the database says.
    pub async fn claim_letters(
        &self,
        count: u32,
        now: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> Result<Vec<Claimed>, StoreFault> {
        #[derive(FromQueryResult)]
        struct Id {
            id: i64,
        }
        // Two workers on PostgreSQL pass over each other's rows; SQLite has one writer.
        let skip = match sea_orm::ConnectionTrait::get_database_backend(&self.tx) {
            sea_orm::DbBackend::Postgres => " FOR UPDATE SKIP LOCKED",
            _ => "",
        };
        let ids: Vec<Id> = sql::all(
            &self.tx,
            &format!(
                "SELECT id FROM letters WHERE state = 'queued' AND next_attempt_at <= $1 \
                 AND (claimed_until IS NULL OR claimed_until < $1) \
                 ORDER BY next_attempt_at, id LIMIT {count}{skip}"
            ),
            vec![now.into()],
        )
        .await?;
        let ids: Vec<i64> = ids.into_iter().map(|row| row.id).collect();
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        letter::Entity::update_many()
            .col_expr(
                letter::Column::ClaimedUntil,
                sea_orm::sea_query::Expr::value(until),
            )
            .filter(letter::Column::Id.is_in(ids.iter().copied()))
            .exec(&self.tx)
            .await?;
        let places: Vec<String> = (1..=ids.len()).map(|n| format!("${n}")).collect();
        sql::all(
            &self.tx,
            &format!(
                "SELECT l.id, c.reference, c.secret, l.kind, l.message_id, l.to_name, l.to_address, l.subject, \
                 l.body_text, l.body_html, l.in_reply_to, l.thread, l.attempts, l.created_at \
                 FROM letters l LEFT JOIN cases c ON c.id = l.case_id \
                 WHERE l.to_address IS NOT NULL AND l.id IN ({}) ORDER BY l.id",
                places.join(", ")
            ),
            ids.into_iter().map(Into::into).collect(),
        )
        .await
    }

    /// How many letters servers took since then, on every node together.
    ///
    /// # Errors
    /// What the database says.
    pub async fn sent_since(&self, since: DateTime<Utc>) -> Result<u32, StoreFault> {
        let row: Option<sql::Number> = sql::one(
            &self.tx,
            "SELECT COUNT(*) AS number FROM letters WHERE state = 'sent' AND sent_at > $1",
            vec![since.into()],
        )
        .await?;
        Ok(row.map_or(0, |row| u32::try_from(row.number).unwrap_or(u32::MAX)))
    }

    /// The Message-IDs of a case's conversation, oldest first: our letters and what people wrote.
    ///
    /// # Errors
    /// What the database says.
    pub async fn conversation(&self, case_id: i64) -> Result<Vec<String>, StoreFault> {
        let rows: Vec<(String,)> = sql::packed(
            &self.tx,
            "word",
            "FROM (SELECT message_id AS word, created_at AS at, 1 AS place FROM letters \
             WHERE case_id = $1 UNION ALL SELECT m.message_id, mc.at, 0 FROM message_cases mc \
             JOIN messages m ON m.id = mc.message WHERE mc.case_id = $1 \
             AND m.message_id IS NOT NULL AND m.class IN ('reply', 'request')) AS conversation \
             ORDER BY at, place, word",
            vec![case_id.into()],
        )
        .await?;
        Ok(rows.into_iter().map(|(id,)| id).collect())
    }

    /// Records that a letter was taken by the mail server, in its words.
    ///
    /// # Errors
    /// What the database says.
    pub async fn letter_sent(
        &self,
        id: i64,
        (answer, server): (&str, &str),
        now: DateTime<Utc>,
    ) -> Result<(), StoreFault> {
        sql::run(
            &self.tx,
            "UPDATE letters SET state = 'sent', attempts = attempts + 1, answer = $1, sent_at = $2, \
             server = $3, claimed_until = NULL WHERE id = $4",
            vec![answer.into(), now.into(), server.into(), id.into()],
        )
        .await?;
        Ok(())
    }

    /// Records that a letter to a postal address was posted, in words.
    ///
    /// # Errors
    /// What the database says.
    pub async fn letter_posted(
        &self,
        id: i64,
        said: &str,
        now: DateTime<Utc>,
    ) -> Result<(), StoreFault> {
        sql::run(
            &self.tx,
            "UPDATE letters SET state = 'sent', answer = $1, sent_at = $2 \
             WHERE id = $3 AND state = 'to_post'",
            vec![said.into(), now.into(), id.into()],
        )
        .await?;
        Ok(())
    }

    /// Records that a letter was not taken: tried again at `next`, or given up where there is none.
    ///
    /// # Errors
    /// What the database says.
    pub async fn letter_failed(
        &self,
        id: i64,
        answer: &str,
        next: Option<DateTime<Utc>>,
        now: DateTime<Utc>,
    ) -> Result<(), StoreFault> {
        let state = if next.is_some() { "queued" } else { "failed" };
        sql::run(
            &self.tx,
            "UPDATE letters SET state = $1, attempts = attempts + 1, answer = $2, \
             next_attempt_at = $3, claimed_until = NULL WHERE id = $4",
            vec![
                state.into(),
                answer.into(),
                next.unwrap_or(now).into(),
                id.into(),
            ],
        )
        .await?;
        Ok(())
    }
}
