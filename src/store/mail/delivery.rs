//! What became of letters after a server took them: reports, and letters nobody got.

use crate::domain::correspondence::{Fate, LetterState};
use crate::domain::ids::LetterId;
use crate::domain::letter_kind::LetterKind;
use crate::store::engine::{sql, words};
use crate::store::subjects::Letters;
use crate::store::{Store, StoreFault, Unit};
use chrono::{DateTime, Utc};
use sea_orm::{FromQueryResult, Value};
use serde::Deserialize;

/// What is packed of a letter nobody got: an [`UndeliveredRow`].
const COLUMNS: &str = "id, public_id, reference, subject, kind, to_name, to_address, state, attempts, said, since, next_attempt_at";

/// Which letters nobody got: the condition of their index, word for word, as SQLite takes it for no
/// other.
const UNDEALT_WITH: &str = "((l.settled_at IS NULL AND (l.state = 'failed' OR l.reported = 'failed')) \
     OR (l.state = 'queued' AND l.attempts > 0))";

/// Letters nobody got, before which of them.
const NOBODY_GOT: &str = "SELECT l.id, l.public_id, c.reference, l.subject, l.kind, \
     l.to_name, l.to_address, CASE WHEN l.reported = 'failed' THEN 'bounced' ELSE l.state END AS state, \
     l.attempts, COALESCE(l.report, l.answer) AS said, COALESCE(l.reported_at, l.created_at) AS since, \
     l.next_attempt_at, l.priority FROM letters l LEFT JOIN cases c ON c.id = l.case_id \
     WHERE ";

/// How many letters nobody got are listed at once.
pub const UNDELIVERED: usize = 200;

/// How many of them are counted; who would count more.
pub const MOST_UNDELIVERED: i64 = 10_000;

/// What comes first among them, with the letter's own number last: what needs somebody before what is
/// tried again, and of both what a law's limit waits for, so that what strangers cause hides none of
/// it. An index is in this order.
const TURN: &str = "CASE WHEN l.state = 'queued' THEN 1 ELSE 0 END, l.priority";

/// Where the letters come from that nobody got, some at a time. With `after`, those that stand after
/// the letter `$1`.
pub(in crate::store) fn undelivered(after: bool) -> String {
    let after = if after {
        format!(
            "AND ({TURN}, -l.id) > (SELECT {}, -o.id FROM letters o WHERE o.id = $1)",
            TURN.replace("l.", "o.")
        )
    } else {
        String::new()
    };
    format!(
        "FROM ({NOBODY_GOT}{UNDEALT_WITH} {after} ORDER BY {TURN}, l.id DESC LIMIT {UNDELIVERED}) AS undelivered \
         ORDER BY CASE WHEN state = 'queued' THEN 1 ELSE 0 END, priority, id DESC"
    )
}

/// A letter a report is about.
#[derive(Debug, Clone, PartialEq, FromQueryResult)]
#[expect(missing_docs, reason = "the columns are those of the letter")]
pub struct ReportedLetter {
    pub id: i64,
    /// The case it belongs to; none for a letter to a colleague.
    pub reference: Option<String>,
    pub message_id: String,
    pub kind: LetterKind,
    pub to_address: String,
    pub reported: Option<Fate>,
}

/// A letter nobody got.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[expect(missing_docs, reason = "the columns are those of the letter")]
pub struct UndeliveredRow {
    pub id: i64,
    pub public_id: LetterId,
    /// The case it belongs to; none for a letter to a colleague.
    pub reference: Option<String>,
    pub subject: String,
    #[serde(deserialize_with = "words::kind_of_letter")]
    pub kind: LetterKind,
    pub to_name: String,
    pub to_address: Option<String>,
    #[serde(deserialize_with = "words::state_of_letter")]
    pub state: LetterState,
    pub attempts: i64,
    pub said: Option<String>,
    pub since: DateTime<Utc>,
    pub next_attempt_at: DateTime<Utc>,
}

