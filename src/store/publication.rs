//! What the score of a publication candidate is computed from.

use super::{Store, StoreFault, sql};
use crate::domain::case::Outcome;
use chrono::NaiveDate;
use sea_orm::FromQueryResult;
use std::collections::HashMap;

/// The requests under a topic, as the score counts them.
#[derive(Debug, Clone, PartialEq)]
pub struct TopicEvidence {
    /// The topic's number.
    pub topic_id: i64,
    /// Its requests, in no order.
    pub requests: Vec<EvidenceRow>,
}

/// One request under a topic, as the score counts it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EvidenceRow {
    /// The day it was received.
    pub received: NaiveDate,
    /// The day it was answered.
    pub responded: Option<NaiveDate>,
    /// Who asked: the same number for the same requester within a topic.
    pub requester: u64,
    /// The minutes spent, where somebody recorded them.
    pub effort_minutes: Option<i64>,
    /// How it ended.
    pub outcome: Option<Outcome>,
    /// Whether what was asked for was public already.
    pub already_public: bool,
}

#[derive(FromQueryResult)]
struct Packed {
    topic_id: i64,
    requests: String,
}

/// Takes one topic's requests apart again: `|` stands between fields, `;` between requests.
fn unpack(packed: &Packed) -> Option<TopicEvidence> {
    let mut requesters: HashMap<&str, u64> = HashMap::new();
    let requests = packed
        .requests
        .split(';')
        .map(|request| {
            let mut fields = request.split('|');
            let mut next = || fields.next();
            let received = next()?.parse().ok()?;
            let responded = next()?;
            let outcome = next()?;
            let minutes = next()?;
            let already_public = next()? == "y";
            let number = requesters.len() as u64;
            Some(EvidenceRow {
                received,
                responded: Some(responded)
                    .filter(|t| !t.is_empty())
                    .map(str::parse)
                    .transpose()
                    .ok()?,
                requester: *requesters.entry(next()?).or_insert(number),
                effort_minutes: Some(minutes)
                    .filter(|t| !t.is_empty())
                    .map(str::parse)
                    .transpose()
                    .ok()?,
                outcome: Outcome::parse(outcome),
                already_public,
            })
        })
        .collect::<Option<Vec<_>>>()?;
    Some(TopicEvidence {
        topic_id: packed.topic_id,
        requests,
    })
}

/// One request under a topic, as a page lists it.
#[derive(Debug, Clone, PartialEq, FromQueryResult)]
#[expect(missing_docs, reason = "the columns are those of the case")]
pub struct ContributingRow {
    pub reference: String,
    pub subject: String,
    pub received: NaiveDate,
    pub outcome: Option<String>,
    pub effort_minutes: Option<i64>,
}

impl Store {
    /// The requests received since `since` and by `until` that are under a topic, topic by topic.
    ///
    /// The database packs each topic's requests into one text: handing over tens of thousands of
    /// rows one by one costs several times as much as scoring them.
    ///
    /// # Errors
    /// What the database says.
    pub async fn evidence(
        &self,
        since: NaiveDate,
        until: NaiveDate,
    ) -> Result<Vec<TopicEvidence>, StoreFault> {
        let rows: Vec<Packed> = sql::all(
            &self.read,
            "SELECT topic_id, string_agg(CAST(received AS TEXT) || '|' || \
             COALESCE(CAST(responded AS TEXT), '') || '|' || COALESCE(outcome, '') || '|' || \
             COALESCE(CAST(effort_minutes AS TEXT), '') || '|' || \
             CASE WHEN already_public = TRUE THEN 'y' ELSE '' END || '|' || requester_key, ';') AS requests \
             FROM cases WHERE topic_id > 0 \
             AND CAST(received AS TEXT) >= $1 AND CAST(received AS TEXT) <= $2 GROUP BY topic_id",
            vec![since.to_string().into(), until.to_string().into()],
        )
        .await?;
        rows.iter()
            .map(|row| {
                unpack(row).ok_or_else(|| {
                    StoreFault::Damaged(format!("a request under topic {}", row.topic_id))
                })
            })
            .collect()
    }

    /// The requests under a topic, the newest first, at most `limit`.
    ///
    /// # Errors
    /// What the database says.
    pub async fn contributing(
        &self,
        topic: i64,
        limit: u32,
    ) -> Result<Vec<ContributingRow>, StoreFault> {
        sql::all(
            &self.read,
            &format!(
                "SELECT reference, subject, received, outcome, effort_minutes FROM cases \
                 WHERE topic_id = $1 ORDER BY received DESC, id DESC LIMIT {limit}"
            ),
            vec![topic.into()],
        )
        .await
    }

    /// The last day on which a request was received.
    ///
    /// # Errors
    /// What the database says.
    pub async fn last_received(&self) -> Result<Option<NaiveDate>, StoreFault> {
        #[derive(FromQueryResult)]
        struct Last {
            received: Option<NaiveDate>,
        }
        let row: Option<Last> = sql::one(
            &self.read,
            "SELECT MAX(received) AS received FROM cases",
            vec![],
        )
        .await?;
        Ok(row.and_then(|row| row.received))
    }
}
