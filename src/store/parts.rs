//! The parts of topics: what the last search found one level below them.

use super::connect::Store;
use super::fault::StoreFault;
use super::publication::{ContributingRow, LISTED};
use super::sql;
use super::unit::Unit;
use serde::Deserialize;
use std::collections::BTreeSet;

/// A part of a topic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TopicPart {
    /// Its place in the topic, the largest first, from 1.
    pub place: i64,
    /// What it is called.
    pub label: String,
    /// Its requests, by number.
    pub cases: BTreeSet<i64>,
}

#[derive(Deserialize)]
struct Kept {
    place: i64,
    label: String,
    cases: String,
}

impl Store {
    /// The parts of a topic with those of their requests that are still under it, the largest
    /// first; none for a topic of one piece.
    ///
    /// # Errors
    /// What the database says.
    pub async fn topic_parts(&self, topic: i64) -> Result<Vec<TopicPart>, StoreFault> {
        let kept: Vec<Kept> = sql::packed(
            &self.read,
            "place, label, cases",
            "FROM topic_parts WHERE topic_id = $1 ORDER BY place",
            vec![topic.into()],
        )
        .await?;
        if kept.is_empty() {
            return Ok(Vec::new());
        }
        let under: Vec<(i64,)> = sql::packed(
            &self.read,
            "id",
            "FROM cases WHERE topic_id = $1",
            vec![topic.into()],
        )
        .await?;
        let under: BTreeSet<i64> = under.into_iter().map(|(id,)| id).collect();
        let mut parts = Vec::with_capacity(kept.len());
        for row in kept {
            let found: Vec<i64> = serde_json::from_str(&row.cases)
                .map_err(|_| StoreFault::Damaged(format!("parts of topic {topic}")))?;
            let cases: BTreeSet<i64> = found.into_iter().filter(|id| under.contains(id)).collect();
            if !cases.is_empty() {
                parts.push(TopicPart {
                    place: row.place,
                    label: row.label,
                    cases,
                });
            }
        }
        Ok(parts)
    }

    /// These requests as far as they are under a topic, the newest first, at most `limit`.
    ///
    /// # Errors
    /// What the database says.
    pub async fn contributing_among(
        &self,
        topic: i64,
        cases: &BTreeSet<i64>,
        limit: usize,
    ) -> Result<Vec<ContributingRow>, StoreFault> {
        // Numbers of our own, not what anybody typed.
        let list: Vec<String> = cases.iter().map(i64::to_string).collect();
        if list.is_empty() {
            return Ok(Vec::new());
        }
        sql::packed(
            &self.read,
            LISTED,
            &format!(
                "FROM cases WHERE topic_id = $1 AND id IN ({}) \
                 ORDER BY received DESC, id DESC LIMIT {limit}",
                list.join(", ")
            ),
            vec![topic.into()],
        )
        .await
    }
}

impl Unit {
    /// Keeps the parts of topics in place of all kept before.
    ///
    /// # Errors
    /// What the database says.
    pub async fn keep_parts(&self, parts: &[(i64, Vec<TopicPart>)]) -> Result<(), StoreFault> {
        sql::run(&self.tx, "DELETE FROM topic_parts", vec![]).await?;
        let rows = parts.iter().flat_map(|(topic, parts)| {
            parts.iter().map(|part| {
                let cases = serde_json::json!(part.cases).to_string();
                vec![
                    (*topic).into(),
                    part.place.into(),
                    part.label.as_str().into(),
                    cases.into(),
                ]
            })
        });
        self.insert_rows(
            "topic_parts (topic_id, place, label, cases)",
            rows.collect(),
        )
        .await
    }
}
