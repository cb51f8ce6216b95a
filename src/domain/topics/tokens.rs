//! Words as vectors that stand still, from a model the administrator supplies: two requests can be
//! alike that share no word, and whose words no request of the log has together.

use super::Settings;
use super::corpus::Corpus;
use super::text::GAP;
use super::vectors::{Rows, real};
use std::collections::HashMap;
use std::sync::Arc;

/// The vectors of a model's pieces of words.
#[derive(Debug, Clone, PartialEq)]
pub struct TokenVectors {
    pieces: HashMap<String, u32>,
    /// What a piece begins with that goes on with a word, `##` in most models.
    continuing: String,
    width: usize,
    table: Vec<f32>,
}

impl TokenVectors {
    /// A model: its pieces with the row of each, what a continuing piece begins with, and the rows
    /// one after another. Nothing where a piece has no row.
    #[must_use]
    pub fn new(
        pieces: HashMap<String, u32>,
        continuing: String,
        width: usize,
        table: Vec<f32>,
    ) -> Option<Self> {
        let rows = table.len().checked_div(width)?;
        let whole = rows * width == table.len();
        let known = pieces.values().all(|row| (*row as usize) < rows);
        (whole && known).then_some(Self {
            pieces,
            continuing,
            width,
            table,
        })
    }

    /// How many numbers a vector has.
    #[must_use]
    pub const fn width(&self) -> usize {
        self.width
    }

    /// The vector of a word, of length one: the sum of its pieces, each the longest that fits
    /// (Schuster and Nakajima, 2012). Nothing where a part of the word is no piece.
    #[must_use]
    pub fn of(&self, word: &str) -> Option<Vec<f32>> {
        let mut sum = vec![0.0; self.width];
        let mut rest = word;
        let mut begun = String::new();
        while !rest.is_empty() {
            let ends = rest.char_indices().map(|(at, c)| at + c.len_utf8()).rev();
            let (end, row) = ends
                .filter_map(|end| {
                    let piece = format!("{begun}{}", &rest[..end]);
                    Some((end, self.pieces.get(&piece)?))
                })
                .next()?;
            let from = *row as usize * self.width;
            add(&mut sum, &self.table[from..from + self.width], 1.0);
            rest = &rest[end..];
            begun.clone_from(&self.continuing);
        }
        unit(&mut sum).then_some(sum)
    }
}

/// Scales to length one; whether there was a length.
fn unit(vector: &mut [f32]) -> bool {
    let length = dot(vector, vector).sqrt();
    if length > 0.0 {
        for number in vector {
            *number /= length;
        }
    }
    length > 0.0
}

fn add(sum: &mut [f32], vector: &[f32], weight: f32) {
    for (sum, number) in sum.iter_mut().zip(vector) {
        *sum += weight * number;
    }
}

fn dot(one: &[f32], other: &[f32]) -> f32 {
    one.iter().zip(other).map(|(a, b)| a * b).sum()
}

/// The readings as vectors: the sum of those of their words, as weighty as the words are.
pub(super) struct Meanings {
    model: Arc<TokenVectors>,
    /// How much meaning counts beside words.
    weight: f32,
    /// The vector of each stem, as it is most often written; zeros where the model has none.
    stems: Vec<f32>,
    readings: Vec<f32>,
    /// What the readings all have in common, which tells none from another (Arora, Liang and Ma, 2017).
    common: Vec<f32>,
}

impl Meanings {
    /// Of every reading, where the settings have a model.
    pub(super) fn of(corpus: &Corpus, rows: &Rows, settings: &Settings) -> Option<Self> {
        let model = settings.model.clone()?;
        let width = model.width;
        let mut written: Vec<HashMap<u32, u32>> = vec![HashMap::new(); corpus.lexicon.stems()];
        for form in corpus.readings.iter().flatten().filter(|w| **w != GAP) {
            let stem = corpus.lexicon.stem(*form) as usize;
            *written[stem].entry(*form).or_default() += 1;
        }
        let mut stems = vec![0.0; written.len() * width];
        for (vector, forms) in stems.chunks_exact_mut(width).zip(&written) {
            let most = forms
                .iter()
                .max_by_key(|(form, times)| (**times, u32::MAX - **form));
            if let Some(known) = most.and_then(|(form, _)| model.of(corpus.lexicon.form(*form))) {
                vector.copy_from_slice(&known);
            }
        }
        let mut meanings = Self {
            model,
            weight: settings.token_vectors.weight,
            stems,
            readings: Vec::with_capacity(rows.len() * width),
            common: vec![0.0; width],
        };
        let mut common = vec![0.0; width];
        for at in 0..rows.len() {
            add(&mut common, &meanings.sum(rows.row(at)), 1.0);
        }
        let share = 1.0 / real(rows.len());
        common.iter_mut().for_each(|number| *number *= share);
        meanings.common = common;
        for at in 0..rows.len() {
            let vector = meanings.sum(rows.row(at));
            meanings.readings.extend(vector);
        }
        Some(meanings)
    }

    /// The vector of weighed stems, of length one or zero.
    fn sum(&self, row: impl Iterator<Item = (u32, f32)>) -> Vec<f32> {
        let width = self.model.width;
        let mut sum = vec![0.0; width];
        for (stem, weight) in row {
            let from = stem as usize * width;
            add(&mut sum, &self.stems[from..from + width], weight);
        }
        self.apart(sum)
    }

    /// The vector of weighed words, which need not be those of any reading.
    pub(super) fn of_words<'w>(&self, words: impl Iterator<Item = (&'w str, f32)>) -> Vec<f32> {
        let mut sum = vec![0.0; self.model.width];
        for (word, weight) in words {
            if let Some(vector) = self.model.of(word) {
                add(&mut sum, &vector, weight);
            }
        }
        self.apart(sum)
    }

    /// A sum without what all have in common, of length one or zero.
    fn apart(&self, mut sum: Vec<f32>) -> Vec<f32> {
        if unit(&mut sum) {
            add(&mut sum, &self.common, -1.0);
            unit(&mut sum);
        }
        sum
    }

    /// The vector of a reading.
    pub(super) fn reading(&self, at: u32) -> &[f32] {
        let from = at as usize * self.model.width;
        &self.readings[from..from + self.model.width]
    }

    /// The middle of some readings, each counting so much, of length one or zero.
    pub(super) fn middle(&self, readings: impl Iterator<Item = (u32, f32)>) -> Vec<f32> {
        let mut sum = vec![0.0; self.model.width];
        for (reading, weight) in readings {
            add(&mut sum, self.reading(reading), weight);
        }
        unit(&mut sum);
        sum
    }

    /// How alike two are whose words are so alike, by words and meaning together.
    pub(super) fn beside(&self, likeness: f32, one: &[f32], other: &[f32]) -> f32 {
        let meant = dot(one, other).max(0.0);
        (likeness + self.weight * meant) / (1.0 + self.weight)
    }

    /// The readings found by their words, again by words and meaning together, the most alike
    /// first.
    pub(super) fn ranked(
        &self,
        vector: &[f32],
        mut found: Vec<(u32, f32)>,
        wanted: usize,
    ) -> Vec<(u32, f32)> {
        for (row, likeness) in &mut found {
            *likeness = self.beside(*likeness, vector, self.reading(*row));
        }
        found.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        found.truncate(wanted);
        found
    }
}

#[cfg(test)]
#[path = "tokens_tests.rs"]
mod tests;
