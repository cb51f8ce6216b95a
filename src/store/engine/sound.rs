//! Whether the database can be read from end to end: its pages, and what its rows refer to.
//!
//! What its rows refer to, PostgreSQL checks itself as it writes; its indexes are held against their
//! tables where `amcheck` is installed. On both the chains are walked
//! besides.

use super::sql;
use crate::store::{Store, StoreFault};
use sea_orm::FromQueryResult;

/// The most faults of a damaged file that are told.
const MOST: usize = 5;

impl Store {
    /// What is damaged in the database, a sentence each, five at most. Every row is read.
    ///
    /// # Errors
    /// When the file cannot be read at all.
    pub async fn damage(&self) -> Result<Vec<String>, StoreFault> {
        #[derive(FromQueryResult)]
        struct Page {
            integrity_check: String,
        }
        #[derive(FromQueryResult)]
        struct Orphan {
            said: String,
        }
        if self.is_postgres() {
            return self.unreadable_tables().await;
        }
        // Not the quick one, which leaves out whether each index says what its table does: what lists
        // and the outbox choose their rows by.
        let pages = format!("PRAGMA integrity_check({MOST})");
        let pages: Vec<Page> = sql::all(&self.read, &pages, vec![]).await?;
        let mut found: Vec<String> = pages
            .into_iter()
            .map(|page| page.integrity_check)
            .filter(|said| said != "ok")
            .collect();
        // What refers to rows on a damaged page is not worth telling besides.
        if found.is_empty() {
            let orphans = format!(
                "SELECT 'a row of ' || \"table\" || ' (' || COALESCE(rowid, '?') || ') names one of ' \
                 || parent || ' that is not there' AS said FROM pragma_foreign_key_check LIMIT {MOST}"
            );
            let orphans: Vec<Orphan> = sql::all(&self.read, &orphans, vec![]).await?;
            found.extend(orphans.into_iter().map(|orphan| orphan.said));
        }
        Ok(found)
    }

    /// The tables of a PostgreSQL database that cannot be read to their end.
    async fn unreadable_tables(&self) -> Result<Vec<String>, StoreFault> {
        #[derive(FromQueryResult)]
        struct Table {
            name: String,
        }
        let all = "SELECT quote_ident(tablename) AS name FROM pg_tables \
                   WHERE schemaname = current_schema() ORDER BY tablename";
        let tables: Vec<Table> = sql::all(&self.read, all, vec![]).await?;
        let mut found = Vec::new();
        for Table { name } in tables {
            // A row as text is read whole, with what is stored beside it.
            let read = format!(
                "SELECT CAST(COALESCE(SUM(LENGTH(CAST(t AS TEXT))), 0) AS BIGINT) AS number FROM {name} AS t"
            );
            if let Err(fault) = sql::one::<sql::Number>(&self.read, &read, vec![]).await {
                found.push(format!("{name} cannot be read to its end ({fault})"));
            }
        }
        let may_check: Option<Table> = sql::one(
            &self.read,
            "SELECT 'yes' AS name WHERE has_function_privilege(\
             CAST(to_regprocedure('bt_index_check(regclass, boolean)') AS oid), 'EXECUTE')",
            vec![],
        )
        .await?;
        if may_check.is_some() {
            found.extend(self.unsound_indexes().await?);
        }
        found.truncate(MOST);
        Ok(found)
    }

    /// The indexes of a PostgreSQL database that do not say what their tables do.
    async fn unsound_indexes(&self) -> Result<Vec<String>, StoreFault> {
        #[derive(FromQueryResult)]
        struct Index {
            name: String,
        }
        let all = "SELECT CAST(CAST(i.indexrelid AS regclass) AS text) AS name FROM pg_index i \
                   JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_am a ON a.oid = c.relam \
                   WHERE a.amname = 'btree' AND i.indisvalid \
                   AND c.relnamespace = CAST(current_schema() AS regnamespace) ORDER BY 1";
        let indexes: Vec<Index> = sql::all(&self.read, all, vec![]).await?;
        let mut found = Vec::new();
        for Index { name } in indexes {
            let check = "SELECT CAST(COUNT(bt_index_check(CAST($1 AS regclass), TRUE)) AS BIGINT) AS number";
            let values = vec![name.as_str().into()];
            if let Err(fault) = sql::one::<sql::Number>(&self.read, check, values).await {
                found.push(format!(
                    "the index {name} is not that of its table ({fault})"
                ));
            }
        }
        Ok(found)
    }

    /// How many cases there are, for whoever shows how far they were checked.
    ///
    /// # Errors
    /// What the database says.
    pub async fn count_cases(&self) -> Result<u64, StoreFault> {
        let text = "SELECT COUNT(*) AS number FROM cases";
        let row: Option<sql::Number> = sql::one(&self.read, text, vec![]).await?;
        Ok(row
            .and_then(|row| u64::try_from(row.number).ok())
            .unwrap_or(0))
    }

    /// How many events the chains of cases hold, for whoever shows how far they were read.
    ///
    /// # Errors
    /// What the database says.
    pub async fn count_events(&self) -> Result<u64, StoreFault> {
        let text = "SELECT COUNT(*) AS number FROM events";
        let row: Option<sql::Number> = sql::one(&self.read, text, vec![]).await?;
        Ok(row
            .and_then(|row| u64::try_from(row.number).ok())
            .unwrap_or(0))
    }
}
