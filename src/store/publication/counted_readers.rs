//! The readers of a publication, each counted once a day, and what they say of it.

use crate::store::engine::sql;
use crate::store::subjects::Publication;
use crate::store::{Store, StoreFault, Unit};
use chrono::NaiveDate;

impl Publication<'_, Store> {
    /// Whether a reader of a publication spoke of it on a day; nothing where they are not counted yet.
    ///
    /// # Errors
    /// What the database says.
    pub async fn counted_today(
        &self,
        id: i64,
        reader: &str,
        on: NaiveDate,
    ) -> Result<Option<bool>, StoreFault> {
        #[derive(sea_orm::FromQueryResult)]
        struct Of {
            spoke: bool,
        }
        let text = "SELECT spoke FROM publication_readers \
             WHERE publication_id = $1 AND on_day = $2 AND reader = $3";
        let values = vec![id.into(), on.into(), reader.into()];
        let row: Option<Of> = sql::one(&self.read, text, values).await?;
        Ok(row.map(|row| row.spoke))
    }
}

impl Publication<'_, Unit> {
    /// Counts a reader of a publication, once a day, and their first word of the day on it;
    /// whether this word was counted.
    ///
    /// # Errors
    /// What the database says.
    pub async fn count_reader(
        &self,
        id: i64,
        reader: &str,
        on: NaiveDate,
        answered: Option<bool>,
    ) -> Result<bool, StoreFault> {
        let new = "INSERT INTO publication_readers (publication_id, on_day, reader, spoke) \
             SELECT id, $2, $3, FALSE FROM publication_decisions WHERE id = $1 AND stage = 'published' \
             ON CONFLICT (publication_id, on_day, reader) DO NOTHING";
        let values = vec![id.into(), on.into(), reader.into()];
        if sql::run(&self.tx, new, values.clone()).await? == 1 {
            self.count(id, "views").await?;
        }
        let Some(answered) = answered else {
            return Ok(false);
        };
        let spoken = "UPDATE publication_readers SET spoke = TRUE \
             WHERE publication_id = $1 AND on_day = $2 AND reader = $3 AND spoke = FALSE";
        if sql::run(&self.tx, spoken, values).await? == 0 {
            return Ok(false);
        }
        self.count(id, if answered { "helped" } else { "not_helped" })
            .await?;
        Ok(true)
    }

    async fn count(&self, id: i64, column: &str) -> Result<(), StoreFault> {
        let text =
            format!("UPDATE publication_decisions SET {column} = {column} + 1 WHERE id = $1");
        sql::run(&self.tx, &text, vec![id.into()]).await?;
        Ok(())
    }

    /// Forgets who was counted before a day.
    ///
    /// # Errors
    /// What the database says.
    pub async fn forget_readers(&self, before: NaiveDate) -> Result<(), StoreFault> {
        let text = "DELETE FROM publication_readers WHERE on_day < $1";
        sql::run(&self.tx, text, vec![before.into()]).await?;
        Ok(())
    }
}
