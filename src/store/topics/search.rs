//! A search for topics as it is stored: beside what counts, in steps so short that nobody waits for
//! them, until one of them makes it the search that counts.
//!
//! Each search has a number, and what it learnt stands under it. A topic it found anew is retired
//! until the search counts. Where it wants requests to go is a list, which is gone through after
//! that; a crash on the way leaves the list, and whoever finds it goes on. A search never counts
//! once a later one began, and what such a search left is swept.

use super::learnt::READINGS;
use super::register::{CHAIN, RegisterState, state};
use crate::domain::topics::register::Standing;
use crate::store::engine::sql;
use crate::store::entities::{counter, topic_move};
use crate::store::publication::unmet::SURVIVORS;
use crate::store::subjects::Topics;
use crate::store::topics::texts::{FoundTopic, in_list};
use crate::store::{StoreFault, Unit};
use chrono::{DateTime, Utc};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::OnConflict;
use sea_orm::{EntityTrait, FromQueryResult, QuerySelect, Value};
use std::fmt::Write;

/// The counter of searches begun.
const BEGUN: &str = "topic_searches";

/// The number of the search that counts, in a statement; 0 before the first.
pub(in crate::store) const THAT_COUNTS: &str =
    "COALESCE((SELECT value FROM counters WHERE name = 'topic_search'), 0)";

/// That a case is not on its way to another topic, in a statement that names its table so. What a
/// topic is said to be asked about by must not count the requests that are leaving it.
pub(in crate::store) fn staying(cases: &str) -> String {
    format!(
        "NOT EXISTS (SELECT 1 FROM topic_moves WHERE search = {THAT_COUNTS} \
         AND case_id = {cases}.id)"
    )
}

/// Where a search wants a request to go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Move {
    /// The case.
    pub case_id: i64,
    /// The topic it was under when it was read.
    pub from: Option<i64>,
    /// The topic it goes to.
    pub to: i64,
}

