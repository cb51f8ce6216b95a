//! Placing a request as it arrives: topics it may belong to, and earlier requests like it.
//!
//! A suggestion stands beside the case until a person confirms or changes it.

use super::{Casework, CaseworkFault, Moment};
use crate::domain::case::questions::questions_in;
use crate::domain::publication::board::Stage;
use crate::domain::topics::arrival::{Fitting, PROBABLY_NEW, Word, fitting};
use crate::domain::topics::campaign::letter;
use crate::domain::topics::learnt::Term;
use crate::domain::topics::register::{Nature, Standing};
use crate::store::{Alike, AskedWord, StoreFault, Unit};
use chrono::Months;
use std::collections::{HashMap, HashSet};

/// Earlier requests kept with a case.
pub(super) const SIMILAR: usize = 5;

/// Words the earlier requests are looked for with, and how many requests that have one are looked
/// at, the newest first: going through them is most of what an arrival costs.
const WORDS_ASKED: usize = 6;
const REQUESTS_ASKED: u32 = 150;

/// Earlier requests whose texts are read.
const TEXTS_READ: usize = 12;

/// Words told of a similar request.
const WORDS_TOLD: usize = 6;

/// What the public may be told that others asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskedBefore {
    /// The topic.
    pub label: String,
    /// How many people asked in the last two years.
    pub requesters: u32,
    /// The number and title of what is published of it.
    pub publication: Option<(i64, String)>,
}

/// What a request looks like on arrival.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Arrival {
    /// Topics it may belong to, the one that fits best first.
    pub topics: Vec<Fitting>,
    /// The same for each question, where there are several.
    pub questions: Vec<Vec<Fitting>>,
    /// Earlier requests like it, and the words both have.
    pub similar: Vec<(i64, Vec<String>)>,
    /// The earlier requests it is a copy of, and the campaign they are part of.
    copies: (Vec<i64>, Option<i64>),
    /// Whether there was anything to compare it with.
    compared: bool,
}

impl Arrival {
    /// Whether no topic fits well.
    #[must_use]
    pub fn is_probably_new(&self) -> bool {
        self.topics
            .first()
            .is_none_or(|best| best.fit < PROBABLY_NEW)
    }
}

impl Casework {
    /// What a text and its questions look like beside the requests there are. It reads a few
    /// rows, not the log.
    ///
    /// # Errors
    /// What the database says.
    pub async fn arrival(&self, text: &str) -> Result<Arrival, CaseworkFault> {
        let readings = self.store.readings_learnt_from().await?;
        if readings == 0 {
            return Ok(Arrival::default());
        }
        let repeated = self.store.repeated().await?;
        let read = |text: &str| self.text_reader.words(&repeated.without(text));
        let words = read(text);
        let stems: Vec<&str> = words.iter().take(200).map(|w| w.stem.as_str()).collect();
        let known = self.store.topic_terms(&stems).await?;
        let wide = self.text_reader.weigh(&words, &known, readings);
        let stems: Vec<&str> = wide.keys().map(String::as_str).collect();
        let (weights, topics) = self.store.topic_weights(&stems).await?;
        let asked = asked(&words, &known, readings);
        let found = self.store.with_words(&asked, TEXTS_READ).await?;
        let own = letter(text);
        let of_question = |question: &String| {
            let words = read(question);
            let wide = self.text_reader.weigh(&words, &known, readings);
            fitting(&words, &wide, &weights, &topics)
        };
        let questions = questions_in(text);
        let several = if questions.len() > 1 {
            &questions[..]
        } else {
            &[]
        };
        let mut arrival = Arrival {
            topics: fitting(&words, &wide, &weights, &topics),
            questions: several.iter().map(of_question).collect(),
            compared: true,
            ..Arrival::default()
        };
        let stems: HashSet<&str> = words.iter().map(|word| word.stem.as_str()).collect();
        let mut alike: Vec<(f32, i64, Vec<String>)> = Vec::new();
        for other in found {
            if own.is_some() && own == letter(&other.body) {
                arrival.copies.0.push(other.id);
                arrival.copies.1 = arrival.copies.1.or(other.campaign);
            }
            let theirs = read(&other.body);
            let length = real(theirs.len()).sqrt();
            let mut shared: Vec<(u32, String)> = theirs
                .into_iter()
                .filter(|word| stems.contains(word.stem.as_str()))
                .map(|word| {
                    let having = known.get(&word.stem).map_or(1, |term| term.readings);
                    (having, word.written)
                })
                .collect();
            // One common word makes no two requests alike.
            if shared.len() < 2.min(words.len()) {
                continue;
            }
            let together: f32 = shared
                .iter()
                .map(|(having, _)| rarity(readings, *having).powi(2))
                .sum();
            shared.sort();
            shared.truncate(WORDS_TOLD);
            let shared = shared.into_iter().map(|(_, word)| word).collect();
            alike.push((together / length, other.id, shared));
        }
        alike.sort_by(|a, b| b.0.total_cmp(&a.0).then(b.1.cmp(&a.1)));
        alike.truncate(SIMILAR);
        let similar = alike.into_iter().map(|(_, id, shared)| (id, shared));
        arrival.similar = similar.collect();
        Ok(arrival)
    }

