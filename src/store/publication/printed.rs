//! The tables that were protected for a publication, with their true counts.

use super::unmet::SURVIVORS;
use crate::domain::publication::disclosure::Printed;
use crate::domain::words;
use crate::store::engine::sql;
use crate::store::subjects::Publication;
use crate::store::{Store, StoreFault, Unit};
use chrono::NaiveDate;
use sea_orm::{ConnectionTrait, FromQueryResult, Value};
use std::collections::BTreeSet;

#[derive(FromQueryResult)]
struct Row {
    data: String,
    survivor: i64,
    title: String,
    printed_on: Option<NaiveDate>,
}

impl Row {
    /// A table under the topic that its own is now, and the name it has now.
    fn read(self) -> Result<Printed, StoreFault> {
        let printed: Printed = serde_json::from_str(&self.data)
            .map_err(|e| StoreFault::Damaged(format!("table printed_tables, column data: {e}")))?;
        let called = match self.printed_on {
            Some(day) => format!("\u{201c}{}\u{201d} of {}", self.title, words::date(day)),
            None => "this table".to_owned(),
        };
        Ok(Printed {
            series: self.survivor,
            called,
            ..printed
        })
    }
}

async fn tables_where(
    db: &impl ConnectionTrait,
    condition: &str,
    values: Vec<Value>,
) -> Result<Vec<Printed>, StoreFault> {
    let rows: Vec<Row> = sql::all(
        db,
        &format!(
            "SELECT p.data, s.survivor, d.title, p.printed_on FROM printed_tables p \
             JOIN publication_decisions d ON d.id = p.publication_id \
             JOIN {SURVIVORS} s ON s.id = d.topic_id WHERE {condition}"
        ),
        values,
    )
    .await?;
    rows.into_iter().map(Row::read).collect()
}

/// Those the public has, in the order in which they were printed.
const PRINTED: &str = "p.printed_on IS NOT NULL ORDER BY p.printed_on, p.publication_id, p.number";

/// The table of a decision that was checked and is not printed yet.
async fn checked(db: &impl ConnectionTrait, id: i64) -> Result<Option<Printed>, StoreFault> {
    let condition = "p.printed_on IS NULL AND p.publication_id = $1";
    let tables = tables_where(db, condition, vec![id.into()]).await?;
    Ok(tables.into_iter().next())
}

impl Publication<'_, Store> {
    /// The table of a decision that was checked and is not printed yet.
    ///
    /// # Errors
    /// What the database says.
    pub async fn checked_table(&self, id: i64) -> Result<Option<Printed>, StoreFault> {
        checked(&self.read, id).await
    }

    /// Every table the public has, in the order in which they were printed.
    ///
    /// # Errors
    /// What the database says.
    pub async fn printed_tables(&self) -> Result<Vec<Printed>, StoreFault> {
        tables_where(&self.read, PRINTED, vec![]).await
    }

    /// The numbers of the decisions of which a table was printed.
    ///
    /// # Errors
    /// What the database says.
    pub async fn with_printed_tables(&self) -> Result<BTreeSet<i64>, StoreFault> {
        let rows: Vec<(i64,)> = sql::packed(
            &self.read,
            "publication_id",
            "FROM (SELECT DISTINCT publication_id FROM printed_tables \
             WHERE printed_on IS NOT NULL) AS printed",
            vec![],
        )
        .await?;
        Ok(rows.into_iter().map(|row| row.0).collect())
    }
}

impl Publication<'_, Unit> {
    /// How many tables the public has.
    ///
    /// # Errors
    /// What the database says.
    pub async fn count_printed_tables(&self) -> Result<usize, StoreFault> {
        let text = "SELECT COUNT(*) AS number FROM printed_tables WHERE printed_on IS NOT NULL";
        let row: Option<sql::Number> = sql::one(&self.tx, text, vec![]).await?;
        Ok(row.map_or(0, |row| usize::try_from(row.number).unwrap_or(0)))
    }

    /// The table of a decision that was checked and is not printed yet.
    ///
    /// # Errors
    /// What the database says.
    pub async fn checked_table(&self, id: i64) -> Result<Option<Printed>, StoreFault> {
        checked(&self.tx, id).await
    }

    /// Keeps what a decision's check came to: a table, or that there is none. One that was checked
    /// before and not printed is forgotten.
    ///
    /// # Errors
    /// What the database says.
    pub async fn keep_checked_table(
        &self,
        id: i64,
        table: Option<&Printed>,
    ) -> Result<(), StoreFault> {
        sql::run(
            &self.tx,
            "DELETE FROM printed_tables WHERE publication_id = $1 AND printed_on IS NULL",
            vec![id.into()],
        )
        .await?;
        let Some(table) = table else {
            return Ok(());
        };
        let data = serde_json::to_string(table).map_err(|e| StoreFault::Damaged(e.to_string()))?;
        sql::run(
            &self.tx,
            "INSERT INTO printed_tables (publication_id, number, printed_on, data) \
             SELECT $1, COALESCE(MAX(number), 0) + 1, NULL, $2 FROM printed_tables \
             WHERE publication_id = $1",
            vec![id.into(), data.into()],
        )
        .await?;
        Ok(())
    }

    /// The table of a decision that was checked has been printed.
    ///
    /// # Errors
    /// What the database says.
    pub async fn table_is_printed(&self, id: i64, on: NaiveDate) -> Result<(), StoreFault> {
        sql::run(
            &self.tx,
            "UPDATE printed_tables SET printed_on = $2 \
             WHERE publication_id = $1 AND printed_on IS NULL",
            vec![id.into(), on.into()],
        )
        .await?;
        Ok(())
    }
}
