//! What lists choose and count by without reading every case: truth values, and on SQLite the tables
//! of counts that triggers keep. A row that holds neither true nor false is in no list, and a count
//! that drifted is printed as it stands; PostgreSQL has a type for the one and views for the other.
//! Text, all of it: what no entity can read is looked for.

use crate::store::engine::sql;
use crate::store::record::difference::Difference;
use crate::store::subjects::Cases;
use crate::store::{Store, StoreFault};
use serde::Deserialize;

/// Every column of truth values, and what names a row of its table.
const TRUTH_VALUES: [(&str, &str, &str); 13] = [
    ("cases", "open", "reference"),
    ("cases", "provisional", "reference"),
    ("cases", "already_public", "reference"),
    ("cases", "extended", "reference"),
    ("cases", "topic_confirmed", "reference"),
    ("cases", "dataset", "reference"),
    ("case_texts", "compared", "case_id"),
    ("documents", "whole", "id"),
    ("letter_documents", "attached", "message_id"),
    ("letters", "by_itself", "message_id"),
    ("people", "active", "id"),
    ("publication_readers", "spoke", "rowid"),
    ("topics", "pinned", "id"),
];

/// Tables of counts: the column counted, what names a row, and what is counted anew of each row, as
/// rows of a name and a number.
const COUNTS: [(&str, &str, &str, &str); 5] = [
    (
        "open_by_stage",
        "number",
        "stage",
        "SELECT stage, COUNT(*) FROM cases WHERE open = TRUE GROUP BY stage",
    ),
    (
        "open_by_due",
        "number",
        "queue_due",
        "SELECT queue_due, COUNT(*) FROM cases WHERE open = TRUE GROUP BY queue_due",
    ),
    (
        "flow_by_day",
        "received",
        "day",
        "SELECT received, COUNT(*) FROM cases GROUP BY received",
    ),
    (
        "flow_by_day",
        "ended",
        "day",
        "SELECT ended, COUNT(*) FROM cases WHERE ended IS NOT NULL GROUP BY ended",
    ),
    (
        "flow_by_day",
        "answered",
        "day",
        "SELECT ended, COUNT(responded) FROM cases WHERE ended IS NOT NULL GROUP BY ended",
    ),
];

#[derive(Deserialize)]
struct Odd {
    row: String,
    value: String,
}

#[derive(Deserialize)]
struct Drifted {
    row: String,
    kept: i64,
    counted: i64,
}

impl Cases<'_, Store> {
    /// The first row that holds neither true nor false, or a count that is not that of the cases.
    ///
    /// # Errors
    /// What the database says.
    pub async fn odd_standing(&self) -> Result<Option<Difference>, StoreFault> {
        if self.is_postgres() {
            return Ok(None);
        }
        for (table, column, row) in TRUTH_VALUES {
            let columns = format!("CAST({row} AS TEXT), CAST({column} AS TEXT)");
            // Without the indexes of these columns, which may be what is wrong.
            let from = format!("FROM {table} NOT INDEXED WHERE {column} NOT IN (0, 1) LIMIT 1");
            let found: Vec<Odd> = sql::packed(&self.read, &columns, &from, vec![]).await?;
            if let Some(odd) = found.into_iter().next() {
                let what = format!("\u{201c}{}\u{201d} is neither true nor false", odd.value);
                let row = format!("row {}", odd.row);
                return Ok(Some(Difference::new(table, column, row, what)));
            }
        }
        for (table, column, row, counted) in COUNTS {
            let from = format!(
                "FROM (SELECT {row} AS row, {column} AS kept, 0 AS counted FROM {table} \
                 UNION ALL SELECT row, 0, number FROM (SELECT NULL AS row, 0 AS number WHERE FALSE \
                 UNION ALL {counted})) \
                 GROUP BY row HAVING SUM(kept) <> SUM(counted) LIMIT 1"
            );
            let columns = "CAST(row AS TEXT), SUM(kept), SUM(counted)";
            let found: Vec<Drifted> = sql::packed(&self.read, columns, &from, vec![]).await?;
            if let Some(drifted) = found.into_iter().next() {
                let Drifted { row, kept, counted } = drifted;
                let what = format!("it is {kept}, and {counted} by the cases");
                return Ok(Some(Difference::new(table, column, row, what)));
            }
        }
        Ok(None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[tokio::test]
    async fn every_column_of_truth_values_is_known() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("daylight.sqlite");
        let url = format!("sqlite:{}", file.display());
        let store = Store::open(&url).await.unwrap();
        #[derive(Deserialize)]
        struct Column {
            table: String,
            column: String,
        }
        let from = "FROM sqlite_schema s JOIN pragma_table_info(s.name) c \
                    WHERE s.type = 'table' AND c.type = 'BOOLEAN'";
        let found: Vec<Column> = sql::packed(&store.read, "s.name, c.name", from, vec![])
            .await
            .unwrap();
        let found: BTreeSet<_> = found.into_iter().map(|c| (c.table, c.column)).collect();
        let known = TRUTH_VALUES.map(|(table, column, _)| (table.to_owned(), column.to_owned()));
        assert_eq!(found, BTreeSet::from(known));
    }
}
