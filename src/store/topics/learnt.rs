//! What the last search for topics learnt: the words requests share, what topics weigh them, and
//! the sentences that say nothing.

use crate::domain::topics::arrival::{Placeable, StemTopics};
use crate::domain::topics::learnt::Term;
use crate::domain::topics::repeated::Repeated;
use crate::store::engine::sql;
use crate::store::entities::{meta, repeated_sentence, topic_term};
use crate::store::publication::unmet::SURVIVORS;
use crate::store::subjects::Topics;
use crate::store::topics::search::THAT_COUNTS;
use crate::store::topics::texts::in_list;
use crate::store::{Store, StoreFault, Unit};
use sea_orm::ActiveValue::Set;
use sea_orm::{EntityTrait, FromQueryResult, Value};
use serde::Deserialize;
use std::collections::HashMap;

/// The key under which the number of requests learnt from is remembered.
pub const READINGS: &str = "topic_readings";

/// Stems named in one statement: SQLite takes 32,766 parameters, a text of odd words brings more.
const STEMS: usize = 2_000;

/// Weights, which are at most 1, are kept in ten-thousandths.
const PARTS: f32 = 10_000.0;

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "at most ten thousand"
)]
fn parts(weight: f32) -> u16 {
    (weight.clamp(0.0, 1.0) * PARTS).round() as u16
}

impl Topics<'_, Store> {
    /// What is known of these stems.
    ///
    /// # Errors
    /// What the database says.
    pub async fn topic_terms(&self, stems: &[&str]) -> Result<HashMap<String, Term>, StoreFault> {
        #[derive(Deserialize)]
        struct Row {
            stem: String,
            readings: u32,
            companions: String,
        }
        let mut rows: Vec<Row> = Vec::new();
        for stems in stems.chunks(STEMS) {
            let of_stems: Vec<Row> = sql::packed(
                &self.read,
                "stem, readings, companions",
                &format!(
                    "FROM topic_terms WHERE search = {THAT_COUNTS} AND stem IN ({})",
                    in_list(stems.len(), 1)
                ),
                stems.iter().map(|stem| Value::from(*stem)).collect(),
            )
            .await?;
            rows.extend(of_stems);
        }
        let term = |row: Row| {
            let companions = serde_json::from_str(&row.companions);
            let term = Term {
                stem: row.stem.clone(),
                readings: row.readings,
                companions: companions.map_err(|e| {
                    StoreFault::Damaged(format!("what belongs to {}: {e}", row.stem))
                })?,
            };
            Ok((row.stem, term))
        };
        rows.into_iter().map(term).collect()
    }

    /// What topics weigh these stems, and the topics in use by the numbers the weights name.
    ///
    /// # Errors
    /// What the database says.
    pub async fn topic_weights(
        &self,
        stems: &[&str],
    ) -> Result<(Vec<StemTopics>, HashMap<i64, Placeable>), StoreFault> {
        let mut weights = Vec::new();
        let mut topics = HashMap::new();
        for stems in stems.chunks(STEMS) {
            let (of_stems, named) = self.weights_of(stems).await?;
            weights.extend(of_stems);
            topics.extend(named);
        }
        Ok((weights, topics))
    }

    /// As [`Self::topic_weights`], in one statement.
    async fn weights_of(
        &self,
        stems: &[&str],
    ) -> Result<(Vec<StemTopics>, HashMap<i64, Placeable>), StoreFault> {
        #[derive(FromQueryResult)]
        struct Packed {
            stems: String,
            topics: String,
        }
        // Text: two lists in one way to the database. A stem's weights are one text: in a row each,
        // they would be thousands.
        let of_stems = format!(
            "FROM topic_terms WHERE search = {THAT_COUNTS} AND stem IN ({})",
            in_list(stems.len(), 1)
        );
        let text = format!(
            "SELECT {} AS stems, {} AS topics",
            sql::pack(&self.read, "stem, topics", &of_stems),
            sql::pack(
                &self.read,
                "t.id, u.id, t.cohesion",
                &format!(
                    "FROM topics t JOIN {SURVIVORS} s ON s.id = t.id \
                     JOIN topics u ON u.id = s.survivor WHERE u.standing <> 'retired'"
                ),
            )
        );
        let values = stems.iter().map(|stem| Value::from(*stem)).collect();
        let Some(row) = sql::one::<Packed>(&self.read, &text, values).await? else {
            return Ok(Default::default());
        };
        let weights = sql::unpack::<(String, String)>(&row.stems)?
            .into_iter()
            .map(|(stem, topics)| {
                let topics = sql::unpack::<(i64, u16)>(&topics)?;
                let topics = topics
                    .into_iter()
                    .map(|(topic, weight)| (topic, f32::from(weight) / PARTS))
                    .collect();
                Ok(StemTopics { stem, topics })
            })
            .collect::<Result<Vec<StemTopics>, StoreFault>>()?;
        let topics = sql::unpack::<(i64, i64, f32)>(&row.topics)?
            .into_iter()
            .map(|(number, topic, cohesion)| (number, Placeable { topic, cohesion }))
            .collect();
        Ok((weights, topics))
    }

    /// The sentences the requests of the last search repeat whatever they ask for.
    ///
    /// # Errors
    /// What the database says.
    pub async fn repeated(&self) -> Result<Repeated, StoreFault> {
        let rows: Vec<(i64,)> = sql::packed(
            &self.read,
            "sentence",
            &format!("FROM repeated_sentences WHERE search = {THAT_COUNTS}"),
            vec![],
        )
        .await?;
        Ok(Repeated::of(rows.into_iter().map(|row| row.0)))
    }

    /// How many requests the terms were learnt from.
    ///
    /// # Errors
    /// What the database says.
    pub async fn readings_learnt_from(&self) -> Result<usize, StoreFault> {
        let row = meta::Entity::find_by_id(READINGS).one(&self.read).await?;
        let damaged = |_| {
            StoreFault::Damaged(format!(
                "table meta, column value, row {READINGS}: it is no number"
            ))
        };
        row.map_or(Ok(0), |row| row.value.parse().map_err(damaged))
    }
}

