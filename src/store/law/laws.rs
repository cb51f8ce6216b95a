//! Under which laws there are cases, and of when.

use crate::store::engine::sql;
use crate::store::subjects::Laws;
use crate::store::{Store, StoreFault};
use chrono::NaiveDate;
use sea_orm::FromQueryResult;

/// A law with cases under it.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct LawWithCases {
    /// The id of the regime.
    pub regime: String,
    /// The first day of receipt.
    pub first: NaiveDate,
    /// The last one.
    pub last: NaiveDate,
}

impl Laws<'_, Store> {
    /// The laws there are cases under, in order of their ids.
    ///
    /// # Errors
    /// What the database says.
    pub async fn laws_with_cases(&self) -> Result<Vec<LawWithCases>, StoreFault> {
        // Text: an aggregate.
        sql::all(
            &self.read,
            "SELECT regime, MIN(received) AS first, MAX(received) AS last FROM cases \
             GROUP BY regime ORDER BY regime",
            vec![],
        )
        .await
    }
}
