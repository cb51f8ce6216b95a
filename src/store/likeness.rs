//! Requests alike and topics suggested, by case, and what the last search for topics learnt.

use super::topics::in_list;
use super::{Store, StoreFault, Unit, search, sql};
use crate::domain::topics::arrival::{Fitting, Placeable, StemTopics};
use crate::domain::topics::learnt::{Term, TopicWeights};
use crate::domain::topics::repeated::Repeated;
use sea_orm::{FromQueryResult, Value};
use serde::Deserialize;
use std::collections::HashMap;
use std::fmt::Write;

/// A request like another, as a case page lists it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[expect(missing_docs, reason = "the columns are those of the case")]
pub struct SimilarRow {
    pub reference: String,
    pub subject: String,
    pub outcome: Option<String>,
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
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Candidate {
    /// The case.
    pub id: i64,
    /// Its text.
    pub body: String,
    /// The campaign it is part of.
    pub campaign: Option<i64>,
}

/// Cases named in one statement.
const CHUNK: usize = 2_000;

/// Rows in one INSERT: SQLite finds each numbered parameter by going through those before it, so
/// thousands of rows at once cost most of their time there.
const ROWS: usize = 100;

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

impl Store {
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
        if stems.is_empty() {
            return Ok(HashMap::new());
        }
        let rows: Vec<Row> = sql::packed(
            &self.read,
            "stem, readings, companions",
            &format!(
                "FROM topic_terms WHERE stem IN ({})",
                in_list(stems.len(), 1)
            ),
            stems.iter().map(|stem| Value::from(*stem)).collect(),
        )
        .await?;
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
        #[derive(FromQueryResult)]
        struct Packed {
            stems: String,
            topics: String,
        }
        if stems.is_empty() {
            return Ok(Default::default());
        }
        // A stem's weights are one text: in a row each, they would be thousands.
        let of_stems = format!(
            "FROM topic_terms WHERE stem IN ({})",
            in_list(stems.len(), 1)
        );
        let text = format!(
            "SELECT {} AS stems, {} AS topics",
            sql::pack(&self.read, "stem, topics", &of_stems),
            sql::pack(
                &self.read,
                "t.id, COALESCE(u.id, t.id), t.cohesion",
                "FROM topics t LEFT JOIN topics u ON u.id = t.merged_into \
                 WHERE COALESCE(u.standing, t.standing) <> 'retired'",
            )
        );
        let values = stems.iter().map(|stem| Value::from(*stem)).collect();
        let Some(row) = sql::one::<Packed>(&self.read, &text, values).await? else {
            return Ok(Default::default());
        };
        let weights = sql::unpack::<(String, String)>(&row.stems)?
            .into_iter()
            .map(|(stem, topics)| {
                let topics = sql::unpack(&topics)?;
                Ok(StemTopics { stem, topics })
            })
            .collect::<Result<Vec<StemTopics>, StoreFault>>()?;
        let topics = sql::unpack::<(i64, i64, f32)>(&row.topics)?
            .into_iter()
            .map(|(number, topic, cohesion)| (number, Placeable { topic, cohesion }))
            .collect();
        Ok((weights, topics))
    }

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
            "c.id, t.body, c.campaign",
            &format!(
                "FROM (SELECT id, SUM(weight) AS weight FROM ({}) AS one GROUP BY id \
                 ORDER BY 2 DESC, id DESC LIMIT {limit}) AS found \
                 JOIN cases c ON c.id = found.id JOIN case_texts t ON t.case_id = c.id \
                 ORDER BY found.weight DESC, c.id DESC",
                having.join(" UNION ALL ")
            ),
            values,
        )
        .await
    }
}

impl Unit {
    /// Keeps which requests are alike in place of what was kept of these cases.
    ///
    /// # Errors
    /// What the database says.
    pub async fn keep_alike(&self, cases: &[i64], alike: &[Alike]) -> Result<(), StoreFault> {
        for chunk in cases.chunks(CHUNK) {
            let list = in_list(chunk.len(), 1);
            let values = chunk.iter().map(|id| Value::from(*id)).collect();
            let text = format!("DELETE FROM similar_cases WHERE case_id IN ({list})");
            sql::run(&self.tx, &text, values).await?;
        }
        let mut place = 0;
        let mut before = None;
        let rows: Vec<Vec<Value>> = alike
            .iter()
            .map(|row| {
                place = if before == Some(row.case_id) {
                    place + 1
                } else {
                    1
                };
                before = Some(row.case_id);
                vec![
                    row.case_id.into(),
                    i64::from(place).into(),
                    row.other_id.into(),
                    row.shared.as_str().into(),
                ]
            })
            .collect();
        self.insert_rows("similar_cases (case_id, place, other_id, shared)", rows)
            .await
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
        let said = |place: i64, fitting: &Fitting| -> [Value; 4] {
            [
                place.into(),
                fitting.topic.into(),
                f64::from(fitting.fit).into(),
                fitting.because.join(", ").into(),
            ]
        };
        let rows = (1_i64..).zip(suggested).map(|(place, fitting)| {
            let first = [Value::from(case_id)].into_iter();
            first.chain(said(place, fitting)).collect()
        });
        self.insert_rows(
            "topic_suggestions (case_id, place, topic_id, fit, because)",
            rows.collect(),
        )
        .await?;
        let of_question = |(number, suggested): &(u16, Vec<Fitting>)| {
            let rows = (1_i64..).zip(suggested).map(|(place, fitting)| {
                let first = [Value::from(case_id), i64::from(*number).into()].into_iter();
                first.chain(said(place, fitting)).collect()
            });
            rows.collect::<Vec<Vec<Value>>>()
        };
        self.insert_rows(
            "question_suggestions (case_id, question, place, topic_id, fit, because)",
            questions.iter().flat_map(of_question).collect(),
        )
        .await?;
        let text = "UPDATE case_texts SET compared = TRUE WHERE case_id = $1";
        sql::run(&self.tx, text, vec![case_id.into()]).await?;
        Ok(())
    }

