//! The outbox: which letter leaves next, whose hands it is in, and how its delivery went.
//!
//! A letter in hand is claimed under a token of its own until a moment that is moved on while it
//! is being sent. Moments further ahead than any claim or pause reaches were written by a clock
//! that was wrong, and count for nothing.

use crate::domain::letter_kind::LetterKind;
use crate::domain::pace::{Class, Out};
use crate::store::engine::sql;
use crate::store::subjects::Letters;
use crate::store::{Opener, Store, StoreFault, Unit, WaitingLetters};
use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{ConnectionTrait, DbBackend, FromQueryResult, Value};

/// How far apart the clocks of two nodes may be.
const DRIFT: TimeDelta = TimeDelta::minutes(1);

/// A claim that reaches further than this was made by a clock that was wrong.
const LONGEST_CLAIM: TimeDelta = TimeDelta::minutes(10);

/// A letter in hand: whoever claimed it may now send it.
#[derive(Debug, Clone, PartialEq, FromQueryResult)]
#[expect(missing_docs, reason = "the columns are those of the letter")]
pub struct Claimed {
    pub id: i64,
    /// The token it is claimed under.
    pub claimed_by: String,
    pub claimed_until: DateTime<Utc>,
    /// The case it belongs to; none for a letter to a colleague.
    pub reference: Option<String>,
    /// The secret of that case.
    pub secret: Option<String>,
    /// Its kind's word as stored: one that is unknown fails this letter alone.
    pub kind: String,
    pub message_id: String,
    pub to_name: String,
    pub to_address: String,
    pub subject: String,
    pub body_text: String,
    pub body_html: String,
    pub in_reply_to: Option<String>,
    pub thread: Option<String>,
    /// Whether nobody decided that it goes, whatever its kind says.
    pub by_itself: bool,
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

/// What a claim looks for, and how it is made.
#[derive(Debug, Clone, Copy)]
pub struct Wanted<'a> {
    /// The moment.
    pub now: DateTime<Utc>,
    /// The longest pause there can be before a next attempt.
    pub longest_pause: TimeDelta,
    /// The token to claim it under, of this claim alone.
    pub token: &'a str,
    /// Until when it is claimed.
    pub until: DateTime<Utc>,
    /// Letters that are not taken whatever their claims say, because whoever asks has them in hand.
    pub except: &'a [i64],
}

/// A letter that is due, in nobody's hands. What was never tried is always due. `$1` is now, `$2`
/// the end of the longest pause from now, `$3` that of the longest claim.
const FREE: &str = "state = 'queued' \
     AND (next_attempt_at <= $1 OR next_attempt_at > $2 OR attempts = 0) \
     AND (claimed_until IS NULL OR claimed_until < $1 OR claimed_until > $3)";

fn moments(now: DateTime<Utc>, longest_pause: TimeDelta) -> Vec<Value> {
    vec![
        now.into(),
        (now + longest_pause + DRIFT).into(),
        (now + LONGEST_CLAIM).into(),
    ]
}

impl Letters<'_, Store> {
    /// Whether a letter is due that nobody has in hand, without taking the writer.
    ///
    /// # Errors
    /// What the database says.
    pub async fn letter_waits(
        &self,
        now: DateTime<Utc>,
        longest_pause: TimeDelta,
    ) -> Result<bool, StoreFault> {
        let found: Option<sql::Number> = sql::one(
            &self.read,
            &format!("SELECT id AS number FROM letters WHERE {FREE} LIMIT 1"),
            moments(now, longest_pause),
        )
        .await?;
        Ok(found.is_some())
    }

    /// The letters that were due before a moment and that nobody has taken, by kind.
    ///
    /// # Errors
    /// What the database says.
    pub async fn overdue_letters(
        &self,
        before: DateTime<Utc>,
    ) -> Result<Vec<WaitingLetters>, StoreFault> {
        // Of the table itself: an index that is damaged is what may keep them here.
        let table = if self.is_postgres() {
            "letters"
        } else {
            "letters NOT INDEXED"
        };
        let overdue = format!(
            "FROM (SELECT kind, COUNT(*) AS number, MIN(created_at) AS oldest FROM {table} \
             WHERE state = 'queued' AND (claimed_until IS NULL OR claimed_until < $1) \
             AND CASE WHEN attempts = 0 THEN created_at ELSE next_attempt_at END < $1 \
             GROUP BY kind) AS overdue ORDER BY kind"
        );
        sql::packed(
            &self.read,
            "kind, number, oldest",
            &overdue,
            vec![before.into()],
        )
        .await
    }

    /// Whether a letter is still in the hands of this claim.
    ///
    /// # Errors
    /// What the database says.
    pub async fn in_hand(&self, letter: &Claimed, now: DateTime<Utc>) -> Result<bool, StoreFault> {
        let found: Option<sql::Number> = sql::one(
            &self.read,
            "SELECT id AS number FROM letters WHERE id = $1 AND claimed_by = $2 \
             AND claimed_until > $3 AND state = 'queued'",
            vec![
                letter.id.into(),
                letter.claimed_by.as_str().into(),
                now.into(),
            ],
        )
        .await?;
        Ok(found.is_some())
    }
}

