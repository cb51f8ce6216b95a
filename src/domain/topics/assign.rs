//! A confirmed topic suggested for a new request, with the words that speak for it.
//!
//! A topic fits as well as the middle of its confirmed requests and its name is like the new one, each
//! being read with its neighbours, so that three confirmed requests can speak for a topic. Nothing is
//! assigned: a person confirms.

use std::collections::BTreeMap;

use super::index::{Index, Query};
use super::neighbours::{Scores, Searchable};
use super::vectors::{Rows, scale};
use super::{Document, Settings};

/// A request a person has placed in a topic.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Confirmed<'a> {
    /// The request.
    pub document: Document<'a>,
    /// The topic, as the caller knows it: by a name in words, it is better found.
    pub topic: &'a str,
}

/// What is suggested for one request.
#[derive(Debug, Clone, PartialEq)]
pub struct Suggestions {
    /// Topics, the best first.
    pub ranked: Vec<Suggestion>,
    /// How likely, 0 to 1, it is that no confirmed topic fits.
    pub new_topic_likelihood: f32,
}

/// A topic suggested for a request.
#[derive(Debug, Clone, PartialEq)]
pub struct Suggestion {
    /// The topic, as the caller knows it.
    pub topic: String,
    /// How well it fits beside the other topics, 0 to 1.
    pub score: f32,
    /// The words that speak for it, the most telling first.
    pub because: Vec<String>,
}

/// Suggests topics.
pub struct Suggester {
    index: Index,
    topics: Vec<Topic>,
    /// The terms of the topics' middles, each topic a row.
    middles: Searchable,
}

/// A topic as its confirmed requests and its name make it.
struct Topic {
    name: String,
    /// Its confirmed readings, and last its name.
    readings: Vec<u32>,
    /// What it means in the middle, where there is a model.
    meaning: Option<Vec<f32>>,
}

/// Suggestions given at most.
const MOST: usize = 5;

/// Confirmed requests a topic's name counts as much as: it says on purpose what they have in common.
const NAME_COUNTS_AS: f32 = 2.0;

impl Suggester {
    /// Learns from confirmed requests and the names of their topics, and from the others which words
    /// belong together.
    #[must_use]
    pub fn new(confirmed: &[Confirmed<'_>], others: &[Document<'_>], settings: &Settings) -> Self {
        let mut places: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (place, request) in confirmed.iter().enumerate() {
            places.entry(request.topic).or_default().push(place);
        }
        let names = places.keys().map(|name| Document {
            id: name,
            text: name,
        });
        let documents: Vec<Document<'_>> = confirmed
            .iter()
            .map(|request| request.document)
            .chain(names)
            .chain(others.iter().copied())
            .collect();
        let index = Index::new(&documents, settings);
        let mut middles = Rows::new();
        let topics = (confirmed.len()..)
            .zip(&places)
            .map(|(name_at, (name, places))| {
                let mut readings: Vec<u32> = places
                    .iter()
                    .map(|place| index.reading_at(*place))
                    .collect();
                readings.sort_unstable();
                readings.dedup();
                readings.push(index.reading_at(name_at));
                middles.push(middle(&index, &readings));
                Topic {
                    name: (*name).to_owned(),
                    meaning: index
                        .meanings
                        .as_ref()
                        .map(|meanings| meanings.middle(counting(&readings))),
                    readings,
                }
            })
            .collect();
        Self {
            middles: Searchable::of(middles, index.corpus.lexicon.stems()),
            index,
            topics,
        }
    }

    /// The topics that fit a text.
    #[must_use]
    pub fn suggest(&self, text: &str) -> Suggestions {
        let query = self.index.query(text);
        let fitting = self.fitting(&query);
        let sum: f32 = fitting.iter().map(|(_, fit)| fit).sum();
        let best = fitting.first().map_or(0.0, |(_, fit)| *fit);
        let closest = fitting
            .iter()
            .take(MOST)
            .flat_map(|(topic, _)| &topic.readings)
            .map(|reading| self.index.likeness(&query, *reading))
            .fold(0.0, f32::max);
        let ranked = fitting
            .iter()
            .take(MOST)
            .map(|(topic, fit)| Suggestion {
                topic: topic.name.clone(),
                score: fit / sum,
                because: self.index.shared(&query, &topic.readings),
            })
            .collect();
        Suggestions {
            new_topic_likelihood: unlike(best, closest),
            ranked,
        }
    }

    /// The topics that have to do with a request and how well they fit it, the best first.
    fn fitting(&self, query: &Query) -> Vec<(&Topic, f32)> {
        let words = query.smooth.iter().copied();
        let all = self.topics.len();
        let mut fitting: Vec<(&Topic, f32)> = Scores::new(all)
            .nearest(words, &self.middles, all)
            .into_iter()
            .map(|(topic, fit)| (&self.topics[topic as usize], fit))
            .collect();
        if let (Some(meanings), Some(meaning)) = (&self.index.meanings, &query.meaning) {
            for (topic, fit) in &mut fitting {
                let theirs = topic.meaning.as_deref().unwrap_or_default();
                *fit = meanings.beside(*fit, meaning, theirs);
            }
            fitting.sort_by(|a, b| b.1.total_cmp(&a.1));
        }
        fitting
    }
}

/// How likely a request fits no topic: the less, the better it fits the middle of one, and not at all
/// where it reads like one of its requests.
fn unlike(middle: f32, closest: f32) -> f32 {
    ((1.0 - middle.min(1.0)) * (1.0 - closest.min(1.0))).sqrt()
}

/// Readings of a topic, the last its name, with how much each counts.
fn counting(readings: &[u32]) -> impl Iterator<Item = (u32, f32)> + '_ {
    let name = readings.len().saturating_sub(1);
    readings.iter().enumerate().map(move |(at, reading)| {
        let counts = if at == name { NAME_COUNTS_AS } else { 1.0 };
        (*reading, counts)
    })
}

/// The middle of a topic's readings, of length one.
fn middle(index: &Index, readings: &[u32]) -> Vec<(u32, f32)> {
    let mut sums: BTreeMap<u32, f32> = BTreeMap::new();
    for (reading, counts) in counting(readings) {
        for (term, weight) in index.smooth.rows.row(reading as usize) {
            *sums.entry(term).or_default() += counts * weight;
        }
    }
    let mut row: Vec<(u32, f32)> = sums.into_iter().collect();
    scale(&mut row);
    row
}

#[cfg(test)]
#[path = "assign_tests.rs"]
mod tests;
