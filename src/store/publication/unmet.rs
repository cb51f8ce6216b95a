//! Searches by the public that found nothing published: how many a topic had on each day.

use crate::store::engine::sql;
use crate::store::subjects::Publication;
use crate::store::topics::texts::in_list;
use crate::store::{Store, StoreFault, Unit};
use chrono::NaiveDate;
use sea_orm::{FromQueryResult, Value};
use std::collections::HashMap;

/// Each topic, with the one that what was counted for it stands under now: itself, or what it was
/// merged into, however often. A query, to be joined as a table of `id` and `survivor`.
pub(in crate::store) const SURVIVORS: &str = "(WITH RECURSIVE way (id, survivor) AS (SELECT id, id FROM topics \
     UNION SELECT way.id, t.merged_into FROM way JOIN topics t ON t.id = way.survivor \
     WHERE t.merged_into IS NOT NULL) \
     SELECT way.id, way.survivor FROM way JOIN topics t ON t.id = way.survivor WHERE t.merged_into IS NULL)";

impl Publication<'_, Store> {
    /// The unmet searches counted after a day and up to another, by topic, of all topics or of
    /// these; those of merged topics under the one that is left.
    ///
    /// # Errors
    /// What the database says.
    pub async fn unmet_searches(
        &self,
        after: NaiveDate,
        until: NaiveDate,
        only: Option<&[i64]>,
    ) -> Result<HashMap<i64, u32>, StoreFault> {
        let mut values: Vec<Value> = vec![after.into(), until.into()];
        let condition = match only {
            None => String::new(),
            Some([]) => return Ok(HashMap::new()),
            Some(topics) => {
                values.extend(topics.iter().map(|id| Value::from(*id)));
                format!("s.survivor IN ({}) AND", in_list(topics.len(), 3))
            }
        };
        let rows: Vec<(i64, u32)> = sql::packed(
            &self.read,
            "topic_id, searches",
            &format!(
                "FROM (SELECT s.survivor AS topic_id, SUM(u.searches) AS searches \
                 FROM unmet_searches u JOIN {SURVIVORS} s ON s.id = u.topic_id \
                 WHERE {condition} u.on_day > $1 AND u.on_day <= $2 GROUP BY s.survivor) AS counted"
            ),
            values,
        )
        .await?;
        Ok(rows.into_iter().collect())
    }

    /// The unmet searches of a topic, and of those merged into it, by day: from a day to before
    /// another.
    ///
    /// # Errors
    /// What the database says.
    pub async fn unmet_by_day(
        &self,
        topic: i64,
        from: NaiveDate,
        before: NaiveDate,
    ) -> Result<Vec<(NaiveDate, u32)>, StoreFault> {
        sql::packed(
            &self.read,
            "u.on_day, u.searches",
            &format!(
                "FROM unmet_searches u JOIN {SURVIVORS} s ON s.id = u.topic_id \
                 WHERE s.survivor = $1 AND u.on_day >= $2 AND u.on_day < $3"
            ),
            vec![topic.into(), from.into(), before.into()],
        )
        .await
    }

    /// The first day a search was counted, of any topic.
    ///
    /// # Errors
    /// What the database says.
    pub async fn first_unmet(&self) -> Result<Option<NaiveDate>, StoreFault> {
        #[derive(FromQueryResult)]
        struct First {
            on_day: Option<NaiveDate>,
        }
        let text = "SELECT MIN(on_day) AS on_day FROM unmet_searches";
        let row: Option<First> = sql::one(&self.read, text, vec![]).await?;
        Ok(row.and_then(|row| row.on_day))
    }
}

impl Publication<'_, Unit> {
    /// Counts a search that found nothing, at most `most` of a topic in a day; whether it was
    /// counted.
    ///
    /// # Errors
    /// What the database says.
    pub async fn count_unmet(
        &self,
        topic: i64,
        on: NaiveDate,
        most: u32,
    ) -> Result<bool, StoreFault> {
        let topic = Value::from(topic);
        let done = sql::run(
            &self.tx,
            "INSERT INTO unmet_searches (topic_id, on_day, searches) VALUES ($1, $2, 1) \
             ON CONFLICT (topic_id, on_day) DO UPDATE SET searches = unmet_searches.searches + 1 \
             WHERE unmet_searches.searches < $3",
            vec![topic.clone(), on.into(), i64::from(most).into()],
        )
        .await?;
        if done == 0 {
            return Ok(false);
        }
        // As the triggers on cases do, so that the topic is scored anew.
        let note = "INSERT INTO topic_changes (topic_id) VALUES ($1)";
        sql::run(&self.tx, note, vec![topic]).await?;
        Ok(true)
    }
}
