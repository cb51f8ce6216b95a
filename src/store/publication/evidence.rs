//! What the score of a publication candidate is computed from.

use super::scored_requests::{EVIDENCE, TopicEvidence};
use crate::domain::case::Outcome;
use crate::store::engine::sql;
use crate::store::subjects::Publication;
use crate::store::topics::search::staying;
use crate::store::topics::texts::{in_list, of_these};
use crate::store::{Store, StoreFault};
use chrono::NaiveDate;
use sea_orm::{FromQueryResult, Value};
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap};

/// One request under a topic, as a page lists it.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[expect(missing_docs, reason = "the columns are those of the case")]
pub struct ContributingRow {
    pub id: i64,
    pub reference: String,
    pub subject: String,
    pub received: NaiveDate,
    pub outcome: Option<String>,
}

/// Requests received in one month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub struct MonthCount {
    /// The month's first day.
    pub first: NaiveDate,
    /// Requests.
    pub requests: u32,
    /// Those answered with what was public already.
    pub already_public: u32,
}

/// A request that was answered.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct AnsweredRow {
    /// Its case.
    pub id: i64,
    /// Its topic.
    pub topic_id: i64,
    /// The day it was received.
    pub received: NaiveDate,
    /// How it was answered.
    pub outcome: Outcome,
    /// Whether the answer was where it is already public.
    #[serde(deserialize_with = "sql::flag")]
    pub already_public: bool,
}

pub(in crate::store) const CONTRIBUTING: &str = "id, reference, subject, received, outcome";