impl Letters<'_, Store> {
    /// The letters that were refused, given up or came back and that nobody has dealt with, and
    /// those a server has put off so far: the first [`UNDELIVERED`] of them, or those after a letter.
    ///
    /// # Errors
    /// What the database says.
    pub async fn undelivered(&self, after: Option<i64>) -> Result<Vec<UndeliveredRow>, StoreFault> {
        let from = undelivered(after.is_some());
        let values = after.map(Value::from).into_iter().collect();
        sql::packed(&self.read, COLUMNS, &from, values).await
    }

    /// How many letters nobody got, counted as far as [`MOST_UNDELIVERED`].
    ///
    /// # Errors
    /// What the database says.
    pub async fn count_undelivered(&self) -> Result<i64, StoreFault> {
        let text = format!(
            "SELECT COUNT(*) AS number FROM (SELECT l.id FROM letters l WHERE {UNDEALT_WITH} \
             LIMIT {MOST_UNDELIVERED}) AS undelivered"
        );
        let row: Option<sql::Number> = sql::one(&self.read, &text, vec![]).await?;
        Ok(row.map_or(0, |row| row.number))
    }

    /// One of these letters, whether or not it is among those listed.
    ///
    /// # Errors
    /// What the database says.
    pub async fn undelivered_letter(&self, id: i64) -> Result<Option<UndeliveredRow>, StoreFault> {
        let from = format!("FROM ({NOBODY_GOT}{UNDEALT_WITH} AND l.id = $1) AS undelivered");
        let rows = sql::packed(&self.read, COLUMNS, &from, vec![id.into()]).await?;
        Ok(rows.into_iter().next())
    }
}

/// What a letter says, and what it is called.
#[derive(Debug, Clone, PartialEq, FromQueryResult)]
#[expect(missing_docs, reason = "the columns are those of the letter")]
pub struct LetterWords {
    pub message_id: String,
    pub body_text: String,
    pub body_html: String,
    /// The salt of the commitments to it; empty for one from before there were any.
    pub salt: String,
}

impl Letters<'_, Store> {
    /// What a letter says.
    ///
    /// # Errors
    /// What the database says.
    pub async fn words_of_letter(&self, id: i64) -> Result<Option<LetterWords>, StoreFault> {
        let text = "SELECT message_id, body_text, body_html, salt FROM letters WHERE id = $1";
        sql::one(&self.read, text, vec![id.into()]).await
    }
}

