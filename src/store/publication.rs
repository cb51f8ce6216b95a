//! What the score of a publication candidate is computed from.

use super::{Store, StoreFault, sql};
use chrono::NaiveDate;
use sea_orm::FromQueryResult;

/// One request under a topic, as the score counts it.
#[derive(Debug, Clone, PartialEq, FromQueryResult)]
#[expect(missing_docs, reason = "the columns are those of the case")]
pub struct EvidenceRow {
    pub topic_id: i64,
    pub received: NaiveDate,
    pub responded: Option<NaiveDate>,
    pub requester_key: String,
    pub effort_minutes: Option<i64>,
    pub outcome: Option<String>,
    pub already_public: bool,
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
    /// Every request under a topic received since `since` and by `until`, topic by topic.
    ///
    /// # Errors
    /// What the database says.
    pub async fn evidence(
        &self,
        since: NaiveDate,
        until: NaiveDate,
    ) -> Result<Vec<EvidenceRow>, StoreFault> {
        sql::all(
            &self.read,
            "SELECT topic_id, received, responded, requester_key, effort_minutes, outcome, already_public \
             FROM cases WHERE topic_id IS NOT NULL AND received >= $1 AND received <= $2 \
             ORDER BY topic_id, id",
            vec![since.into(), until.into()],
        )
        .await
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
