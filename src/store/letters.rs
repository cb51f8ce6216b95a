//! The outbox: letters wait here from the deciding transaction until they are delivered.

use super::entities::letter;
use super::{Store, StoreFault, Unit, sql};
use chrono::{DateTime, Utc};
use sea_orm::ActiveValue::{NotSet, Set};
use sea_orm::{ColumnTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder};
use serde::Deserialize;

/// A letter to be queued.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the columns are those of the letter")]
pub struct NewLetter {
    pub case_id: i64,
    pub message_id: String,
    pub kind: String,
    pub to_name: String,
    /// No address: the letter is printed and posted by hand.
    pub to_address: Option<String>,
    pub subject: String,
    pub body_text: String,
    pub body_html: String,
    pub in_reply_to: Option<String>,
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
}

/// A letter a worker has claimed and may now send.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "the columns are those of the letter")]
pub struct Claimed {
    pub id: i64,
    pub message_id: String,
    pub to_name: String,
    pub to_address: String,
    pub subject: String,
    pub body_text: String,
    pub body_html: String,
    pub in_reply_to: Option<String>,
    pub attempts: i64,
    pub created_at: DateTime<Utc>,
}

/// What is packed of a letter: a [`LetterRow`].
pub(super) const LETTER_COLUMNS: &str = "id, kind, message_id, to_name, to_address, subject, \
     body_text, state, attempts, next_attempt_at, answer, created_at, sent_at";

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
        let rows = letter::Entity::find()
            .filter(letter::Column::Id.is_in(ids))
            .order_by_asc(letter::Column::Id)
            .all(&self.tx)
            .await?;
        Ok(rows
            .into_iter()
            .filter_map(|row| {
                Some(Claimed {
                    id: row.id,
                    message_id: row.message_id,
                    to_name: row.to_name,
                    to_address: row.to_address?,
                    subject: row.subject,
                    body_text: row.body_text,
                    body_html: row.body_html,
                    in_reply_to: row.in_reply_to,
                    attempts: row.attempts,
                    created_at: row.created_at,
                })
            })
            .collect())
    }

    /// Records that a letter was taken by the mail server, in its words.
    ///
    /// # Errors
    /// What the database says.
    pub async fn letter_sent(
        &self,
        id: i64,
        answer: &str,
        now: DateTime<Utc>,
    ) -> Result<(), StoreFault> {
        sql::run(
            &self.tx,
            "UPDATE letters SET state = 'sent', attempts = attempts + 1, answer = $1, sent_at = $2, \
             claimed_until = NULL WHERE id = $3",
            vec![answer.into(), now.into(), id.into()],
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
