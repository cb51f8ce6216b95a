//! How many different people asked about topics, counted no further than it is asked for.

use crate::store::engine::sql;
use crate::store::subjects::Publication;
use crate::store::topics::search::staying;
use crate::store::topics::texts::in_list;
use crate::store::{Store, StoreFault};
use sea_orm::Value;
use std::collections::HashMap;

/// How many people asked about each of so many topics, `$2` and on, counted up to `$1`.
pub(in crate::store) fn who_asked(topics: usize) -> String {
    // The first of an order and not the least: PostgreSQL finds only the former by the index where
    // another table is asked too.
    let next = |after: &str| {
        format!(
            "(SELECT c.requester_key FROM cases c WHERE c.topic_id = t.id{after} AND {} \
             ORDER BY c.requester_key LIMIT 1)",
            staying("c")
        )
    };
    format!(
        "FROM (SELECT t.id, (WITH RECURSIVE asked (person, place) AS ( \
         SELECT {first}, 1 UNION ALL SELECT {next}, place + 1 \
         FROM asked WHERE person IS NOT NULL AND place < $1) \
         SELECT COUNT(person) FROM asked) AS people \
         FROM topics t WHERE t.id IN ({list})) AS counted",
        first = next(""),
        next = next(" AND c.requester_key > asked.person"),
        list = in_list(topics, 2),
    )
}

impl Publication<'_, Store> {
    /// How many different people asked about each of these topics, counted up to `most`, but for
    /// requests on their way to another topic.
    ///
    /// Each person is one step in the index, and there is no further one after the last that
    /// counts: it costs the same however many requests a topic has.
    ///
    /// # Errors
    /// What the database says.
    pub async fn people_who_asked(
        &self,
        topics: &[i64],
        most: u32,
    ) -> Result<HashMap<i64, u32>, StoreFault> {
        if topics.is_empty() {
            return Ok(HashMap::new());
        }
        let mut values: Vec<Value> = vec![i64::from(most).into()];
        values.extend(topics.iter().map(|id| Value::from(*id)));
        let rows: Vec<(i64, u32)> =
            sql::packed(&self.read, "id, people", &who_asked(topics.len()), values).await?;
        Ok(rows.into_iter().collect())
    }
}
