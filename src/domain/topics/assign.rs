//! A confirmed topic suggested for a new request, with the words that speak for it.
//!
//! A topic fits as well as its confirmed requests are like the new one on average, each request being
//! read with its neighbours, so that three confirmed requests can speak for a topic. Nothing is
//! assigned: a person confirms.

use super::index::Index;
use super::{Document, Settings};

/// A request a person has placed in a topic.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Confirmed<'a> {
    /// The request.
    pub document: Document<'a>,
    /// The topic, as the caller knows it.
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
    topics: Vec<String>,
    /// The confirmed readings of each topic.
    confirmed: Vec<Vec<u32>>,
}

/// Suggestions given at most.
const MOST: usize = 5;

impl Suggester {
    /// Learns from confirmed requests, and from the others which words belong together.
    #[must_use]
    pub fn new(confirmed: &[Confirmed<'_>], others: &[Document<'_>], settings: &Settings) -> Self {
        let documents: Vec<Document<'_>> = confirmed
            .iter()
            .map(|c| c.document)
            .chain(others.iter().copied())
            .collect();
        let index = Index::new(&documents, settings);
        let mut topics: Vec<String> = confirmed.iter().map(|c| c.topic.to_owned()).collect();
        topics.sort_unstable();
        topics.dedup();
        let mut placed = vec![Vec::new(); topics.len()];
        for (place, request) in confirmed.iter().enumerate() {
            if let Ok(topic) = topics.binary_search_by(|t| t.as_str().cmp(request.topic)) {
                placed[topic].push(index.reading_at(place));
            }
        }
        for readings in &mut placed {
            readings.sort_unstable();
            readings.dedup();
        }
        Self {
            index,
            topics,
            confirmed: placed,
        }
    }

    /// The topics that fit a text.
    #[must_use]
    pub fn suggest(&self, text: &str) -> Suggestions {
        let query = self.index.query(text);
        let like = self.index.likeness(&query);
        let closest = self
            .confirmed
            .iter()
            .flatten()
            .map(|reading| like[*reading as usize])
            .fold(0.0, f32::max);
        let scores: Vec<f32> = self
            .confirmed
            .iter()
            .map(|readings| mean(readings.iter().map(|reading| like[*reading as usize])))
            .collect();
        let sum: f32 = scores.iter().sum();
        let mut ranked: Vec<(usize, f32)> = scores
            .iter()
            .copied()
            .enumerate()
            .filter(|(_, score)| *score > 0.0)
            .collect();
        ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        let ranked: Vec<Suggestion> = ranked
            .into_iter()
            .take(MOST)
            .map(|(topic, score)| Suggestion {
                topic: self.topics[topic].clone(),
                score: score / sum,
                because: self.because(&query, topic),
            })
            .collect();
        Suggestions {
            new_topic_likelihood: 1.0 - closest.min(1.0),
            ranked,
        }
    }

    /// The words a text shares with a topic's confirmed requests.
    fn because(&self, query: &super::index::Query, topic: usize) -> Vec<String> {
        let mut words: Vec<String> = Vec::new();
        for reading in &self.confirmed[topic] {
            for word in self.index.shared(query, *reading) {
                if !words.contains(&word) {
                    words.push(word);
                }
            }
        }
        words
    }
}

/// The middle of some likenesses; nothing is like nothing.
#[expect(
    clippy::cast_precision_loss,
    reason = "counts are far below the precision of a float"
)]
fn mean(likenesses: impl ExactSizeIterator<Item = f32>) -> f32 {
    let count = likenesses.len().max(1) as f32;
    likenesses.sum::<f32>() / count
}
