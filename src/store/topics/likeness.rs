//! Requests alike and topics suggested, by case.

use crate::domain::case::Outcome;
use crate::domain::topics::arrival::Fitting;
use crate::domain::topics::learnt::WordWeights;
use crate::store::cases::search;
use crate::store::engine::{sql, words};
use crate::store::entities::{
    case, case_text, case_words, question_suggestion, similar_case, topic_suggestion,
};
use crate::store::subjects::Topics;
use crate::store::topics::texts::in_list;
use crate::store::{Store, StoreFault, Unit};
use sea_orm::ActiveValue::Set;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbBackend, EntityTrait, QueryFilter, Value,
};
use serde::Deserialize;
use serde::de::{Deserializer, Error as _};
use std::collections::{BTreeSet, HashMap, HashSet};

/// A request like another, as a case page lists it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[expect(missing_docs, reason = "the columns are those of the case")]
pub struct SimilarRow {
    pub reference: String,
    pub subject: String,
    #[serde(deserialize_with = "words::outcome")]
    pub outcome: Option<Outcome>,
    pub shared: String,
}

/// A topic suggested for a request, or for one of its questions.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct SuggestionRow {
    /// The number of the question; 0 for the request as a whole.
    pub question: u16,
    /// The topic's number.
    pub topic_id: i64,
    /// Its name.
    pub label: String,
    /// How well it fits, where 1 is as well as the topic's own requests do.
    pub fit: f64,
    /// The words that speak for it.
    pub because: String,
}

/// A request like another, to be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alike {
    /// The case.
    pub case_id: i64,
    /// The one like it.
    pub other_id: i64,
    /// The words both have.
    pub shared: String,
}

/// A request that has some of the words looked for.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Candidate {
    /// The case.
    pub id: i64,
    /// Its text.
    pub body: String,
    /// The campaign it is part of.
    pub campaign: Option<i64>,
    /// What is kept of its words; empty where no search has read it.
    #[serde(deserialize_with = "word_weights")]
    pub words: WordWeights,
}

/// An earlier request that others found to be like another.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Neighbour {
    /// The case.
    pub id: i64,
    /// What is kept of its words.
    #[serde(deserialize_with = "word_weights")]
    pub words: WordWeights,
}

/// Words with their weights as they are kept: in thousandths.
fn word_weights<'de, D: Deserializer<'de>>(value: D) -> Result<WordWeights, D::Error> {
    let text = Option::<String>::deserialize(value)?;
    let Some(text) = text else {
        return Ok(WordWeights::new());
    };
    let kept: Vec<(String, u16)> = serde_json::from_str(&text).map_err(D::Error::custom)?;
    let weight = |(stem, thousandths): (String, u16)| (stem, f32::from(thousandths) / 1_000.0);
    Ok(kept.into_iter().map(weight).collect())
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the weights of a row of length one lie between 0 and 1"
)]
fn thousandths(weight: f32) -> u16 {
    (weight * 1_000.0).round() as u16
}

/// Cases named in one statement.
const CHUNK: usize = 2_000;

/// A word by which earlier requests are looked for.
#[derive(Debug, Clone, PartialEq)]
pub struct AskedWord {
    /// The word.
    pub written: String,
    /// How much having it counts.
    pub weight: f32,
    /// How many requests that have it are looked at, the newest first.
    pub most: u32,
}