impl Topics<'_, Unit> {
    /// Keeps the sentences that requests repeat, under a search.
    ///
    /// # Errors
    /// What the database says.
    pub async fn keep_repeated(&self, search: i64, repeated: &[i64]) -> Result<(), StoreFault> {
        let row = |digest: &i64| repeated_sentence::ActiveModel {
            search: Set(search),
            sentence: Set(*digest),
        };
        let rows = repeated.iter().map(row).collect();
        sql::insert::<repeated_sentence::Entity, _>(&self.tx, rows).await
    }

    /// Keeps terms under a search, with what topics weigh them, by stem.
    ///
    /// # Errors
    /// What the database says.
    pub async fn keep_terms(
        &self,
        search: i64,
        terms: &[Term],
        weights: &HashMap<&str, Vec<(i64, f32)>>,
    ) -> Result<(), StoreFault> {
        let packed =
            |list: serde_json::Result<String>| list.map_err(|e| StoreFault::Damaged(e.to_string()));
        let rows = terms
            .iter()
            .map(|term| {
                let topics = weights.get(term.stem.as_str());
                let topics = topics.map_or(&[][..], Vec::as_slice).iter();
                let topics: Vec<(i64, u16)> = topics.map(|(id, w)| (*id, parts(*w))).collect();
                Ok(topic_term::ActiveModel {
                    search: Set(search),
                    stem: Set(term.stem.clone()),
                    readings: Set(i64::from(term.readings)),
                    companions: Set(packed(serde_json::to_string(&term.companions))?),
                    topics: Set(packed(serde_json::to_string(&topics))?),
                })
            })
            .collect::<Result<Vec<_>, StoreFault>>()?;
        sql::insert::<topic_term::Entity, _>(&self.tx, rows).await
    }
}
