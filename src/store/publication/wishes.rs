//! Who wants to be told when what they asked about is published.

use crate::store::engine::sql;
use crate::store::subjects::Publication;
use crate::store::{Store, StoreFault, Unit};
use sea_orm::FromQueryResult;

impl Publication<'_, Unit> {
    /// Notes that a requester wants to be told when what they asked about is published.
    ///
    /// # Errors
    /// What the database says.
    pub async fn insert_wish(&self, case_id: i64) -> Result<(), StoreFault> {
        sql::run(
            &self.tx,
            "INSERT INTO publication_wishes (case_id, told_of) VALUES ($1, NULL) \
             ON CONFLICT (case_id) DO NOTHING",
            vec![case_id.into()],
        )
        .await?;
        Ok(())
    }

    /// The references of those who asked about a topic, want to be told and were not yet; from
    /// now on they count as told of this publication.
    ///
    /// # Errors
    /// What the database says.
    pub async fn take_wishes(&self, topic: i64, decision: i64) -> Result<Vec<String>, StoreFault> {
        #[derive(FromQueryResult)]
        struct Reference {
            reference: String,
        }
        let rows: Vec<Reference> = sql::all(
            &self.tx,
            "SELECT c.reference FROM publication_wishes w JOIN cases c ON c.id = w.case_id \
             WHERE c.topic_id = $1 AND w.told_of IS NULL ORDER BY c.id",
            vec![topic.into()],
        )
        .await?;
        sql::run(
            &self.tx,
            "UPDATE publication_wishes SET told_of = $1 WHERE told_of IS NULL \
             AND case_id IN (SELECT id FROM cases WHERE topic_id = $2)",
            vec![decision.into(), topic.into()],
        )
        .await?;
        Ok(rows.into_iter().map(|row| row.reference).collect())
    }
}

impl Publication<'_, Store> {
    /// Whether the requester of a case wants to be told.
    ///
    /// # Errors
    /// What the database says.
    pub async fn wishes(&self, case_id: i64) -> Result<bool, StoreFault> {
        let row: Option<sql::Number> = sql::one(
            &self.read,
            "SELECT COUNT(*) AS number FROM publication_wishes WHERE case_id = $1",
            vec![case_id.into()],
        )
        .await?;
        Ok(row.is_some_and(|row| row.number > 0))
    }
}