    /// Suggests a topic for a case no person has placed.
    ///
    /// # Errors
    /// What the database says.
    pub async fn suggest_topic(&self, case_id: i64, topic: i64) -> Result<(), StoreFault> {
        sql::run(
            &self.tx,
            "UPDATE cases SET topic_id = $1 WHERE id = $2 AND NOT topic_confirmed",
            vec![topic.into(), case_id.into()],
        )
        .await?;
        Ok(())
    }

    /// Marks cases as copies of one letter.
    ///
    /// # Errors
    /// What the database says.
    pub async fn mark_campaign(&self, campaign: i64, cases: &[i64]) -> Result<(), StoreFault> {
        for chunk in cases.chunks(CHUNK) {
            let mut values: Vec<Value> = vec![campaign.into()];
            values.extend(chunk.iter().map(|id| Value::from(*id)));
            let list = in_list(chunk.len(), 2);
            let text = format!(
                "UPDATE cases SET campaign = $1 WHERE id IN ({list}) \
                 AND (campaign IS NULL OR campaign <> $1)"
            );
            sql::run(&self.tx, &text, values).await?;
        }
        Ok(())
    }

    /// Keeps what a search for topics learnt in place of what an earlier one did.
    ///
    /// # Errors
    /// What the database says.
    pub async fn keep_learnt(
        &self,
        terms: &[Term],
        topics: &[(i64, TopicWeights)],
        repeated: &[i64],
    ) -> Result<(), StoreFault> {
        for table in ["topic_terms", "repeated_sentences"] {
            sql::run(&self.tx, &format!("DELETE FROM {table}"), vec![]).await?;
        }
        let rows = repeated.iter().map(|digest| vec![(*digest).into()]);
        self.insert_rows("repeated_sentences (sentence)", rows.collect())
            .await?;
        let mut weights: HashMap<&str, Vec<(i64, f32)>> = HashMap::new();
        for (topic, of_topic) in topics {
            for (stem, weight) in &of_topic.words {
                let of_stem = weights.entry(stem).or_default();
                of_stem.push((*topic, *weight));
            }
            sql::run(
                &self.tx,
                "UPDATE topics SET cohesion = $1 WHERE id = $2",
                vec![f64::from(of_topic.cohesion).into(), (*topic).into()],
            )
            .await?;
        }
        let packed =
            |list: serde_json::Result<String>| list.map_err(|e| StoreFault::Damaged(e.to_string()));
        let rows = terms
            .iter()
            .map(|term| {
                let topics = weights.get(term.stem.as_str());
                let topics = topics.map_or(&[][..], Vec::as_slice);
                Ok(vec![
                    term.stem.as_str().into(),
                    i64::from(term.readings).into(),
                    packed(serde_json::to_string(&term.companions))?.into(),
                    packed(serde_json::to_string(topics))?.into(),
                ])
            })
            .collect::<Result<Vec<Vec<Value>>, StoreFault>>()?;
        self.insert_rows("topic_terms (stem, readings, companions, topics)", rows)
            .await
    }

    /// Inserts rows into columns, many at once.
    async fn insert_rows(&self, into: &str, rows: Vec<Vec<Value>>) -> Result<(), StoreFault> {
        let width = rows.first().map_or(1, Vec::len);
        let mut rows = rows.into_iter().peekable();
        while rows.peek().is_some() {
            let mut text = format!("INSERT INTO {into} VALUES ");
            let mut values = Vec::new();
            for (at, row) in rows.by_ref().take(ROWS).enumerate() {
                let comma = if at == 0 { "" } else { ", " };
                let _ = write!(text, "{comma}({})", in_list(width, at * width + 1));
                values.extend(row);
            }
            sql::run(&self.tx, &text, values).await?;
        }
        Ok(())
    }
}

/// A number kept with the last search: how many requests read differently.
#[derive(FromQueryResult)]
struct Kept {
    value: String,
}

impl Store {
    /// The sentences the requests of the last search repeat whatever they ask for.
    ///
    /// # Errors
    /// What the database says.
    pub async fn repeated(&self) -> Result<Repeated, StoreFault> {
        let rows: Vec<(i64,)> =
            sql::packed(&self.read, "sentence", "FROM repeated_sentences", vec![]).await?;
        Ok(Repeated::of(rows.into_iter().map(|row| row.0)))
    }

    /// How many requests the terms were learnt from.
    ///
    /// # Errors
    /// What the database says.
    pub async fn readings_learnt_from(&self) -> Result<usize, StoreFault> {
        let text = "SELECT value FROM meta WHERE key = $1";
        let row: Option<Kept> = sql::one(&self.read, text, vec![READINGS.into()]).await?;
        Ok(row.and_then(|row| row.value.parse().ok()).unwrap_or(0))
    }
}

/// The key under which the number of requests learnt from is remembered.
pub const READINGS: &str = "topic_readings";