impl Topics<'_, Store> {
    /// The requests that have these words, those first whose words weigh most together.
    ///
    /// # Errors
    /// What the database says.
    pub async fn with_words(
        &self,
        words: &[AskedWord],
        limit: usize,
    ) -> Result<Vec<Candidate>, StoreFault> {
        if words.is_empty() {
            return Ok(Vec::new());
        }
        let mut having = Vec::new();
        let mut values: Vec<Value> = Vec::new();
        for (at, word) in (0..).zip(words) {
            let n = at * 3 + 1;
            let (cases, word_asked) = search::cases_with(self.is_postgres(), &word.written, n);
            having.push(format!(
                "SELECT id, CAST(${} AS DOUBLE PRECISION) AS weight \
                 FROM ({cases} LIMIT ${}) AS having{at}",
                n + 1,
                n + 2
            ));
            values.push(word_asked.into());
            values.push(f64::from(word.weight).into());
            values.push(i64::from(word.most).into());
        }
        sql::packed(
            &self.read,
            "c.id, t.body, c.campaign, w.words",
            &format!(
                "FROM (SELECT id, SUM(weight) AS weight FROM ({}) AS one GROUP BY id \
                 ORDER BY 2 DESC, id DESC LIMIT {limit}) AS found \
                 JOIN cases c ON c.id = found.id JOIN case_texts t ON t.case_id = c.id \
                 LEFT JOIN case_words w ON w.case_id = c.id ORDER BY found.weight DESC, c.id DESC",
                having.join(" UNION ALL ")
            ),
            values,
        )
        .await
    }

    /// The requests that these cases were found to be like, but for those among them.
    ///
    /// # Errors
    /// What the database says.
    pub async fn neighbours(&self, cases: &[i64]) -> Result<Vec<Neighbour>, StoreFault> {
        if cases.is_empty() {
            return Ok(Vec::new());
        }
        let list = in_list(cases.len(), 1);
        sql::packed(
            &self.read,
            "w.case_id, w.words",
            &format!(
                "FROM case_words w WHERE w.case_id IN \
                 (SELECT other_id FROM similar_cases WHERE case_id IN ({list})) \
                 AND w.case_id NOT IN ({list})"
            ),
            cases.iter().map(|id| Value::from(*id)).collect(),
        )
        .await
    }

    /// The texts of cases, by case.
    ///
    /// # Errors
    /// What the database says.
    pub async fn bodies(&self, cases: &[i64]) -> Result<HashMap<i64, String>, StoreFault> {
        if cases.is_empty() {
            return Ok(HashMap::new());
        }
        let list = in_list(cases.len(), 1);
        let rows: Vec<(i64, String)> = sql::packed(
            &self.read,
            "case_id, body",
            &format!("FROM case_texts WHERE case_id IN ({list})"),
            cases.iter().map(|id| Value::from(*id)).collect(),
        )
        .await?;
        Ok(rows.into_iter().collect())
    }
}

