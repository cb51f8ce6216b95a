//! The parts of topics: what the last search found one level below them.

use crate::store::engine::connect::Store;
use crate::store::engine::sql;
use crate::store::engine::unit::Unit;
use crate::store::entities::topic_part;
use crate::store::fault::StoreFault;
use crate::store::publication::evidence::{CONTRIBUTING, ContributingRow};
use crate::store::subjects::Topics;
use crate::store::topics::search::THAT_COUNTS;
use crate::store::topics::texts::in_list;
use sea_orm::ActiveValue::Set;
use sea_orm::Value;
use serde::Deserialize;
use std::collections::HashMap;

/// A part of a topic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TopicPart {
    /// Its place in the topic, the largest first, from 1.
    pub place: i64,
    /// What it is called.
    pub label: String,
    /// Its requests, by number; read back, the newest first.
    pub cases: Vec<i64>,
}

#[derive(Deserialize)]
struct Kept {
    place: i64,
    label: String,
    cases: String,
}

impl Topics<'_, Store> {
    /// The parts of a topic with those of their requests that are still under it, the largest
    /// first; none for a topic of one piece.
    ///
    /// # Errors
    /// What the database says.
    pub async fn topic_parts(&self, topic: i64) -> Result<Vec<TopicPart>, StoreFault> {
        let kept: Vec<Kept> = sql::packed(
            &self.read,
            "place, label, cases",
            &format!(
                "FROM topic_parts WHERE search = {THAT_COUNTS} AND topic_id = $1 ORDER BY place"
            ),
            vec![topic.into()],
        )
        .await?;
        if kept.is_empty() {
            return Ok(Vec::new());
        }
        let under: Vec<(i64,)> = sql::packed(
            &self.read,
            "id",
            "FROM cases WHERE topic_id = $1 ORDER BY received DESC, id DESC",
            vec![topic.into()],
        )
        .await?;
        let mut part_of: HashMap<i64, usize> = HashMap::new();
        let mut parts = Vec::with_capacity(kept.len());
        for row in kept {
            let found: Vec<i64> = serde_json::from_str(&row.cases)
                .map_err(|_| StoreFault::Damaged(format!("parts of topic {topic}")))?;
            part_of.extend(found.into_iter().map(|id| (id, parts.len())));
            parts.push(TopicPart {
                place: row.place,
                label: row.label,
                cases: Vec::new(),
            });
        }
        for (id,) in under {
            let part = part_of.get(&id).and_then(|at| parts.get_mut(*at));
            if let Some(part) = part {
                part.cases.push(id);
            }
        }
        parts.retain(|part| !part.cases.is_empty());
        Ok(parts)
    }

    /// Those of these requests, a few hundred at most, that are under a topic, the newest first.
    ///
    /// # Errors
    /// What the database says.
    pub async fn contributing_among(
        &self,
        topic: i64,
        cases: &[i64],
    ) -> Result<Vec<ContributingRow>, StoreFault> {
        if cases.is_empty() {
            return Ok(Vec::new());
        }
        let list = in_list(cases.len(), 2);
        let mut values: Vec<Value> = vec![topic.into()];
        values.extend(cases.iter().map(|case| Value::from(*case)));
        sql::packed(
            &self.read,
            CONTRIBUTING,
            &format!(
                "FROM cases WHERE topic_id = $1 AND id IN ({list}) ORDER BY received DESC, id DESC"
            ),
            values,
        )
        .await
    }
}

impl Topics<'_, Unit> {
    /// Keeps parts of topics under a search.
    ///
    /// # Errors
    /// What the database says.
    pub async fn keep_parts(
        &self,
        search: i64,
        parts: &[(i64, &TopicPart)],
    ) -> Result<(), StoreFault> {
        let row = |(topic, part): &(i64, &TopicPart)| topic_part::ActiveModel {
            search: Set(search),
            topic_id: Set(*topic),
            place: Set(part.place),
            label: Set(part.label.clone()),
            cases: Set(serde_json::json!(part.cases).to_string()),
        };
        let rows = parts.iter().map(row).collect();
        sql::insert::<topic_part::Entity, _>(&self.tx, rows).await
    }
}
