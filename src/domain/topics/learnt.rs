//! What is kept of a search for topics: the words with how common they are and what belongs to
//! them, each topic as the weights of its words, and each request as those of its own, with the
//! ones most like it.
//!
//! With this a new request is placed without the others being read again.

use super::index::{Index, Similar};
use super::neighbours;
use super::text::number;
use super::vectors::real;
use std::collections::HashMap;

/// Words kept of a topic, the weightiest first.
const WORDS_OF_TOPIC: usize = 150;

/// Words kept that belong to a word.
const COMPANIONS: usize = 4;

/// A word the requests share.
#[derive(Debug, Clone, PartialEq)]
pub struct Term {
    /// Its stem.
    pub stem: String,
    /// How many requests that read differently have it.
    pub readings: u32,
    /// The stems that belong to it, and how closely.
    pub companions: Vec<(String, f32)>,
}

/// A topic as the weights of its words.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TopicWeights {
    /// Each stem with its weight.
    pub words: Vec<(String, f32)>,
    /// How well its own requests fit it in the middle.
    pub cohesion: f32,
}

/// Stems with their weights, the weightiest first and the lowest stem first among equals.
pub type WordWeights = Vec<(String, f32)>;

/// Words kept of a request: with 12 the requests like it are found nearly as well as with 60.
const WORDS_OF_REQUEST: usize = 12;

/// The words of a request that are kept.
#[must_use]
pub fn weightiest(mut words: WordWeights) -> WordWeights {
    words.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    words.truncate(WORDS_OF_REQUEST);
    words
}

/// The middle of a topic's requests.
pub struct Centre(HashMap<u32, f32>);

impl Index {
    /// Tells for each request, by place, the ones most like it: copies first. Told one by
    /// one, since with the words they share they would be most of what a search holds.
    pub fn like_each(&self, top: usize, mut tell: impl FnMut(usize, Vec<Similar>)) {
        let nearest = neighbours::by_words(&self.smooth, top);
        for (reading, near) in (0..).zip(nearest.lists()) {
            let own = self.own(reading);
            let copies = &self.places[reading as usize];
            let mut found: Vec<Similar> = Vec::new();
            let all = [(reading, 1.0)].into_iter().chain(near);
            for (other, score) in all {
                let shared = self.in_common(&own, &[other]);
                // Smoothing makes requests alike that share nothing anybody can see.
                if shared.is_empty() || found.len() > top {
                    continue;
                }
                found.extend(
                    self.places[other as usize]
                        .iter()
                        .take(top + 1)
                        .map(|place| Similar {
                            place: *place,
                            score: score.min(1.0),
                            shared: shared.clone(),
                        }),
                );
            }
            for copy in copies {
                let others = found.iter().filter(|similar| similar.place != *copy);
                tell(*copy, others.take(top).cloned().collect());
            }
        }
    }

    /// The words that more than one request has.
    #[must_use]
    pub fn terms(&self) -> Vec<Term> {
        let lexicon = &self.corpus.lexicon;
        let mut readings = vec![0_u32; lexicon.stems()];
        let mut requests = vec![0_u32; lexicon.stems()];
        for reading in 0..number(self.corpus.len()) {
            for (stem, _) in self.own(reading) {
                readings[stem as usize] += 1;
                requests[stem as usize] += self.corpus.copies[reading as usize];
            }
        }
        (0..number(lexicon.stems()))
            .filter(|stem| requests[*stem as usize] > 1)
            .map(|stem| Term {
                stem: lexicon.stem_name(stem).to_owned(),
                readings: readings[stem as usize],
                companions: self
                    .associations
                    .of(stem)
                    .into_iter()
                    .take(COMPANIONS)
                    .map(|(other, strength)| (lexicon.stem_name(other).to_owned(), strength))
                    .collect(),
            })
            .collect()
    }

    /// The sentences the requests repeat whatever they ask for.
    #[must_use]
    pub fn repeated(&self) -> Vec<i64> {
        self.corpus.repeated.digests()
    }

    /// How many requests read differently.
    #[must_use]
    pub fn readings(&self) -> usize {
        self.corpus.len()
    }

    /// What is kept of the request at a place: its words smoothed over its neighbours.
    #[must_use]
    pub fn words_at(&self, place: usize) -> WordWeights {
        let words = self.smooth.rows.row(self.reading_at(place) as usize);
        let name = |stem| self.corpus.lexicon.stem_name(stem).to_owned();
        weightiest(words.map(|(stem, weight)| (name(stem), weight)).collect())
    }

    /// The middle of the requests at these places, each reading once.
    #[must_use]
    pub fn centre(&self, places: &[usize]) -> Centre {
        let readings = self.readings_at(places);
        let mut sums: HashMap<u32, f32> = HashMap::new();
        for reading in &readings {
            for (stem, weight) in self.smooth.rows.row(*reading as usize) {
                *sums.entry(stem).or_default() += weight / real(readings.len());
            }
        }
        Centre(sums)
    }

    /// How well the request at a place fits a topic's centre.
    #[must_use]
    pub fn fit(&self, place: usize, centre: &Centre) -> f32 {
        self.smooth
            .rows
            .row(self.reading_at(place) as usize)
            .map(|(stem, weight)| weight * centre.0.get(&stem).copied().unwrap_or(0.0))
            .sum()
    }

    fn readings_at(&self, places: &[usize]) -> Vec<u32> {
        let mut readings: Vec<u32> = places.iter().map(|place| self.reading_at(*place)).collect();
        readings.sort_unstable();
        readings.dedup();
        readings
    }

    /// A topic of the requests at these places as what is kept of it.
    #[must_use]
    pub fn weights_of(&self, places: &[usize]) -> TopicWeights {
        let readings = self.readings_at(places);
        if readings.is_empty() {
            return TopicWeights::default();
        }
        let mut words: Vec<(u32, f32)> = self.centre(places).0.into_iter().collect();
        words.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        words.truncate(WORDS_OF_TOPIC);
        let kept: HashMap<u32, f32> = words.iter().copied().collect();
        let fit = |reading: &u32| -> f32 {
            // As a new request is read: its words and what belongs to them, not its neighbours.
            let wide = self.associations.widen(self.own(*reading).into_iter());
            wide.iter()
                .map(|(stem, weight)| weight * kept.get(stem).copied().unwrap_or(0.0))
                .sum()
        };
        TopicWeights {
            cohesion: readings.iter().map(fit).sum::<f32>() / real(readings.len()),
            words: words
                .into_iter()
                .map(|(stem, weight)| (self.corpus.lexicon.stem_name(stem).to_owned(), weight))
                .collect(),
        }
    }
}