impl Topics<'_, Unit> {
    /// Keeps the words of requests in place of what was kept of them.
    ///
    /// # Errors
    /// What the database says.
    pub async fn keep_words(&self, words: &[(i64, WordWeights)]) -> Result<(), StoreFault> {
        let cases: Vec<i64> = words.iter().map(|(id, _)| *id).collect();
        for chunk in cases.chunks(CHUNK) {
            case_words::Entity::delete_many()
                .filter(case_words::Column::CaseId.is_in(chunk.iter().copied()))
                .exec(&self.tx)
                .await?;
        }
        let rows = words.iter().map(|(id, words)| {
            let kept: Vec<(&str, u16)> = words
                .iter()
                .map(|(stem, weight)| (stem.as_str(), thousandths(*weight)))
                .collect();
            case_words::ActiveModel {
                case_id: Set(*id),
                words: Set(serde_json::json!(kept).to_string()),
            }
        });
        sql::insert::<case_words::Entity, _>(&self.tx, rows.collect()).await
    }

    /// Those of these cases whose text is still there; none of them is erased until the unit ends.
    ///
    /// # Errors
    /// What the database says.
    pub async fn with_text(&self, cases: &BTreeSet<i64>) -> Result<HashSet<i64>, StoreFault> {
        // SQLite has one writer; PostgreSQL holds the rows. Text: a list.
        let lock = match self.tx.get_database_backend() {
            DbBackend::Postgres => " FOR KEY SHARE",
            _ => "",
        };
        let mut found = HashSet::new();
        let cases: Vec<i64> = cases.iter().copied().collect();
        for chunk in cases.chunks(CHUNK) {
            let list = in_list(chunk.len(), 1);
            let values = chunk.iter().map(|id| Value::from(*id)).collect();
            let from = format!(
                "FROM (SELECT case_id FROM case_texts WHERE case_id IN ({list}){lock}) AS held"
            );
            let rows: Vec<(i64,)> = sql::packed(&self.tx, "case_id", &from, values).await?;
            found.extend(rows.into_iter().map(|row| row.0));
        }
        Ok(found)
    }

    /// Keeps which requests are alike in place of what was kept of these cases.
    ///
    /// # Errors
    /// What the database says.
    pub async fn keep_alike(&self, cases: &[i64], alike: &[Alike]) -> Result<(), StoreFault> {
        for chunk in cases.chunks(CHUNK) {
            similar_case::Entity::delete_many()
                .filter(similar_case::Column::CaseId.is_in(chunk.iter().copied()))
                .exec(&self.tx)
                .await?;
        }
        let mut place = 0;
        let mut before = None;
        let rows = alike
            .iter()
            .map(|row| {
                place = if before == Some(row.case_id) {
                    place + 1
                } else {
                    1
                };
                before = Some(row.case_id);
                similar_case::ActiveModel {
                    case_id: Set(row.case_id),
                    place: Set(place),
                    other_id: Set(row.other_id),
                    shared: Set(row.shared.clone()),
                }
            })
            .collect();
        sql::insert::<similar_case::Entity, _>(&self.tx, rows).await
    }

    /// Keeps which topics are suggested for a case and for each of its questions, by number.
    ///
    /// # Errors
    /// What the database says.
    pub async fn keep_suggestions(
        &self,
        case_id: i64,
        suggested: &[Fitting],
        questions: &[(u16, Vec<Fitting>)],
    ) -> Result<(), StoreFault> {
        let rows = (1_i64..).zip(suggested);
        let rows = rows.map(|(place, fitting)| topic_suggestion::ActiveModel {
            case_id: Set(case_id),
            place: Set(place),
            topic_id: Set(fitting.topic),
            fit: Set(f64::from(fitting.fit)),
            because: Set(fitting.because.join(", ")),
        });
        sql::insert::<topic_suggestion::Entity, _>(&self.tx, rows.collect()).await?;
        let of_question = |(number, suggested): &(u16, Vec<Fitting>)| {
            let rows = (1_i64..).zip(suggested);
            let rows = rows.map(|(place, fitting)| question_suggestion::ActiveModel {
                case_id: Set(case_id),
                question: Set(i64::from(*number)),
                place: Set(place),
                topic_id: Set(fitting.topic),
                fit: Set(f64::from(fitting.fit)),
                because: Set(fitting.because.join(", ")),
            });
            rows.collect::<Vec<_>>()
        };
        let rows = questions.iter().flat_map(of_question).collect();
        sql::insert::<question_suggestion::Entity, _>(&self.tx, rows).await?;
        case_text::Entity::update_many()
            .set(case_text::ActiveModel {
                compared: Set(true),
                ..Default::default()
            })
            .filter(case_text::Column::CaseId.eq(case_id))
            .exec(&self.tx)
            .await?;
        Ok(())
    }

    /// Suggests a topic for a case no person has placed.
    ///
    /// # Errors
    /// What the database says.
    pub async fn suggest_topic(&self, case_id: i64, topic: i64) -> Result<(), StoreFault> {
        case::Entity::update_many()
            .set(case::ActiveModel {
                topic_id: Set(Some(topic)),
                ..Default::default()
            })
            .filter(case::Column::Id.eq(case_id))
            .filter(case::Column::TopicConfirmed.eq(false))
            .exec(&self.tx)
            .await?;
        Ok(())
    }

    /// Marks cases as copies of one letter.
    ///
    /// # Errors
    /// What the database says.
    pub async fn mark_campaign(&self, campaign: i64, cases: &[i64]) -> Result<(), StoreFault> {
        for chunk in cases.chunks(CHUNK) {
            let not_yet = Condition::any()
                .add(case::Column::Campaign.is_null())
                .add(case::Column::Campaign.ne(campaign));
            case::Entity::update_many()
                .set(case::ActiveModel {
                    campaign: Set(Some(campaign)),
                    ..Default::default()
                })
                .filter(case::Column::Id.is_in(chunk.iter().copied()))
                .filter(not_yet)
                .exec(&self.tx)
                .await?;
        }
        Ok(())
    }
}