impl Letters<'_, Unit> {
    /// What servers took within the last minute and what is on its way, on every node together.
    ///
    /// # Errors
    /// What the database says.
    pub async fn letters_out(&self, now: DateTime<Utc>) -> Result<Out, StoreFault> {
        #[derive(FromQueryResult)]
        struct Row {
            first: i64,
            rest: i64,
            rest_under_way: i64,
        }
        let row: Option<Row> = sql::one(
            &self.tx,
            "SELECT COUNT(CASE WHEN priority = 0 THEN 1 END) AS first, \
             COUNT(CASE WHEN priority > 0 THEN 1 END) AS rest, \
             COUNT(CASE WHEN priority > 0 AND under_way = 1 THEN 1 END) AS rest_under_way FROM (\
             SELECT priority, 0 AS under_way FROM letters \
             WHERE state = 'sent' AND sent_at > $1 AND sent_at <= $2 \
             UNION ALL SELECT priority, 1 FROM letters \
             WHERE claimed_until > $3 AND claimed_until <= $4) AS gone",
            vec![
                (now - TimeDelta::minutes(1)).into(),
                (now + DRIFT).into(),
                now.into(),
                (now + LONGEST_CLAIM).into(),
            ],
        )
        .await?;
        let count = |number: i64| u32::try_from(number).unwrap_or(u32::MAX);
        Ok(row.map_or_else(Out::default, |row| Out {
            first: count(row.first),
            rest: count(row.rest),
            rest_under_way: count(row.rest_under_way),
        }))
    }

    /// Takes the next letter of a class that is due into hand, if there is one. A letter whose
    /// claim has run out (its worker died) is claimed again: it leaves at least once, always with
    /// one Message-ID.
    ///
    /// # Errors
    /// What the database says.
    pub async fn claim_letter(
        &self,
        class: Class,
        wanted: Wanted<'_>,
    ) -> Result<Option<Claimed>, StoreFault> {
        let priorities = match class {
            Class::First => "priority = 0",
            Class::Rest => "priority > 0",
        };
        let except: Vec<String> = wanted.except.iter().map(i64::to_string).collect();
        let others = if except.is_empty() {
            String::new()
        } else {
            format!("AND id NOT IN ({})", except.join(", "))
        };
        let mut values = moments(wanted.now, wanted.longest_pause);
        values.push(wanted.token.into());
        values.push(wanted.until.into());
        // That it is free is asked again where it is written: on PostgreSQL another worker may
        // have come in between.
        let next = format!(
            "SELECT id FROM letters WHERE {FREE} AND {priorities} {others} \
             ORDER BY priority, next_attempt_at, id LIMIT 1"
        );
        let claimed: Option<sql::Number> = sql::one(
            &self.tx,
            &format!(
                "UPDATE letters SET claimed_by = $4, claimed_until = $5 WHERE {FREE} AND id = ({next}) \
                 RETURNING id AS number"
            ),
            values,
        )
        .await?;
        let Some(claimed) = claimed else {
            return self.no_letter(&next, wanted).await.map(|()| None);
        };
        sql::one(
            &self.tx,
            "SELECT l.id, l.claimed_by, l.claimed_until, c.reference, c.secret, l.kind, l.message_id, \
             l.to_name, l.to_address, l.subject, l.body_text, l.body_html, l.in_reply_to, l.thread, l.by_itself, \
             l.attempts, l.created_at FROM letters l LEFT JOIN cases c ON c.id = l.case_id \
             WHERE l.id = $1",
            vec![claimed.number.into()],
        )
        .await
    }

    /// That no letter was claimed because there is none: an index that lost its row would give the same
    /// one for ever, and no letter after it would leave. On PostgreSQL another may have come first.
    async fn no_letter(&self, next: &str, wanted: Wanted<'_>) -> Result<(), StoreFault> {
        if self.tx.get_database_backend() == DbBackend::Postgres {
            return Ok(());
        }
        let text = format!("SELECT id AS number FROM ({next}) AS next");
        let values = moments(wanted.now, wanted.longest_pause);
        match sql::one::<sql::Number>(&self.tx, &text, values).await? {
            None => Ok(()),
            Some(row) => Err(StoreFault::Damaged(format!(
                "an index of letters names row {}, which is not so; \u{201c}daylight check\u{201d} \
                 reads all of them",
                row.number
            ))),
        }
    }

    /// Moves the end of a claim on; whether it still held.
    ///
    /// # Errors
    /// What the database says.
    pub async fn renew_claim(
        &self,
        letter: &Claimed,
        until: DateTime<Utc>,
    ) -> Result<bool, StoreFault> {
        let done = sql::run(
            &self.tx,
            "UPDATE letters SET claimed_until = $1 WHERE id = $2 AND claimed_by = $3 \
             AND state = 'queued'",
            vec![
                until.into(),
                letter.id.into(),
                letter.claimed_by.as_str().into(),
            ],
        )
        .await?;
        Ok(done > 0)
    }

    /// Gives a letter back that was not sent.
    ///
    /// # Errors
    /// What the database says.
    pub async fn give_back(&self, letter: &Claimed) -> Result<(), StoreFault> {
        sql::run(
            &self.tx,
            "UPDATE letters SET claimed_until = NULL, claimed_by = NULL \
             WHERE id = $1 AND claimed_by = $2",
            vec![letter.id.into(), letter.claimed_by.as_str().into()],
        )
        .await?;
        Ok(())
    }

    /// Records that a letter was taken by the mail server, in its words. That holds whoever has
    /// it in hand by now; but of a letter whose address was corrected meanwhile it says nothing.
    /// Whether it was recorded.
    ///
    /// # Errors
    /// What the database says.
    pub async fn letter_sent(
        &self,
        letter: &Claimed,
        (answer, server): (&str, &str),
        now: DateTime<Utc>,
    ) -> Result<bool, StoreFault> {
        let done = sql::run(
            &self.tx,
            "UPDATE letters SET state = 'sent', attempts = attempts + 1, answer = $1, sent_at = $2, \
             server = $3, claimed_until = NULL, claimed_by = NULL, discarded_at = NULL \
             WHERE id = $4 AND to_address = $5",
            vec![
                answer.into(),
                now.into(),
                server.into(),
                letter.id.into(),
                letter.to_address.as_str().into(),
            ],
        )
        .await?;
        Ok(done > 0)
    }

    /// Records that a letter in hand was not taken: tried again at `next`, or given up where there
    /// is none. Whether it was still in hand; if not, nothing is recorded.
    ///
    /// # Errors
    /// What the database says.
    pub async fn letter_failed(
        &self,
        letter: &Claimed,
        answer: &str,
        next: Option<DateTime<Utc>>,
        now: DateTime<Utc>,
    ) -> Result<bool, StoreFault> {
        let state = if next.is_some() { "queued" } else { "failed" };
        let done = sql::run(
            &self.tx,
            "UPDATE letters SET state = $1, attempts = attempts + 1, answer = $2, \
             next_attempt_at = $3, claimed_until = NULL, claimed_by = NULL \
             WHERE id = $4 AND claimed_by = $5 AND to_address = $6",
            vec![
                state.into(),
                answer.into(),
                next.unwrap_or(now).into(),
                letter.id.into(),
                letter.claimed_by.as_str().into(),
                letter.to_address.as_str().into(),
            ],
        )
        .await?;
        Ok(done > 0)
    }

    /// Withdraws the letters of a kind that still wait, because later ones say the same anew. One
    /// that a worker has in hand is left to it.
    ///
    /// # Errors
    /// What the database says.
    pub async fn withdraw_letters(
        &self,
        kind: LetterKind,
        now: DateTime<Utc>,
    ) -> Result<(), StoreFault> {
        sql::run(
            &self.tx,
            "UPDATE letters SET state = 'failed', settled_at = $1, answer = 'a later letter says it' \
             WHERE kind = $2 AND state = 'queued' \
             AND (claimed_until IS NULL OR claimed_until < $1 OR claimed_until > $3)",
            vec![
                now.into(),
                kind.as_str().into(),
                (now + LONGEST_CLAIM).into(),
            ],
        )
        .await?;
        Ok(())
    }
}
