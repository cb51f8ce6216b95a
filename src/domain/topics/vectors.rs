//! Readings as sparse vectors of stems: a word counts by the logarithm of how often it is
//! written, and the more the rarer it is; every vector has length one.

use super::corpus::Corpus;
use super::text::GAP;

/// Sparse rows, each in order of term.
#[derive(Debug, Clone, Default)]
pub(super) struct Rows {
    starts: Vec<usize>,
    terms: Vec<u32>,
    weights: Vec<f32>,
}

impl Rows {
    /// No rows yet.
    pub(super) fn new() -> Self {
        Self {
            starts: vec![0],
            terms: Vec::new(),
            weights: Vec::new(),
        }
    }

    /// Adds a row of terms in ascending order.
    pub(super) fn push(&mut self, row: impl IntoIterator<Item = (u32, f32)>) {
        for (term, weight) in row {
            self.terms.push(term);
            self.weights.push(weight);
        }
        self.starts.push(self.terms.len());
    }

    /// How many rows there are.
    pub(super) fn len(&self) -> usize {
        self.starts.len() - 1
    }

    /// How many terms a row has.
    pub(super) fn length(&self, at: usize) -> usize {
        self.starts[at + 1] - self.starts[at]
    }

    /// The terms and weights of a row.
    pub(super) fn row(&self, at: usize) -> impl Iterator<Item = (u32, f32)> + Clone + '_ {
        let range = self.starts[at]..self.starts[at + 1];
        self.terms[range.clone()]
            .iter()
            .copied()
            .zip(self.weights[range].iter().copied())
    }
}

/// In how many readings each stem occurs.
pub(super) fn document_frequencies(corpus: &Corpus) -> Vec<u32> {
    let mut frequency = vec![0_u32; corpus.lexicon.stems()];
    let mut last_seen = vec![u32::MAX; corpus.lexicon.stems()];
    for (at, words) in (0_u32..).zip(&corpus.readings) {
        for word in words.iter().filter(|w| **w != GAP) {
            let stem = corpus.lexicon.stem(*word) as usize;
            if last_seen[stem] != at {
                last_seen[stem] = at;
                frequency[stem] += 1;
            }
        }
    }
    frequency
}

/// The weight of a stem found in `frequency` of `count` readings.
pub(super) fn rarity(count: usize, frequency: u32) -> f32 {
    ((1.0 + real(count)) / (1.0 + real(frequency as usize))).ln() + 1.0
}

/// A count to reckon with.
#[expect(
    clippy::cast_precision_loss,
    reason = "counts are far below the precision of a float"
)]
pub(super) fn real(count: usize) -> f32 {
    count as f32
}

/// Stems of a reading with their counts, in order of stem.
pub(super) fn stems_of(corpus: &Corpus, words: &[u32]) -> Vec<(u32, u32)> {
    counted(
        words
            .iter()
            .filter(|w| **w != GAP)
            .map(|w| corpus.lexicon.stem(*w))
            .collect(),
    )
}

/// Each number with how often it occurs, in order.
pub(super) fn counted(mut stems: Vec<u32>) -> Vec<(u32, u32)> {
    stems.sort_unstable();
    let mut counted: Vec<(u32, u32)> = Vec::with_capacity(stems.len());
    for stem in stems {
        match counted.last_mut() {
            Some((last, times)) if *last == stem => *times += 1,
            Some(_) | None => counted.push((stem, 1)),
        }
    }
    counted
}

/// A weight for each term of each reading: sublinear counts times `importance`, scaled to length one.
pub(super) fn weigh(corpus: &Corpus, importance: &[f32]) -> Rows {
    let mut rows = Rows::new();
    for words in &corpus.readings {
        rows.push(weighed(stems_of(corpus, words), importance));
    }
    rows
}

/// The row of counted stems.
pub(super) fn weighed(counted: Vec<(u32, u32)>, importance: &[f32]) -> Vec<(u32, f32)> {
    let mut row: Vec<(u32, f32)> = counted
        .into_iter()
        .map(|(stem, times)| {
            (
                stem,
                (1.0 + real(times as usize).ln()) * importance[stem as usize],
            )
        })
        .filter(|(_, weight)| *weight > 0.0)
        .collect();
    scale(&mut row);
    row
}

/// Scales a row to length one; an empty row stays empty.
pub(super) fn scale(row: &mut [(u32, f32)]) {
    let length = row.iter().map(|(_, w)| w * w).sum::<f32>().sqrt();
    if length > 0.0 {
        for (_, weight) in row {
            *weight /= length;
        }
    }
}

/// What two rows in order of term have in common: their cosine, where both are of length one.
pub(super) fn dot(one: &[(u32, f32)], other: impl Iterator<Item = (u32, f32)>) -> f32 {
    let mut ours = one.iter().peekable();
    let mut sum = 0.0;
    for (term, weight) in other {
        while ours.next_if(|(earlier, _)| *earlier < term).is_some() {}
        if let Some((_, own)) = ours.next_if(|(same, _)| *same == term) {
            sum += own * weight;
        }
    }
    sum
}
