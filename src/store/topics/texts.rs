//! Topics of the register and the texts they are found in.

use crate::domain::topics::register::{Entry, Nature, Standing};
use crate::store::engine::sql;
use crate::store::entities::topic;
use crate::store::subjects::Topics;
use crate::store::{Store, StoreFault, Unit};
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::ActiveValue::{NotSet, Set};
use sea_orm::{ActiveModelTrait, ConnectionTrait, EntityTrait, QueryOrder, Value};
use serde::Deserialize;
use std::collections::HashMap;

/// The text of one request, for finding topics.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct TopicText {
    /// The case's id.
    pub id: i64,
    /// Its reference.
    pub reference: String,
    /// The request's text.
    pub body: String,
    /// The topic it is under now.
    pub topic_id: Option<i64>,
    /// Whether a person said so.
    #[serde(deserialize_with = "sql::flag")]
    pub topic_confirmed: bool,
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
    /// The ids of the cases that move to it: those a person placed are not among them.
    pub cases: Vec<i64>,
}

/// A topic of the register.
#[derive(Debug, Clone, PartialEq)]
pub struct TopicRow {
    /// What the register says of it.
    pub entry: Entry,
    /// The words that speak for it.
    pub words: Vec<String>,
    /// The references of its most typical requests.
    pub typical: Vec<String>,
    /// When it was found.
    pub found_at: DateTime<Utc>,
}

/// How many requests a topic has.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct TopicSize {
    /// The topic's number.
    pub topic_id: i64,
    /// Its requests.
    pub requests: i64,
    /// Of those, the ones a person placed.
    pub confirmed: i64,
    /// Of all, the recent ones.
    pub recent: i64,
    /// The day the latest was received.
    pub latest: NaiveDate,
}

/// Texts read at once.
const BATCH: usize = 500;

impl Topics<'_, Store> {
    /// The texts of the requests received from `since` to `until`, in the order they were logged.
    ///
    /// # Errors
    /// What the database says.
    pub async fn topic_texts(
        &self,
        since: NaiveDate,
        until: NaiveDate,
    ) -> Result<Vec<TopicText>, StoreFault> {
        let mut texts: Vec<TopicText> = Vec::new();
        loop {
            let after = texts.last().map_or(0, |text| text.id);
            let read: Vec<TopicText> = sql::packed(
                &self.read,
                "c.id, c.reference, t.body, c.topic_id, c.topic_confirmed",
                &format!(
                    "FROM cases c JOIN case_texts t ON t.case_id = c.id \
                     WHERE c.id > $1 AND c.received >= $2 AND c.received <= $3 \
                     ORDER BY c.id LIMIT {BATCH}"
                ),
                vec![after.into(), since.into(), until.into()],
            )
            .await?;
            let last = read.len() < BATCH;
            texts.extend(read);
            if last {
                return Ok(texts);
            }
        }
    }

    /// The topics that are not retired, in the order they were found.
    ///
    /// # Errors
    /// What the database says.
    pub async fn all(&self) -> Result<Vec<TopicRow>, StoreFault> {
        let rows = topic::Entity::find()
            .order_by_asc(topic::Column::Id)
            .all(&self.read)
            .await?;
        let rows = rows.into_iter().filter(|row| row.standing != "retired");
        rows.map(TopicRow::of).collect()
    }

    /// A topic, in use or not.
    ///
    /// # Errors
    /// What the database says.
    pub async fn topic(&self, id: i64) -> Result<Option<TopicRow>, StoreFault> {
        let row = topic::Entity::find_by_id(id).one(&self.read).await?;
        row.map(TopicRow::of).transpose()
    }

    /// How many requests each topic, or each of these, has; `recent` counts those received on or after a day.
    ///
    /// # Errors
    /// What the database says.
    pub async fn topic_sizes(
        &self,
        recent: NaiveDate,
        only: Option<&[i64]>,
    ) -> Result<HashMap<i64, TopicSize>, StoreFault> {
        if only.is_some_and(<[i64]>::is_empty) {
            return Ok(HashMap::new());
        }
        let mut values: Vec<Value> = vec![recent.into()];
        let condition = of_these(only, &mut values);
        let rows: Vec<TopicSize> = sql::packed(
            &self.read,
            "topic_id, requests, confirmed, recent, latest",
            &format!(
                "FROM (SELECT topic_id, COUNT(*) AS requests, \
                 COALESCE(SUM(CASE WHEN topic_confirmed THEN 1 ELSE 0 END), 0) AS confirmed, \
                 COALESCE(SUM(CASE WHEN received >= $1 THEN 1 ELSE 0 END), 0) AS recent, \
                 MAX(received) AS latest \
                 FROM cases WHERE {condition} GROUP BY topic_id) AS sizes"
            ),
            values,
        )
        .await?;
        Ok(rows.into_iter().map(|row| (row.topic_id, row)).collect())
    }

    /// How many requests have no topic yet, counted up to one more than `most`.
    ///
    /// # Errors
    /// What the database says.
    pub async fn without_topic(&self, most: usize) -> Result<i64, StoreFault> {
        // Text: a count that ends early.
        let row: Option<sql::Number> = sql::one(
            &self.read,
            &format!(
                "SELECT COUNT(*) AS number FROM \
                 (SELECT 1 AS one FROM cases WHERE topic_id IS NULL LIMIT {}) AS these",
                most + 1
            ),
            vec![],
        )
        .await?;
        Ok(row.map_or(0, |row| row.number))
    }
}

