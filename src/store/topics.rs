//! Topics of the register and the texts they are found in.

use super::entities::topic;
use super::{Store, StoreFault, Unit, sql};
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::ActiveValue::{NotSet, Set};
use sea_orm::{ActiveModelTrait, EntityTrait, FromQueryResult, QueryOrder};
use std::collections::HashMap;

/// The text of one request, for finding topics.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct TopicText {
    /// The case's id.
    pub id: i64,
    /// Its reference.
    pub reference: String,
    /// The request's text.
    pub body: String,
    /// The topic it is under now.
    pub topic_id: Option<i64>,
}

/// A topic to be put into the register, with the cases under it.
#[derive(Debug, Clone)]
pub struct FoundTopic {
    /// The topic of the register this one continues, where there is one.
    pub continues: Option<i64>,
    /// Words a visitor would use.
    pub label: String,
    /// The words that speak for it.
    pub words: Vec<String>,
    /// The references of its most typical requests.
    pub typical: Vec<String>,
    /// The ids of its cases.
    pub cases: Vec<i64>,
}

/// A topic of the register.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "the columns are those of the topic")]
pub struct TopicRow {
    pub id: i64,
    pub label: String,
    pub words: Vec<String>,
    pub typical: Vec<String>,
    pub standing: String,
    pub found_at: DateTime<Utc>,
}

/// How many requests a topic has.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct TopicSize {
    /// The topic's number.
    pub topic_id: i64,
    /// Its requests.
    pub requests: i64,
    /// Of those, the recent ones.
    pub recent: i64,
    /// The day the latest was received.
    pub latest: NaiveDate,
}

impl Store {
    /// The texts of the requests received since `since`, in the order they were logged.
    ///
    /// # Errors
    /// What the database says.
    pub async fn topic_texts(&self, since: NaiveDate) -> Result<Vec<TopicText>, StoreFault> {
        sql::all(
            &self.read,
            "SELECT c.id, c.reference, t.body, c.topic_id FROM cases c \
             JOIN case_texts t ON t.case_id = c.id WHERE c.received >= $1 ORDER BY c.id",
            vec![since.into()],
        )
        .await
    }

    /// The topics that are not retired, in the order they were found.
    ///
    /// # Errors
    /// What the database says.
    pub async fn topics(&self) -> Result<Vec<TopicRow>, StoreFault> {
        let rows = topic::Entity::find()
            .order_by_asc(topic::Column::Id)
            .all(&self.read)
            .await?;
        Ok(rows
            .into_iter()
            .filter(|row| row.standing != "retired")
            .map(|row| TopicRow {
                id: row.id,
                label: row.label,
                words: split(&row.words),
                typical: split(&row.typical),
                standing: row.standing,
                found_at: row.found_at,
            })
            .collect())
    }

    /// How many requests each topic has; `recent` counts those received on or after a day.
    ///
    /// # Errors
    /// What the database says.
    pub async fn topic_sizes(
        &self,
        recent: NaiveDate,
    ) -> Result<HashMap<i64, TopicSize>, StoreFault> {
        let rows: Vec<TopicSize> = sql::all(
            &self.read,
            "SELECT topic_id, COUNT(*) AS requests, \
             COALESCE(SUM(CASE WHEN received >= $1 THEN 1 ELSE 0 END), 0) AS recent, \
             MAX(received) AS latest \
             FROM cases WHERE topic_id IS NOT NULL GROUP BY topic_id",
            vec![recent.into()],
        )
        .await?;
        Ok(rows.into_iter().map(|row| (row.topic_id, row)).collect())
    }
}

impl Unit {
    /// Puts what was found into the register: topics that continue keep their number,
    /// others are added, and suggested topics that nothing continues are retired.
    ///
    /// # Errors
    /// What the database says.
    pub async fn register_topics(
        &self,
        found: &[FoundTopic],
        at: DateTime<Utc>,
    ) -> Result<(), StoreFault> {
        sql::run(
            &self.tx,
            "UPDATE topics SET standing = 'retired' WHERE standing = 'suggested'",
            vec![],
        )
        .await?;
        for topic in found {
            let id = match topic.continues {
                Some(id) => {
                    sql::run(
                        &self.tx,
                        "UPDATE topics SET label = CASE WHEN standing = 'confirmed' THEN label ELSE $1 END, \
                         words = $2, typical = $3, \
                         standing = CASE WHEN standing = 'confirmed' THEN standing ELSE 'suggested' END \
                         WHERE id = $4",
                        vec![
                            topic.label.as_str().into(),
                            topic.words.join("\n").into(),
                            topic.typical.join("\n").into(),
                            id.into(),
                        ],
                    )
                    .await?;
                    id
                }
                None => {
                    topic::ActiveModel {
                        id: NotSet,
                        label: Set(topic.label.clone()),
                        words: Set(topic.words.join("\n")),
                        typical: Set(topic.typical.join("\n")),
                        standing: Set("suggested".into()),
                        found_at: Set(at),
                    }
                    .insert(&self.tx)
                    .await?
                    .id
                }
            };
            for chunk in topic.cases.chunks(900) {
                let places: Vec<String> = (2..=chunk.len() + 1).map(|n| format!("${n}")).collect();
                let mut values: Vec<sea_orm::Value> = vec![id.into()];
                values.extend(chunk.iter().map(|case| sea_orm::Value::from(*case)));
                sql::run(
                    &self.tx,
                    &format!(
                        "UPDATE cases SET topic_id = $1 WHERE id IN ({})",
                        places.join(", ")
                    ),
                    values,
                )
                .await?;
            }
        }
        Ok(())
    }
}

fn split(lines: &str) -> Vec<String> {
    lines.lines().map(str::to_owned).collect()
}