    /// What the public may be told that others asked like this text: a topic a person confirmed,
    /// that at least as many people asked about as disclosure control wants, and what is
    /// published of it.
    ///
    /// # Errors
    /// What the database says.
    pub async fn asked_before(
        &self,
        text: &str,
        now: Moment,
    ) -> Result<Option<AskedBefore>, CaseworkFault> {
        let arrival = self.arrival(text).await?;
        let Some(best) = arrival
            .topics
            .first()
            .filter(|_| !arrival.is_probably_new())
        else {
            return Ok(None);
        };
        let topic = self.store.topic(best.topic).await?;
        let Some(topic) = topic
            .filter(|t| t.entry.standing == Standing::Confirmed && t.entry.nature == Nature::Open)
        else {
            return Ok(None);
        };
        let since = now.today.checked_sub_months(Months::new(24));
        let requesters = self
            .store
            .requesters_of(topic.entry.id, since.unwrap_or(now.today))
            .await?;
        if requesters < self.weights.disclosure.threshold {
            return Ok(None);
        }
        let decisions = self.store.decisions(Some(topic.entry.id)).await?;
        let published = decisions
            .into_iter()
            .find(|d| d.stage() == Stage::Published);
        Ok(Some(AskedBefore {
            label: topic.entry.label,
            requesters,
            publication: published.map(|row| (row.id, row.title)),
        }))
    }

    /// Keeps with a case just logged what it looked like on arrival.
    pub(super) async fn keep_arrival(
        &self,
        unit: &Unit,
        case_id: i64,
        arrival: &Arrival,
    ) -> Result<(), StoreFault> {
        if !arrival.compared {
            return Ok(());
        }
        let alike: Vec<Alike> = arrival
            .similar
            .iter()
            .map(|(other, shared)| Alike {
                case_id,
                other_id: *other,
                shared: shared.join(", "),
            })
            .collect();
        unit.keep_alike(&[], &alike).await?;
        let fits = |list: &[Fitting]| -> Vec<Fitting> {
            let near = list.iter().filter(|topic| topic.fit >= PROBABLY_NEW);
            near.cloned().collect()
        };
        let questions: Vec<(u16, Vec<Fitting>)> = (1_u16..)
            .zip(&arrival.questions)
            .map(|(number, topics)| (number, fits(topics)))
            .collect();
        unit.keep_suggestions(case_id, &arrival.topics, &questions)
            .await?;
        if let Some(best) = arrival.topics.first()
            && !arrival.is_probably_new()
        {
            unit.suggest_topic(case_id, best.topic).await?;
        }
        let (copies, campaign) = &arrival.copies;
        let most = self.weights.demand.campaign_most as usize;
        let first = campaign.or_else(|| copies.iter().min().copied());
        if let Some(campaign) = first.filter(|_| copies.len() >= most) {
            let mut cases = copies.clone();
            cases.push(case_id);
            unit.mark_campaign(campaign, &cases).await?;
        }
        Ok(())
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "counts are far below the precision of a float"
)]
fn real(count: usize) -> f32 {
    count as f32
}

/// How much a word says that so many of the readings have.
fn rarity(readings: usize, having: u32) -> f32 {
    (1.0 + real(readings) / (1.0 + real(having as usize))).ln()
}

/// The rarest words of a text.
fn asked(words: &[Word], known: &HashMap<String, Term>, readings: usize) -> Vec<AskedWord> {
    let mut rare: Vec<(u32, &Word)> = words
        .iter()
        .filter_map(|word| Some((known.get(&word.stem)?.readings, word)))
        .collect();
    rare.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.stem.cmp(&b.1.stem)));
    rare.into_iter()
        .take(WORDS_ASKED)
        .map(|(having, word)| AskedWord {
            written: word.written.clone(),
            weight: rarity(readings, having),
            most: REQUESTS_ASKED,
        })
        .collect()
}