impl Topics<'_, Unit> {
    /// Begins a search; its number. No search begun before can count any more.
    ///
    /// # Errors
    /// What the database says.
    pub async fn begin_search(&self) -> Result<i64, StoreFault> {
        self.take_numbers(BEGUN, 1).await
    }

    /// Whether no search began after this one; none begins until the unit ends.
    ///
    /// # Errors
    /// What the database says.
    pub async fn is_newest_search(&self, search: i64) -> Result<bool, StoreFault> {
        // PostgreSQL locks the row; SQLite has one writer.
        let row = counter::Entity::find_by_id(BEGUN)
            .lock_exclusive()
            .one(&self.tx)
            .await?;
        Ok(row.is_some_and(|row| row.value == search))
    }

    /// Adds topics a search found anew, retired until it counts; their numbers.
    ///
    /// # Errors
    /// What the database says.
    pub async fn hide_topics(
        &self,
        search: i64,
        topics: &[&FoundTopic],
        at: DateTime<Utc>,
    ) -> Result<Vec<i64>, StoreFault> {
        let mut numbers = Vec::with_capacity(topics.len());
        for topic in topics {
            let number = self.insert_topic(topic, Standing::Retired, Some(search), at);
            numbers.push(number.await?);
        }
        Ok(numbers)
    }

    /// Keeps where a search wants requests to go.
    ///
    /// # Errors
    /// What the database says.
    pub async fn keep_moves(&self, search: i64, moves: &[Move]) -> Result<(), StoreFault> {
        let row = |one: &Move| topic_move::ActiveModel {
            search: Set(search),
            case_id: Set(one.case_id),
            from_topic: Set(one.from),
            to_topic: Set(one.to),
        };
        let rows = moves.iter().map(row).collect();
        sql::insert::<topic_move::Entity, _>(&self.tx, rows).await
    }

    /// Makes a search the one that counts, where no later one began and the register is as the
    /// search found it; whether it is. Its topics, by number, keep their names where they have one.
    ///
    /// # Errors
    /// What the database says.
    pub async fn settle_search(
        &self,
        search: i64,
        found_on: &RegisterState,
        topics: &[(i64, &FoundTopic)],
        cohesion: &[(i64, f32)],
        readings: usize,
    ) -> Result<bool, StoreFault> {
        self.hold(CHAIN).await?;
        if !self.is_newest_search(search).await? || state(&self.tx).await? != *found_on {
            return Ok(false);
        }
        let found = topics.iter().map(|(id, topic)| {
            let (words, typical) = (topic.words.join("\n"), topic.typical.join("\n"));
            vec![(*id).into(), words.into(), typical.into()]
        });
        let set = format!(
            "words = found.words, typical = found.typical, search = {search}, standing = \
             CASE WHEN topics.standing = 'confirmed' THEN topics.standing ELSE 'suggested' END"
        );
        self.update_topics("id, words, typical", &set, found.collect())
            .await?;
        let of_each = cohesion.iter();
        let rows = of_each.map(|(id, cohesion)| vec![(*id).into(), f64::from(*cohesion).into()]);
        self.update_topics("id, cohesion", "cohesion = found.cohesion", rows.collect())
            .await?;
        self.replace(READINGS, &readings.to_string()).await?;
        let that_counts = counter::ActiveModel {
            name: Set("topic_search".to_owned()),
            value: Set(search),
        };
        let in_its_place = OnConflict::column(counter::Column::Name)
            .update_column(counter::Column::Value)
            .to_owned();
        counter::Entity::insert(that_counts)
            .on_conflict(in_its_place)
            .exec_without_returning(&self.tx)
            .await?;
        Ok(true)
    }

    /// Updates topics from rows with these columns, many at once.
    async fn update_topics(
        &self,
        columns: &str,
        set: &str,
        rows: Vec<Vec<Value>>,
    ) -> Result<(), StoreFault> {
        for chunk in rows.chunks(100) {
            let mut text = format!("WITH found ({columns}) AS (VALUES ");
            let mut values: Vec<Value> = Vec::new();
            for (at, row) in chunk.iter().enumerate() {
                let comma = if at == 0 { "" } else { ", " };
                let _ = write!(text, "{comma}({})", in_list(row.len(), values.len() + 1));
                values.extend(row.iter().cloned());
            }
            // Text: many rows, each with values of its own, in one statement.
            let _ = write!(
                text,
                ") UPDATE topics SET {set} FROM found WHERE topics.id = found.id"
            );
            sql::run(&self.tx, &text, values).await?;
        }
        Ok(())
    }

    /// Moves at most so many requests to where the search that counts wants them, but for those
    /// a person placed or that stand elsewhere by now; a topic merged meanwhile has its requests
    /// where people said. Once there are no more, topics the search did not find are retired,
    /// unless a person confirmed, pinned or marked them. Whether there are more.
    ///
    /// # Errors
    /// What the database says.
    pub async fn place_found(&self, most: usize) -> Result<bool, StoreFault> {
        #[derive(FromQueryResult)]
        struct Last {
            last: Option<i64>,
        }
        // As each decision does, so that two of them do not hold each other's requests.
        self.hold(CHAIN).await?;
        // Text: an aggregate.
        let text = format!(
            "SELECT MAX(case_id) AS last FROM (SELECT case_id FROM topic_moves \
             WHERE search = {THAT_COUNTS} ORDER BY case_id LIMIT {most}) AS step"
        );
        let row: Option<Last> = sql::one(&self.tx, &text, vec![]).await?;
        if let Some(last) = row.and_then(|row| row.last) {
            // Text: the database finds where each goes.
            let text = format!(
                "UPDATE cases SET topic_id = s.survivor FROM topic_moves m \
                 JOIN {SURVIVORS} s ON s.id = m.to_topic \
                 WHERE m.search = {THAT_COUNTS} AND m.case_id <= $1 AND cases.id = m.case_id \
                 AND NOT cases.topic_confirmed AND cases.topic_id IS NOT DISTINCT FROM m.from_topic"
            );
            sql::run(&self.tx, &text, vec![last.into()]).await?;
            // Text: of the search that counts, which the statement finds.
            let text =
                format!("DELETE FROM topic_moves WHERE search = {THAT_COUNTS} AND case_id <= $1");
            sql::run(&self.tx, &text, vec![last.into()]).await?;
        }
        if state(&self.tx).await?.is_placing() {
            return Ok(true);
        }
        // Text: the same.
        let text = format!(
            "UPDATE topics SET standing = 'retired' WHERE standing = 'suggested' AND NOT pinned \
             AND nature = 'open' AND (search IS NULL OR search < {THAT_COUNTS})"
        );
        sql::run(&self.tx, &text, vec![]).await?;
        Ok(false)
    }

    /// Deletes at most so many rows of searches that neither count nor are the newest; whether
    /// there may be more.
    ///
    /// # Errors
    /// What the database says.
    pub async fn sweep_searches(&self, most: usize) -> Result<bool, StoreFault> {
        const OVER: &str = "search <> COALESCE((SELECT value FROM counters \
             WHERE name = 'topic_searches'), 0)";
        for (table, key) in [
            ("topic_terms", "search, stem"),
            ("repeated_sentences", "search, sentence"),
            ("topic_moves", "search, case_id"),
            ("topic_parts", "search, topic_id, place"),
        ] {
            // Text: so many rows of a table and no more, of searches which the statement finds.
            let text = format!(
                "DELETE FROM {table} WHERE ({key}) IN (SELECT {key} FROM {table} \
                 WHERE search <> {THAT_COUNTS} AND {OVER} LIMIT {most})"
            );
            if sql::run(&self.tx, &text, vec![]).await? > 0 {
                return Ok(true);
            }
        }
        // Topics that never were in use, and that nobody decided about. Text: the same.
        let text = format!(
            "DELETE FROM topics WHERE id IN (SELECT id FROM topics \
             WHERE search > {THAT_COUNTS} AND {OVER} AND standing = 'retired' \
             AND NOT EXISTS (SELECT 1 FROM register_events e WHERE e.topic_id = topics.id) \
             LIMIT {most})"
        );
        Ok(sql::run(&self.tx, &text, vec![]).await? > 0)
    }
}
