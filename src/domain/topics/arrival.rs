//! A request as it arrives: which topics it may belong to, from what the last search learnt.
//!
//! Nothing is assigned: a person confirms.

use super::learnt::Term;
use super::lexicon::Lexicon;
use super::text::{GAP, Reader};
use super::vectors::rarity;
use super::{AssociationSettings, TextSettings};
use std::collections::{BTreeMap, HashMap};

/// Reads texts as the search for topics does; compiled once.
pub struct TextReader {
    reader: Reader,
    associations: AssociationSettings,
}

/// A word of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// Its stem.
    pub stem: String,
    /// The word as it is written first.
    pub written: String,
    /// How often it is written.
    pub times: u32,
}

/// A topic a request may belong to.
#[derive(Debug, Clone, PartialEq)]
pub struct Fitting {
    /// The topic.
    pub topic: i64,
    /// How well it fits, where 1 is as well as the topic's own requests do.
    pub fit: f32,
    /// The words that speak for it, the most telling first.
    pub because: Vec<String>,
}

/// What each topic weighs a stem.
#[derive(Debug, Clone, PartialEq)]
pub struct StemTopics {
    /// The stem.
    pub stem: String,
    /// Topics with their weights of it.
    pub topics: Vec<(i64, f32)>,
}

/// A topic a request can be placed in.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Placeable {
    /// The topic it is now: another one where it was merged.
    pub topic: i64,
    /// How well its own requests fit it in the middle.
    pub cohesion: f32,
}

/// A fit below which a request is probably about something new.
pub const PROBABLY_NEW: f32 = 0.4;

/// Topics suggested at most.
const MOST: usize = 3;

/// Words told of a topic, or of an earlier request.
pub(super) const WORDS_TOLD: usize = 6;

impl TextReader {
    /// Compiles the word lists.
    #[must_use]
    pub fn new(text: &TextSettings, associations: &AssociationSettings) -> Self {
        Self {
            reader: Reader::new(text),
            associations: associations.clone(),
        }
    }

    /// The telling words of a text, by stem.
    #[must_use]
    pub fn words(&self, text: &str) -> Vec<Word> {
        let mut lexicon = Lexicon::default();
        let mut words: BTreeMap<u32, Word> = BTreeMap::new();
        for form in self.reader.read(text, &mut lexicon) {
            if form == GAP {
                continue;
            }
            let stem = lexicon.stem(form);
            words
                .entry(stem)
                .and_modify(|word| word.times += 1)
                .or_insert_with(|| Word {
                    stem: lexicon.stem_name(stem).to_owned(),
                    written: lexicon.form(form).to_owned(),
                    times: 1,
                });
        }
        words.into_values().collect()
    }

    /// The words with their weights and, more faintly, those that belong to them; `readings` is
    /// how many requests the terms were learnt from.
    #[must_use]
    #[expect(
        clippy::cast_precision_loss,
        reason = "counts are far below the precision of a float"
    )]
    pub fn weigh(
        &self,
        words: &[Word],
        known: &HashMap<String, Term>,
        readings: usize,
    ) -> BTreeMap<String, f32> {
        let mut own: Vec<(&Word, &Term, f32)> = words
            .iter()
            .filter_map(|word| {
                let term = known.get(&word.stem)?;
                let weight = (1.0 + (word.times as f32).ln()) * rarity(readings, term.readings);
                Some((word, term, weight))
            })
            .collect();
        let length = own.iter().map(|(.., w)| w * w).sum::<f32>().sqrt();
        for (.., weight) in &mut own {
            *weight /= length;
        }
        let mut wide: BTreeMap<String, f32> = BTreeMap::new();
        for (word, term, weight) in own {
            *wide.entry(word.stem.clone()).or_default() += weight;
            for (other, strength) in &term.companions {
                *wide.entry(other.clone()).or_default() +=
                    self.associations.weight * weight * strength;
            }
        }
        let length = wide.values().map(|w| w * w).sum::<f32>().sqrt();
        if length > 0.0 {
            for weight in wide.values_mut() {
                *weight /= length;
            }
        }
        wide
    }
}

/// How like a topic a request is, and which words say so.
#[derive(Default)]
struct Sum<'a> {
    likeness: f32,
    cohesion: f32,
    spoken: Vec<(f32, &'a str)>,
}

impl Sum<'_> {
    fn fitting(mut self, topic: i64) -> Fitting {
        self.spoken
            .sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
        let told = self.spoken.into_iter().take(WORDS_TOLD);
        Fitting {
            topic,
            fit: if self.cohesion > 0.0 {
                self.likeness / self.cohesion
            } else {
                0.0
            },
            because: told.map(|(_, word)| word.to_owned()).collect(),
        }
    }
}

/// The topics a request may belong to, the one that fits best first; `topics` are those there are,
/// by the numbers the weights name.
#[must_use]
pub fn fitting(
    words: &[Word],
    wide: &BTreeMap<String, f32>,
    weights: &[StemTopics],
    topics: &HashMap<i64, Placeable>,
) -> Vec<Fitting> {
    let written: HashMap<&str, &str> = words
        .iter()
        .map(|word| (word.stem.as_str(), word.written.as_str()))
        .collect();
    let mut sums: BTreeMap<i64, Sum<'_>> = BTreeMap::new();
    for of in weights {
        let Some(weight) = wide.get(&of.stem) else {
            continue;
        };
        let word = written.get(of.stem.as_str());
        for (topic, theirs) in &of.topics {
            let Some(placeable) = topics.get(topic) else {
                continue;
            };
            let sum = sums.entry(placeable.topic).or_default();
            sum.likeness += weight * theirs;
            sum.cohesion = sum.cohesion.max(placeable.cohesion);
            sum.spoken.extend(word.map(|word| (weight * theirs, *word)));
        }
    }
    let mut found: Vec<(i64, Sum<'_>)> = sums
        .into_iter()
        .filter(|(_, sum)| !sum.spoken.is_empty())
        .collect();
    found.sort_by(|a, b| b.1.likeness.total_cmp(&a.1.likeness).then(a.0.cmp(&b.0)));
    found.truncate(MOST);
    found
        .into_iter()
        .map(|(topic, sum)| sum.fitting(topic))
        .collect()
}
