//! Queries by their text, the same for both databases: parameters are `$1`, `$2`, ...

use super::StoreFault;
use sea_orm::{ConnectionTrait, FromQueryResult, Statement, Value};

/// All rows of a query.
pub async fn all<T: FromQueryResult>(
    db: &impl ConnectionTrait,
    text: &str,
    values: Vec<Value>,
) -> Result<Vec<T>, StoreFault> {
    let statement = Statement::from_sql_and_values(db.get_database_backend(), text, values);
    let rows = db.query_all_raw(statement).await?;
    rows.iter()
        .map(|row| T::from_query_result(row, "").map_err(StoreFault::from))
        .collect()
}

/// The first row of a query.
pub async fn one<T: FromQueryResult>(
    db: &impl ConnectionTrait,
    text: &str,
    values: Vec<Value>,
) -> Result<Option<T>, StoreFault> {
    let statement = Statement::from_sql_and_values(db.get_database_backend(), text, values);
    let row = db.query_one_raw(statement).await?;
    row.map(|row| T::from_query_result(&row, "").map_err(StoreFault::from))
        .transpose()
}

/// Runs a statement; how many rows it touched.
pub async fn run(
    db: &impl ConnectionTrait,
    text: &str,
    values: Vec<Value>,
) -> Result<u64, StoreFault> {
    let statement = Statement::from_sql_and_values(db.get_database_backend(), text, values);
    Ok(db.execute_raw(statement).await?.rows_affected())
}

/// A row with one number.
#[derive(FromQueryResult)]
pub struct Number {
    /// The number.
    pub number: i64,
}