impl Letters<'_, Unit> {
    /// The letters of these Message-IDs.
    ///
    /// # Errors
    /// What the database says.
    pub async fn letters_called(&self, ids: &[String]) -> Result<Vec<ReportedLetter>, StoreFault> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let places: Vec<String> = (1..=ids.len()).map(|n| format!("${n}")).collect();
        let values: Vec<Value> = ids.iter().map(|id| id.as_str().into()).collect();
        sql::all(
            &self.tx,
            &format!(
                "SELECT l.id, c.reference, l.message_id, l.kind, COALESCE(l.to_address, '') AS to_address, \
                 l.reported FROM letters l LEFT JOIN cases c ON c.id = l.case_id \
                 WHERE l.message_id IN ({}) ORDER BY c.reference, l.id",
                places.join(", ")
            ),
            values,
        )
        .await
    }

    /// The latest letter of a case that a server took.
    ///
    /// # Errors
    /// What the database says.
    pub async fn latest_sent(&self, reference: &str) -> Result<Option<ReportedLetter>, StoreFault> {
        sql::one(
            &self.tx,
            "SELECT l.id, c.reference, l.message_id, l.kind, COALESCE(l.to_address, '') AS to_address, \
             l.reported FROM letters l JOIN cases c ON c.id = l.case_id \
             WHERE c.reference = $1 AND l.state = 'sent' AND l.to_address IS NOT NULL \
             ORDER BY l.id DESC LIMIT 1",
            vec![reference.into()],
        )
        .await
    }

    /// Notes what a server reports of a letter.
    ///
    /// # Errors
    /// What the database says.
    pub async fn letter_reported(
        &self,
        id: i64,
        fate: &str,
        said: &str,
        now: DateTime<Utc>,
    ) -> Result<(), StoreFault> {
        sql::run(
            &self.tx,
            "UPDATE letters SET reported = $1, report = $2, reported_at = $3, settled_at = NULL \
             WHERE id = $4",
            vec![fate.into(), said.into(), now.into(), id.into()],
        )
        .await?;
        Ok(())
    }

    /// Marks an address as one that letters do not reach, wherever it is a requester's of this
    /// case.
    ///
    /// # Errors
    /// What the database says.
    pub async fn address_fails(
        &self,
        requester: i64,
        address: &str,
        why: &str,
        now: DateTime<Utc>,
    ) -> Result<(), StoreFault> {
        sql::run(
            &self.tx,
            "UPDATE requesters SET failing_since = COALESCE(failing_since, $1), failing_why = $2 \
             WHERE id = $3 AND LOWER(email) = LOWER($4)",
            vec![now.into(), why.into(), requester.into(), address.into()],
        )
        .await?;
        Ok(())
    }

    /// Takes the mark off a requester's address: a letter arrived, or the address was corrected.
    ///
    /// # Errors
    /// What the database says.
    pub async fn address_works(&self, requester: i64) -> Result<(), StoreFault> {
        sql::run(
            &self.tx,
            "UPDATE requesters SET failing_since = NULL, failing_why = NULL WHERE id = $1",
            vec![requester.into()],
        )
        .await?;
        Ok(())
    }

    /// Says that somebody has dealt with a letter that was not delivered; whether there was one.
    ///
    /// # Errors
    /// What the database says.
    pub async fn letter_settled(&self, id: i64, now: DateTime<Utc>) -> Result<bool, StoreFault> {
        let done = sql::run(
            &self.tx,
            "UPDATE letters SET settled_at = $1 WHERE id = $2 AND settled_at IS NULL \
             AND (state = 'failed' OR reported = 'failed')",
            vec![now.into(), id.into()],
        )
        .await?;
        Ok(done > 0)
    }

    /// Takes a report off a letter that a server took and that was reported not to have arrived;
    /// whether there was one.
    ///
    /// # Errors
    /// What the database says.
    pub async fn letter_arrived(&self, id: i64) -> Result<bool, StoreFault> {
        let done = sql::run(
            &self.tx,
            "UPDATE letters SET reported = NULL, report = NULL, reported_at = NULL, settled_at = NULL \
             WHERE id = $1 AND state = 'sent' AND reported = 'failed'",
            vec![id.into()],
        )
        .await?;
        Ok(done > 0)
    }

    /// Puts a letter that was not delivered back into the outbox, to the same address or another;
    /// whether there was one. A worker that is sending it keeps it in hand, unless the address is
    /// another: what a server says of the old one is no word on the new.
    ///
    /// # Errors
    /// What the database says.
    pub async fn letter_again(
        &self,
        id: i64,
        address: Option<&str>,
        now: DateTime<Utc>,
    ) -> Result<bool, StoreFault> {
        let done = sql::run(
            &self.tx,
            "UPDATE letters SET state = 'queued', attempts = 0, next_attempt_at = $1, reported = NULL, report = NULL, reported_at = NULL, \
             settled_at = NULL, to_address = COALESCE($2, to_address), \
             claimed_by = CASE WHEN COALESCE($2, to_address) = to_address THEN claimed_by END, \
             claimed_until = CASE WHEN COALESCE($2, to_address) = to_address THEN claimed_until END \
             WHERE id = $3 AND to_address IS NOT NULL \
             AND (state = 'failed' OR reported = 'failed' OR (state = 'queued' AND attempts > 0))",
            vec![now.into(), address.map(str::to_owned).into(), id.into()],
        )
        .await?;
        Ok(done > 0)
    }
}
