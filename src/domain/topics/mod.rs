//! Recurring topics: what people keep asking.
//!
//! Finds topics among requests, names them, finds requests like a given one, and suggests
//! a confirmed topic for a new one. The same requests in any order give the same answer.
//! It suggests only: a person confirms.

pub mod alike;
pub mod arrival;
mod assign;
mod associations;
pub mod campaign;
mod capitals;
mod consensus;
mod corpus;
mod discovery;
mod graph;
pub mod identity;
mod index;
mod joined;
mod labels;
pub mod learnt;
mod leiden;
mod lexicon;
mod neighbours;
mod phrases;
pub mod register;
pub mod repeated;
mod text;
mod tokens;
mod vectors;
mod wording;

use serde::Deserialize;
use std::path::PathBuf;
use std::sync::Arc;

pub use assign::{Confirmed, Suggester, Suggestion, Suggestions};
pub use associations::AssociationSettings;
pub use discovery::{discover, discover_after};
pub use index::{Index, Similar};
pub use text::{Synonym, TextSettings};
pub use tokens::TokenVectors;

/// A request's text and what it is known by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Document<'a> {
    /// The id, unique among the documents given together.
    pub id: &'a str,
    /// What was asked.
    pub text: &'a str,
}

/// The settings of `config/topics.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// The word lists.
    pub text: TextSettings,
    /// Which words belong together.
    pub associations: AssociationSettings,
    /// How topics are found.
    pub discovery: DiscoverySettings,
    /// How similar requests are found and topics suggested.
    pub similar: SimilarSettings,
    /// Which model of token vectors helps, if one does; none where the file does not say.
    #[serde(default)]
    pub token_vectors: TokenSettings,
    /// That model, once it is read.
    #[serde(skip)]
    pub model: Option<Arc<TokenVectors>>,
}

/// Which model of token vectors helps.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TokenSettings {
    /// Its folder; empty for none.
    pub folder: PathBuf,
    /// How much likeness of meaning counts, beside 1 for likeness of words.
    pub weight: f32,
}

/// How topics are found.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DiscoverySettings {
    /// Neighbours looked at for each request.
    pub neighbours: usize,
    /// Higher finds more and smaller topics.
    pub resolution: f64,
    /// The several looks the topics are agreed from: these shares of `neighbours`...
    pub looks_at_neighbours: Vec<f64>,
    /// ...each at these multiples of `resolution`.
    pub looks_at_resolution: Vec<f64>,
    /// The resolution within a topic.
    pub fine_resolution: f64,
    /// How alike, 0 to 1, the words of two topics are that become one.
    pub alike: f32,
    /// Requests below which a topic is given to its neighbours.
    pub smallest_topic: usize,
}

/// How similar requests are found and topics suggested.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SimilarSettings {
    /// Neighbours a request is smoothed over.
    pub neighbours: usize,
    /// How much its neighbours count together, beside 1 for the request itself.
    pub smoothing: f32,
    /// Words kept of a smoothed request, the weightiest first.
    pub longest_row: usize,
}

/// What was found among the requests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Discovery {
    /// The topics, the one with most requests first.
    pub topics: Vec<Topic>,
    /// The finer topics within them, the one with most requests first.
    pub fine_topics: Vec<Topic>,
    /// The topic of each request, in the order the requests were given.
    pub assignments: Vec<Assignment>,
}

/// A topic as the machine suggests it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Topic {
    /// From 1, in order of size.
    pub number: u32,
    /// For a fine topic, the number of the topic it is part of.
    pub within: Option<u32>,
    /// A name in words a visitor would use, different from every other topic's of its level.
    pub label: String,
    /// The words that set it apart, the most telling first.
    pub words: Vec<String>,
    /// Up to three typical requests, by their place in the input.
    pub typical: Vec<usize>,
    /// How many requests it has.
    pub requests: usize,
}

/// The topic and fine topic of one request, by number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Assignment {
    /// The number of its topic.
    pub topic: u32,
    /// The number of its fine topic.
    pub fine_topic: u32,
}

#[cfg(test)]
mod labels_tests;
#[cfg(test)]
mod odd_logs_tests;
#[cfg(test)]
mod tests;
