//! Which topics changed since they were last looked at: triggers note each change of a case that
//! bears on a score, and [`crate::store::publication::unmet`] each search that found nothing.

use crate::store::engine::{sql, words};
use crate::store::subjects::Topics;
use crate::store::{Store, StoreFault, Unit};
use sea_orm::{ConnectionTrait, DbBackend, FromQueryResult, Value};

impl Topics<'_, Store> {
    /// The topics that changes of cases touched since a mark, and the mark of what is seen now.
    /// The mark is to be taken before what it stands for is read.
    ///
    /// # Errors
    /// What the database says.
    pub async fn topics_touched(&self, since: &str) -> Result<(String, Vec<i64>), StoreFault> {
        #[derive(FromQueryResult)]
        struct Touched {
            mark: String,
            topics: String,
        }
        // Text: what a mark is differs by database.
        let (text, value) = if self.is_postgres() {
            // What a snapshot saw it knows of each transaction, in whatever order they commit.
            let text = "SELECT pg_current_snapshot()::text AS mark, \
                 (SELECT COALESCE(json_agg(DISTINCT topic_id), '[]')::text FROM topic_changes \
                 WHERE tx >= pg_snapshot_xmin($1::text::pg_snapshot) \
                 AND NOT pg_visible_in_snapshot(tx, $1::text::pg_snapshot)) AS topics";
            (text, Value::from(since))
        } else {
            let text = "SELECT CAST((SELECT COALESCE(MAX(id), 0) FROM topic_changes) AS TEXT) AS mark, \
                 (SELECT json_group_array(DISTINCT topic_id) FROM topic_changes WHERE id > $1) AS topics";
            (
                text,
                Value::from(words::number("the mark of changes", Some(since))?),
            )
        };
        let row: Option<Touched> = sql::one(&self.read, text, vec![value]).await?;
        let row = row.ok_or_else(|| StoreFault::Damaged("no mark of changes".into()))?;
        Ok((row.mark, sql::unpack(&row.topics)?))
    }

    /// The mark of what is seen now, without what was touched.
    ///
    /// # Errors
    /// What the database says.
    pub async fn mark_of_changes(&self) -> Result<String, StoreFault> {
        #[derive(FromQueryResult)]
        struct Mark {
            mark: String,
        }
        // Text: the same.
        let text = if self.is_postgres() {
            "SELECT pg_current_snapshot()::text AS mark"
        } else {
            "SELECT CAST(COALESCE(MAX(id), 0) AS TEXT) AS mark FROM topic_changes"
        };
        let row: Option<Mark> = sql::one(&self.read, text, vec![]).await?;
        row.map(|row| row.mark)
            .ok_or_else(|| StoreFault::Damaged("no mark of changes".into()))
    }
}

impl Topics<'_, Unit> {
    /// Forgets what changed three days ago and earlier: nobody keeps a score that long.
    ///
    /// # Errors
    /// What the database says.
    pub async fn forget_changes(&self) -> Result<(), StoreFault> {
        let old = match self.tx.get_database_backend() {
            DbBackend::Postgres => "CURRENT_DATE - 3",
            _ => "date('now', '-3 days')",
        };
        // Text: each database has its own day of a note.
        let text = format!("DELETE FROM topic_changes WHERE noted < {old}");
        sql::run(&self.tx, &text, vec![]).await?;
        Ok(())
    }
}
