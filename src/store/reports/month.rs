//! The counts the monthly report is made of. Text, all of it: aggregates.

use crate::domain::case::Outcome;
use crate::store::engine::sql;
use crate::store::subjects::Reports;
use crate::store::{Store, StoreFault};
use chrono::NaiveDate;
use sea_orm::{FromQueryResult, Value};
use std::fmt::Write;

/// What came and went between two days, both included.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, FromQueryResult)]
pub struct Flow {
    /// Requests whose date of receipt lies between them.
    pub received: i64,
    /// Requests that ended between them, by an answer or otherwise.
    pub ended: i64,
    /// Of those that ended, the ones answered.
    pub answered: i64,
}

/// How the requests fared that ended between two days, both included.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Endings {
    /// Of those answered, the ones answered by their due date.
    pub in_time: i64,
    /// Of those answered, the ones answered after it.
    pub late: i64,
    /// Of those answered, the ones whose limit was extended.
    pub extended: i64,
    /// How many ended with which outcome.
    pub by_outcome: Vec<(Outcome, i64)>,
}

/// How many reviews came and were decided between two days, both included.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, FromQueryResult)]
pub struct ReviewCounts {
    /// Asked for between them.
    pub received: i64,
    /// Asked for by the last of them, and not decided by then.
    pub open_at_end: i64,
    /// Decided between them.
    pub decided: i64,
    /// Of those decided, by their due date.
    pub in_time: i64,
    /// Of those decided, after it.
    pub late: i64,
    /// Of those decided, with another outcome than the answer had.
    pub changed: i64,
}

#[derive(FromQueryResult)]
struct OutcomeRow {
    outcome: Option<Outcome>,
    number: i64,
    in_time: i64,
    late: i64,
    extended: i64,
}

impl Reports<'_, Store> {
    /// What came and went in each of these spans of days, in their order.
    ///
    /// # Errors
    /// What the database says.
    pub async fn flows(&self, spans: &[(NaiveDate, NaiveDate)]) -> Result<Vec<Flow>, StoreFault> {
        let mut text = String::new();
        let mut values: Vec<Value> = Vec::new();
        for (place, (first, last)) in spans.iter().enumerate() {
            let (from, to) = (values.len() + 1, values.len() + 2);
            let _ = write!(
                text,
                "{} SELECT CAST({place} AS BIGINT) AS place, \
                 CAST(COALESCE(SUM(received), 0) AS BIGINT) AS received, \
                 CAST(COALESCE(SUM(ended), 0) AS BIGINT) AS ended, \
                 CAST(COALESCE(SUM(answered), 0) AS BIGINT) AS answered \
                 FROM flow_by_day WHERE day >= ${from} AND day <= ${to}",
                if place == 0 { "" } else { " UNION ALL" }
            );
            values.extend([Value::from(*first), Value::from(*last)]);
        }
        text.push_str(" ORDER BY place");
        sql::all(&self.read, &text, values).await
    }

    /// How many requests were owed an answer at the end of a day.
    ///
    /// # Errors
    /// What the database says.
    pub async fn open_at(&self, day: NaiveDate) -> Result<i64, StoreFault> {
        let row: Option<sql::Number> = sql::one(
            &self.read,
            "SELECT (SELECT COUNT(*) FROM cases WHERE ended IS NULL AND received <= $1) + \
             (SELECT COUNT(*) FROM cases WHERE ended > $1 AND received <= $1) AS number",
            vec![day.into()],
        )
        .await?;
        Ok(row.map_or(0, |row| row.number))
    }

    /// How the requests fared that ended between two days, both included.
    ///
    /// # Errors
    /// What the database says.
    pub async fn endings(&self, first: NaiveDate, last: NaiveDate) -> Result<Endings, StoreFault> {
        let rows: Vec<OutcomeRow> = sql::all(
            &self.read,
            "SELECT MIN(reference) AS reference, first_outcome AS outcome, COUNT(*) AS number, \
             COALESCE(SUM(CASE WHEN responded <= due THEN 1 ELSE 0 END), 0) AS in_time, \
             COALESCE(SUM(CASE WHEN responded > due THEN 1 ELSE 0 END), 0) AS late, \
             COALESCE(SUM(CASE WHEN extended = TRUE AND responded IS NOT NULL THEN 1 ELSE 0 END), 0) \
             AS extended FROM cases WHERE ended >= $1 AND ended <= $2 GROUP BY first_outcome",
            vec![first.into(), last.into()],
        )
        .await?;
        let mut endings = Endings::default();
        for row in rows {
            endings.in_time += row.in_time;
            endings.late += row.late;
            endings.extended += row.extended;
            endings
                .by_outcome
                .extend(row.outcome.map(|outcome| (outcome, row.number)));
        }
        Ok(endings)
    }

    /// How many reviews came and were decided between two days, both included.
    ///
    /// # Errors
    /// What the database says.
    pub async fn reviews(
        &self,
        first: NaiveDate,
        last: NaiveDate,
    ) -> Result<ReviewCounts, StoreFault> {
        let counted = |name: &str, condition: &str| {
            format!("COALESCE(SUM(CASE WHEN {condition} THEN 1 ELSE 0 END), 0) AS {name}")
        };
        let decided = "review_completed >= $1 AND review_completed <= $2";
        let columns = [
            counted("received", "review_requested >= $1"),
            counted(
                "open_at_end",
                "review_completed IS NULL OR review_completed > $2",
            ),
            counted("decided", decided),
            counted(
                "in_time",
                &format!("{decided} AND review_completed <= review_due"),
            ),
            counted(
                "late",
                &format!("{decided} AND review_completed > review_due"),
            ),
            counted(
                "changed",
                &format!("{decided} AND outcome <> first_outcome"),
            ),
        ];
        let counts = sql::one(
            &self.read,
            &format!(
                "SELECT {} FROM cases WHERE review_requested <= $2",
                columns.join(", ")
            ),
            vec![first.into(), last.into()],
        )
        .await?;
        Ok(counts.unwrap_or_default())
    }
}
