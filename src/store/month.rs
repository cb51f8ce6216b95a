//! The counts the monthly report is made of.

use super::{Store, StoreFault, sql};
use chrono::NaiveDate;
use sea_orm::FromQueryResult;

/// What is counted for one month.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MonthCounts {
    /// Requests whose date of receipt lies in the month.
    pub received: i64,
    /// Requests answered in the month.
    pub answered: i64,
    /// Of those answered, the ones answered by their due date.
    pub in_time: i64,
    /// Of those answered, the ones answered after it.
    pub late: i64,
    /// Of those answered, the ones whose limit was extended.
    pub extended: i64,
    /// Requests owed an answer at the end of the month's last day.
    pub open_at_end: i64,
    /// Requests that ended in the month, by outcome (its stored word).
    pub by_outcome: Vec<(String, i64)>,
}

#[derive(FromQueryResult)]
struct Row {
    received: i64,
    answered: i64,
    in_time: i64,
    late: i64,
    extended: i64,
    open_at_end: i64,
}

#[derive(FromQueryResult)]
struct OutcomeRow {
    outcome: String,
    number: i64,
}

#[derive(FromQueryResult)]
struct DayRow {
    day: NaiveDate,
    number: i64,
}

impl Store {
    /// The counts between two days, both included.
    ///
    /// # Errors
    /// What the database says.
    pub async fn month_counts(
        &self,
        first: NaiveDate,
        last: NaiveDate,
    ) -> Result<MonthCounts, StoreFault> {
        let row: Option<Row> = sql::one(
            &self.read,
            "SELECT \
             (SELECT COUNT(*) FROM cases WHERE received >= $1 AND received <= $2) AS received, \
             COUNT(*) AS answered, \
             COALESCE(SUM(CASE WHEN responded <= due THEN 1 ELSE 0 END), 0) AS in_time, \
             COALESCE(SUM(CASE WHEN responded > due THEN 1 ELSE 0 END), 0) AS late, \
             COALESCE(SUM(CASE WHEN extended = TRUE THEN 1 ELSE 0 END), 0) AS extended, \
             (SELECT COUNT(*) FROM cases WHERE ended IS NULL AND received <= $2) + \
             (SELECT COUNT(*) FROM cases WHERE ended > $2 AND received <= $2) AS open_at_end \
             FROM cases WHERE ended >= $1 AND ended <= $2 AND responded IS NOT NULL",
            vec![first.into(), last.into()],
        )
        .await?;
        let outcomes: Vec<OutcomeRow> = sql::all(
            &self.read,
            "SELECT outcome, COUNT(*) AS number FROM cases \
             WHERE ended >= $1 AND ended <= $2 AND outcome IS NOT NULL GROUP BY outcome",
            vec![first.into(), last.into()],
        )
        .await?;
        let by_outcome = outcomes
            .into_iter()
            .map(|o| (o.outcome, o.number))
            .collect();
        Ok(row.map_or_else(MonthCounts::default, |row| MonthCounts {
            received: row.received,
            answered: row.answered,
            in_time: row.in_time,
            late: row.late,
            extended: row.extended,
            open_at_end: row.open_at_end,
            by_outcome,
        }))
    }

    /// How many requests were received on each day between two days that had any.
    ///
    /// # Errors
    /// What the database says.
    pub async fn received_by_day(
        &self,
        first: NaiveDate,
        last: NaiveDate,
    ) -> Result<Vec<(NaiveDate, i64)>, StoreFault> {
        self.by_day(
            "SELECT received AS day, COUNT(*) AS number FROM cases \
             WHERE received >= $1 AND received <= $2 GROUP BY received",
            first,
            last,
        )
        .await
    }

    /// How many requests were answered on each day between two days that had any.
    ///
    /// # Errors
    /// What the database says.
    pub async fn answered_by_day(
        &self,
        first: NaiveDate,
        last: NaiveDate,
    ) -> Result<Vec<(NaiveDate, i64)>, StoreFault> {
        self.by_day(
            "SELECT ended AS day, COUNT(*) AS number FROM cases \
             WHERE ended >= $1 AND ended <= $2 AND responded IS NOT NULL GROUP BY ended",
            first,
            last,
        )
        .await
    }

    async fn by_day(
        &self,
        text: &str,
        first: NaiveDate,
        last: NaiveDate,
    ) -> Result<Vec<(NaiveDate, i64)>, StoreFault> {
        let rows: Vec<DayRow> = sql::all(&self.read, text, vec![first.into(), last.into()]).await?;
        Ok(rows.into_iter().map(|row| (row.day, row.number)).collect())
    }
}
