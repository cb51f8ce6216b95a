//! A confirmed topic suggested for a new request, with the words that speak for it.
//!
//! Confirmed topics spread from the requests a person placed to the requests like them, fading on the
//! way, so that three confirmed requests can speak for a topic. Nothing is assigned: a person confirms.

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
    /// How much each reading belongs to each topic, in rows of topics.
    belonging: Vec<f32>,
}

/// Suggestions given at most.
const MOST: usize = 5;

/// Requests like the new one that are asked for their topics.
const ASKED: usize = 40;

impl Suggester {
    /// Learns from confirmed requests, and from the others which words belong together.
    #[must_use]
    pub fn new(
        confirmed: &[Confirmed<'_>],
        others: &[Document<'_>],
        settings: &Settings,
    ) -> Self {
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
        let belonging = spread(&index, &placed, settings);
        Self {
            index,
            topics,
            confirmed: placed,
            belonging,
        }
    }

    /// The topics that fit a text.
    #[must_use]
    pub fn suggest(&self, text: &str) -> Suggestions {
        let query = self.index.query(text);
        let mut scores = vec![0.0_f32; self.topics.len()];
        for (reading, likeness) in self.index.readings_like(&query, ASKED) {
            let row = reading as usize * self.topics.len();
            for (topic, score) in scores.iter_mut().enumerate() {
                *score += likeness * likeness * self.belonging[row + topic];
            }
        }
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
            new_topic_likelihood: 1.0 - self.closeness(&query).min(1.0),
            ranked,
        }
    }

    /// How close the nearest confirmed request is.
    fn closeness(&self, query: &super::index::Query) -> f32 {
        let near = self.index.readings_like(query, self.index.readings());
        let confirmed: Vec<u32> = self.confirmed.iter().flatten().copied().collect();
        near.iter()
            .find(|(reading, _)| confirmed.contains(reading))
            .map_or(0.0, |(_, likeness)| *likeness)
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

/// How much each reading belongs to each topic once confirmed topics have spread over neighbours.
#[expect(clippy::cast_precision_loss, reason = "counts are far below the precision of a float")]
fn spread(index: &Index, confirmed: &[Vec<u32>], settings: &Settings) -> Vec<f32> {
    let topics = confirmed.len();
    let mut seeds = vec![0.0_f32; index.readings() * topics];
    for (topic, readings) in confirmed.iter().enumerate() {
        for reading in readings {
            seeds[*reading as usize * topics + topic] = 1.0 / (readings.len() as f32).sqrt();
        }
    }
    let mut now = seeds.clone();
    for _ in 0..settings.similar.rounds {
        let mut next: Vec<f32> = seeds.iter().map(|s| s * (1.0 - settings.similar.spread)).collect();
        for (reading, near) in index.nearest.iter().enumerate() {
            let sum: f32 = near.iter().map(|(_, likeness)| likeness).sum();
            if sum <= 0.0 {
                continue;
            }
            for (other, likeness) in near {
                let share = settings.similar.spread * likeness / sum;
                for topic in 0..topics {
                    next[reading * topics + topic] += share * now[*other as usize * topics + topic];
                }
            }
        }
        now = next;
    }
    now
}
