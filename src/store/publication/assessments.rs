//! What people found out about publishing each topic.

use crate::domain::case::Actor;
use crate::domain::publication::Assessment;
use crate::store::engine::sql;
use crate::store::subjects::Publication;
use crate::store::topics::register::{Stands, Told};
use crate::store::{Store, StoreFault, Unit};
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::FromQueryResult;
use std::collections::HashMap;

#[derive(FromQueryResult)]
struct Row {
    topic_id: i64,
    data: String,
}

impl Row {
    fn read(self) -> Result<(i64, Assessment), StoreFault> {
        let read = serde_json::from_str(&self.data);
        let damaged =
            |e| StoreFault::Damaged(format!("the assessment of topic {}: {e}", self.topic_id));
        Ok((self.topic_id, read.map_err(damaged)?))
    }
}

impl Publication<'_, Store> {
    /// Every assessment, by topic.
    ///
    /// # Errors
    /// What the database says.
    pub async fn assessments(&self) -> Result<HashMap<i64, Assessment>, StoreFault> {
        let text = "SELECT topic_id, data FROM topic_assessments";
        let rows: Vec<Row> = sql::all(&self.read, text, vec![]).await?;
        rows.into_iter().map(Row::read).collect()
    }

    /// The assessment of a topic.
    ///
    /// # Errors
    /// What the database says.
    pub async fn assessment(&self, topic: i64) -> Result<Option<Assessment>, StoreFault> {
        let text = "SELECT topic_id, data FROM topic_assessments WHERE topic_id = $1";
        let row: Option<Row> = sql::one(&self.read, text, vec![topic.into()]).await?;
        Ok(row.map(Row::read).transpose()?.map(|(_, read)| read))
    }
}

impl Publication<'_, Unit> {
    /// Keeps an assessment in place of the one before, and the event that records it.
    ///
    /// # Errors
    /// What the database says.
    pub async fn assess(
        &self,
        topic: i64,
        assessment: &Assessment,
        said: &str,
        actor: Actor,
        on: NaiveDate,
        at: DateTime<Utc>,
    ) -> Result<(), StoreFault> {
        let data =
            serde_json::to_string(assessment).map_err(|e| StoreFault::Damaged(e.to_string()))?;
        sql::run(
            &self.tx,
            "INSERT INTO topic_assessments (topic_id, data) VALUES ($1, $2) \
             ON CONFLICT (topic_id) DO UPDATE SET data = $2",
            vec![topic.into(), data.as_str().into()],
        )
        .await?;
        let told = Told {
            kind: "assessed",
            topic,
            other: None,
            undoes: None,
            said,
            stands: Stands::Assessment(assessment.clone()),
        };
        self.topics().tell_register(&told, actor, on, at).await?;
        Ok(())
    }
}

impl Publication<'_, Unit> {
    /// Marks a request as asking for a dataset or not, and the event that records it under the
    /// request's topic; whether there is such a case.
    ///
    /// # Errors
    /// What the database says.
    pub async fn mark_dataset(
        &self,
        reference: &str,
        dataset: bool,
        actor: Actor,
        on: NaiveDate,
        at: DateTime<Utc>,
    ) -> Result<bool, StoreFault> {
        #[derive(FromQueryResult)]
        struct Of {
            id: i64,
            topic_id: Option<i64>,
        }
        let row: Option<Of> = sql::one(
            &self.tx,
            "UPDATE cases SET dataset = $1 WHERE reference = $2 RETURNING id, topic_id",
            vec![dataset.into(), reference.into()],
        )
        .await?;
        let Some(row) = row else {
            return Ok(false);
        };
        let verb = if dataset { "asks" } else { "does not ask" };
        let said = format!("{reference} {verb} for a dataset (section 19(2A))");
        let told = Told {
            kind: "dataset",
            topic: row.topic_id.unwrap_or(0),
            other: None,
            undoes: None,
            said: &said,
            stands: Stands::Dataset {
                case: row.id,
                dataset,
            },
        };
        self.topics().tell_register(&told, actor, on, at).await?;
        Ok(true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_assessment_kept_before_searches_were_counted_is_read_and_kept_as_it_was() {
        let data = r#"{"checks":{"not_held":null,"exempt":null,"personal_data":null,"describes_until":null,"preparation_hours":7.5,"small_numbers":"done"},"public_interest":{"rubric":[6,"Safety of many"],"signals":3}}"#;
        let row = Row {
            topic_id: 7,
            data: data.to_owned(),
        };
        let (topic, read) = row.read().unwrap();
        let interest = &read.public_interest;
        assert_eq!(
            (topic, interest.signals, interest.unmet_searches),
            (7, 3, 0)
        );
        assert_eq!(interest.rubric, Some((6, "Safety of many".to_owned())));
        // What is counted is no part of what a person found out.
        assert_eq!(serde_json::to_string(&read).unwrap(), data);
    }
}