impl Publication<'_, Store> {
    /// The requests received since `since` and by `until` that are under these topics, topic by
    /// topic.
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
        topics: &[i64],
    ) -> Result<Vec<TopicEvidence>, StoreFault> {
        #[derive(FromQueryResult)]
        struct Packed {
            topic_id: i64,
            packed: String,
        }
        if topics.is_empty() {
            return Ok(Vec::new());
        }
        let (join, line) = sql::packing(&self.read, EVIDENCE);
        let mut values: Vec<Value> = vec![since.into(), until.into()];
        values.extend(topics.iter().map(|id| Value::from(*id)));
        let rows: Vec<Packed> = sql::all(
            &self.read,
            &format!(
                "SELECT topic_id, '[' || {join}({line}, ',') || ']' AS packed FROM cases \
                 WHERE topic_id IN ({}) AND received >= $1 AND received <= $2 GROUP BY topic_id",
                in_list(topics.len(), 3)
            ),
            values,
        )
        .await?;
        let evidence = rows.into_iter().map(|row| TopicEvidence {
            topic_id: row.topic_id,
            packed: row.packed,
        });
        Ok(evidence.collect())
    }

    /// The requests under a topic, the newest first, at most `limit`.
    ///
    /// # Errors
    /// What the database says.
    pub async fn contributing(
        &self,
        topic: i64,
        limit: usize,
    ) -> Result<Vec<ContributingRow>, StoreFault> {
        sql::packed(
            &self.read,
            CONTRIBUTING,
            &format!(
                "FROM cases WHERE topic_id = $1 ORDER BY received DESC, id DESC LIMIT {limit}"
            ),
            vec![topic.into()],
        )
        .await
    }

    /// The cases of these references, in their order.
    ///
    /// # Errors
    /// What the database says.
    pub async fn listed(&self, references: &[String]) -> Result<Vec<ContributingRow>, StoreFault> {
        if references.is_empty() {
            return Ok(Vec::new());
        }
        let rows: Vec<ContributingRow> = sql::packed(
            &self.read,
            CONTRIBUTING,
            &format!(
                "FROM cases WHERE reference IN ({})",
                in_list(references.len(), 1)
            ),
            references.iter().map(|r| Value::from(r.as_str())).collect(),
        )
        .await?;
        let mut by_reference: HashMap<String, ContributingRow> = rows
            .into_iter()
            .map(|row| (row.reference.clone(), row))
            .collect();
        Ok(references
            .iter()
            .filter_map(|reference| by_reference.remove(reference))
            .collect())
    }

    /// The answered ones of these cases that are of a topic and were received since a day.
    ///
    /// # Errors
    /// What the database says.
    pub async fn answered(
        &self,
        cases: &[i64],
        since: NaiveDate,
    ) -> Result<Vec<AnsweredRow>, StoreFault> {
        if cases.is_empty() {
            return Ok(Vec::new());
        }
        let list = in_list(cases.len(), 2);
        let cases = cases.iter().map(|id| Value::from(*id));
        sql::packed(
            &self.read,
            "id, topic_id, received, outcome, already_public",
            &format!(
                "FROM cases WHERE id IN ({list}) AND received >= $1 AND topic_id IS NOT NULL AND outcome IN \
                 ('granted_in_full', 'granted_in_part', 'refused', 'not_held')"
            ),
            [since.into()].into_iter().chain(cases).collect(),
        )
        .await
    }

    /// How many different people asked about a topic since a day, and how many of them in words of
    /// their own and not only with the text of a letter that many sent; but for requests on their
    /// way to another topic.
    ///
    /// # Errors
    /// What the database says.
    pub async fn requesters_of(
        &self,
        topic: i64,
        since: NaiveDate,
    ) -> Result<(u32, u32), StoreFault> {
        let counted: Vec<(u32, u32)> = sql::packed(
            &self.read,
            "people, own",
            &format!(
                "FROM (SELECT COUNT(DISTINCT requester_key) AS people, COUNT(DISTINCT \
                 CASE WHEN campaign IS NULL THEN requester_key END) AS own FROM cases \
                 WHERE topic_id = $1 AND received >= $2 AND {}) AS asked",
                staying("cases")
            ),
            vec![topic.into(), since.into()],
        )
        .await?;
        Ok(counted.first().copied().unwrap_or_default())
    }

    /// Requests of a topic by month, from a day to before another.
    ///
    /// # Errors
    /// What the database says.
    pub async fn months(
        &self,
        topic: i64,
        from: NaiveDate,
        before: NaiveDate,
    ) -> Result<Vec<MonthCount>, StoreFault> {
        sql::packed(
            &self.read,
            "month || '-01', requests, already",
            "FROM (SELECT substr(CAST(received AS TEXT), 1, 7) AS month, COUNT(*) AS requests, \
             SUM(CASE WHEN already_public THEN 1 ELSE 0 END) AS already FROM cases \
             WHERE topic_id = $3 AND received >= $1 AND received < $2 GROUP BY 1) AS months \
             ORDER BY month",
            vec![from.into(), before.into(), topic.into()],
        )
        .await
    }

    /// All requests by month, from a day to before another, of the months that had any: from what
    /// is kept of each day, so that it costs the same however many requests there are. PostgreSQL
    /// counts them when asked.
    ///
    /// # Errors
    /// What the database says.
    pub async fn received_by_month(
        &self,
        from: NaiveDate,
        before: NaiveDate,
    ) -> Result<BTreeMap<NaiveDate, u32>, StoreFault> {
        let months: Vec<(NaiveDate, u32)> = sql::packed(
            &self.read,
            "month || '-01', requests",
            "FROM (SELECT substr(CAST(day AS TEXT), 1, 7) AS month, \
             CAST(SUM(received) AS BIGINT) AS requests FROM flow_by_day \
             WHERE day >= $1 AND day < $2 GROUP BY 1) AS months WHERE requests > 0",
            vec![from.into(), before.into()],
        )
        .await?;
        Ok(months.into_iter().collect())
    }

    /// The months of every topic, or of these, that had a request, from a day to before another,
    /// by topic.
    ///
    /// # Errors
    /// What the database says.
    pub async fn months_by_topic(
        &self,
        from: NaiveDate,
        before: NaiveDate,
        only: Option<&[i64]>,
    ) -> Result<HashMap<i64, Vec<MonthCount>>, StoreFault> {
        #[derive(Deserialize)]
        struct Row(i64, NaiveDate, u32, u32);
        if only.is_some_and(<[i64]>::is_empty) {
            return Ok(HashMap::new());
        }
        let mut values: Vec<Value> = vec![from.into(), before.into()];
        let condition = of_these(only, &mut values);
        let rows: Vec<Row> = sql::packed(
            &self.read,
            "topic_id, month || '-01', requests, already",
            &format!(
                "FROM (SELECT topic_id, substr(CAST(received AS TEXT), 1, 7) AS month, \
                 COUNT(*) AS requests, SUM(CASE WHEN already_public THEN 1 ELSE 0 END) AS already \
                 FROM cases WHERE {condition} AND received >= $1 AND received < $2 \
                 GROUP BY 1, 2) AS months ORDER BY topic_id, month"
            ),
            values,
        )
        .await?;
        let mut months: HashMap<i64, Vec<MonthCount>> = HashMap::new();
        for Row(topic, first, requests, already_public) in rows {
            months.entry(topic).or_default().push(MonthCount {
                first,
                requests,
                already_public,
            });
        }
        Ok(months)
    }

    /// The first day on which a request was received.
    ///
    /// # Errors
    /// What the database says.
    pub async fn first_received(&self) -> Result<Option<NaiveDate>, StoreFault> {
        #[derive(FromQueryResult)]
        struct First {
            received: Option<NaiveDate>,
        }
        let text = "SELECT MIN(received) AS received FROM cases";
        let row: Option<First> = sql::one(&self.read, text, vec![]).await?;
        Ok(row.and_then(|row| row.received))
    }

    /// The last day, up to a day, on which a request was received.
    ///
    /// # Errors
    /// What the database says.
    pub async fn last_received(&self, until: NaiveDate) -> Result<Option<NaiveDate>, StoreFault> {
        #[derive(FromQueryResult)]
        struct Last {
            received: Option<NaiveDate>,
        }
        let row: Option<Last> = sql::one(
            &self.read,
            "SELECT MAX(received) AS received FROM cases WHERE received <= $1",
            vec![until.into()],
        )
        .await?;
        Ok(row.and_then(|row| row.received))
    }
}