impl Topics<'_, Unit> {
    /// Adds a topic and gives its number; `search` is the one that found it, none where a person
    /// makes it.
    ///
    /// # Errors
    /// What the database says.
    pub async fn insert_topic(
        &self,
        topic: &FoundTopic,
        standing: Standing,
        search: Option<i64>,
        at: DateTime<Utc>,
    ) -> Result<i64, StoreFault> {
        let row = topic::ActiveModel {
            id: NotSet,
            label: Set(topic.label.clone()),
            words: Set(topic.words.join("\n")),
            typical: Set(topic.typical.join("\n")),
            standing: Set(standing.as_str().to_owned()),
            found_at: Set(at),
            pinned: Set(false),
            nature: Set(Nature::Open.as_str().to_owned()),
            merged_into: Set(None),
            search: Set(search),
            cohesion: Set(0.0),
        };
        Ok(row.insert(&self.tx).await?.id)
    }
}

impl TopicRow {
    fn of(row: topic::Model) -> Result<Self, StoreFault> {
        Ok(Self {
            words: split(&row.words),
            typical: split(&row.typical),
            found_at: row.found_at,
            entry: entry_of(row)?,
        })
    }
}

/// A row as the register has it.
pub(in crate::store) fn entry_of(row: topic::Model) -> Result<Entry, StoreFault> {
    let damaged = |column: &str, word: &str| {
        StoreFault::Damaged(format!(
            "table topics, column {column}, row {}: \u{201c}{word}\u{201d} is no word for it",
            row.id
        ))
    };
    Ok(Entry {
        id: row.id,
        standing: Standing::parse(&row.standing)
            .ok_or_else(|| damaged("standing", &row.standing))?,
        nature: Nature::parse(&row.nature).ok_or_else(|| damaged("nature", &row.nature))?,
        label: row.label,
        pinned: row.pinned,
        merged_into: row.merged_into,
    })
}

/// The condition that a case is under one of these topics, or under any.
pub(in crate::store) fn of_these(only: Option<&[i64]>, values: &mut Vec<Value>) -> String {
    let Some(topics) = only else {
        return "topic_id > 0".to_owned();
    };
    let list = in_list(topics.len(), values.len() + 1);
    values.extend(topics.iter().map(|id| Value::from(*id)));
    format!("topic_id IN ({list})")
}

/// So many parameters from this one on, separated by commas.
pub(in crate::store) fn in_list(count: usize, from: usize) -> String {
    let places: Vec<String> = (from..from + count).map(|n| format!("${n}")).collect();
    places.join(", ")
}

/// The rows of a table with these numbers, for one statement or several.
pub(in crate::store) async fn topics_by_id(
    db: &impl ConnectionTrait,
    ids: &[i64],
) -> Result<Vec<Entry>, StoreFault> {
    use sea_orm::{ColumnTrait, QueryFilter};
    let rows = topic::Entity::find()
        .filter(topic::Column::Id.is_in(ids.iter().copied()))
        .all(db)
        .await?;
    rows.into_iter().map(entry_of).collect()
}

fn split(lines: &str) -> Vec<String> {
    lines.lines().map(str::to_owned).collect()
}
