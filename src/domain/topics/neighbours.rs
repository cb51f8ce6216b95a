//! The nearest readings of each reading by cosine, found through an inverted index.
//!
//! What is found is exact at any size: every row that shares a word is compared.

use std::cmp::Ordering;

use super::graph::Graph;
use super::text::number;
use super::tokens::Meanings;
use super::vectors::Rows;

/// For each term the rows that hold it.
pub(super) struct Inverted {
    starts: Vec<usize>,
    rows: Vec<u32>,
    weights: Vec<f32>,
}

impl Inverted {
    /// Turns rows round.
    pub(super) fn of(rows: &Rows, terms: usize) -> Self {
        let mut starts = vec![0_usize; terms + 1];
        for at in 0..rows.len() {
            for (term, _) in rows.row(at) {
                starts[term as usize + 1] += 1;
            }
        }
        for term in 0..terms {
            starts[term + 1] += starts[term];
        }
        let mut next = starts.clone();
        let mut found = vec![0_u32; starts[terms]];
        let mut weights = vec![0.0_f32; starts[terms]];
        for at in 0..rows.len() {
            for (term, weight) in rows.row(at) {
                let to = &mut next[term as usize];
                found[*to] = number(at);
                weights[*to] = weight;
                *to += 1;
            }
        }
        Self {
            starts,
            rows: found,
            weights,
        }
    }

    /// The rows that hold a term, in order, and its weight in each.
    pub(super) fn posting(&self, term: u32) -> Posting<'_> {
        let range = self.starts[term as usize]..self.starts[term as usize + 1];
        Posting(&self.rows[range.clone()], &self.weights[range])
    }

    /// How many terms there are.
    pub(super) fn terms(&self) -> usize {
        self.starts.len() - 1
    }

    /// How many rows hold a term.
    pub(super) fn frequency(&self, term: u32) -> usize {
        self.starts[term as usize + 1] - self.starts[term as usize]
    }
}

/// The rows that hold a term, in order, and its weight in each.
pub(super) struct Posting<'a>(&'a [u32], &'a [f32]);

impl<'a> Posting<'a> {
    /// Without so many at its beginning.
    fn from(self, before: usize) -> Self {
        Self(&self.0[before..], &self.1[before..])
    }

    /// The rows.
    pub(super) const fn rows(&self) -> &'a [u32] {
        self.0
    }
}

/// Rows that can be searched: each with its terms, and each term with its rows.
pub(super) struct Searchable {
    pub(super) rows: Rows,
    pub(super) index: Inverted,
}

impl Searchable {
    pub(super) fn of(rows: Rows, terms: usize) -> Self {
        let index = Inverted::of(&rows, terms);
        Self { rows, index }
    }
}

/// The scores of one search, reused from search to search.
pub(super) struct Scores {
    sums: Vec<f32>,
    /// The rows that have a sum, each once; only as many as the search in hand has found.
    touched: Vec<u32>,
}

impl Scores {
    /// For this many rows.
    pub(super) fn new(rows: usize) -> Self {
        Self {
            sums: vec![0.0; rows],
            touched: vec![0; rows + 1],
        }
    }

    /// The rows most like a query, best first and lower numbers first among equals.
    pub(super) fn nearest(
        &mut self,
        query: impl Iterator<Item = (u32, f32)>,
        among: &Searchable,
        wanted: usize,
    ) -> Vec<(u32, f32)> {
        let mut touched = 0;
        for (term, weight) in query {
            touched = self.add(among.index.posting(term), weight, touched);
        }
        let mut best = Best::new(1, wanted.min(among.rows.len()));
        for (row, sum) in self.taken(touched) {
            best.offer(0, row, sum);
        }
        best.lists().next().unwrap_or_default()
    }

    /// Adds what a term lends to the rows that hold it; how many rows have a sum by now.
    fn add(&mut self, posting: Posting<'_>, weight: f32, mut touched: usize) -> usize {
        let (sums, rows) = (&mut self.sums[..], &mut self.touched[..]);
        for (row, other) in posting.0.iter().zip(posting.1) {
            let sum = &mut sums[*row as usize];
            // Without a branch, since nothing foretells whether a row is new.
            if let Some(next) = rows.get_mut(touched) {
                *next = *row;
            }
            touched += usize::from(*sum == 0.0);
            *sum += weight * other;
        }
        touched
    }

    /// The rows that have a sum, with it; none has one afterwards.
    fn taken(&mut self, touched: usize) -> impl Iterator<Item = (u32, f32)> + '_ {
        let rows = self.touched[..touched].iter();
        rows.map(|row| (*row, std::mem::take(&mut self.sums[*row as usize])))
    }
}

/// The best found so far for each of several rows.
pub(super) struct Best {
    wanted: usize,
    found: Vec<(u32, f32)>,
    /// How many each row has.
    count: Vec<u32>,
    /// What a further one must exceed; below every score while there is room.
    least: Vec<f32>,
}

/// Better scores first, lower numbers first among equals.
fn better(a: &(u32, f32), b: &(u32, f32)) -> Ordering {
    b.1.total_cmp(&a.1).then(a.0.cmp(&b.0))
}

impl Best {
    fn new(rows: usize, wanted: usize) -> Self {
        let least = if wanted == 0 { f32::MAX } else { f32::MIN };
        Self {
            wanted,
            found: vec![(0, 0.0); rows * wanted],
            count: vec![0; rows],
            least: vec![least; rows],
        }
    }

    /// Keeps a row for another, where it is among the best.
    #[inline]
    fn offer(&mut self, of: usize, row: u32, score: f32) {
        if score >= self.least[of] {
            self.keep(of, row, score);
        }
    }

    fn keep(&mut self, of: usize, row: u32, score: f32) {
        let found = &mut self.found[of * self.wanted..][..self.wanted];
        let count = self.count[of] as usize;
        if let Some(free) = found.get_mut(count) {
            *free = (row, score);
            self.count[of] += 1;
            if count + 1 < found.len() {
                return;
            }
        } else if let Some(worst) = found.iter_mut().max_by(|a, b| better(a, b))
            && better(&(row, score), worst) == Ordering::Less
        {
            *worst = (row, score);
        }
        self.least[of] = found.iter().fold(f32::MAX, |least, (_, s)| least.min(*s));
    }

    /// The best of each row, the best first.
    pub(super) fn lists(&self) -> impl Iterator<Item = Vec<(u32, f32)>> + '_ {
        self.count.iter().enumerate().map(|(of, count)| {
            let found = &self.found[of * self.wanted..][..*count as usize];
            let mut list = found.to_vec();
            list.sort_unstable_by(better);
            list
        })
    }
}

/// Candidates found by words for each reading wanted by words and meaning.
pub(super) const CANDIDATES: usize = 4;

/// The nearest readings of every reading, by their words and, where there is a model, their meanings.
pub(super) fn all(
    among: &Searchable,
    wanted: usize,
    meanings: Option<&Meanings>,
) -> Vec<Vec<(u32, f32)>> {
    let Some(meanings) = meanings else {
        return by_words(among, wanted).lists().collect();
    };
    let candidates = by_words(among, wanted.saturating_mul(CANDIDATES));
    (0..)
        .zip(candidates.lists())
        .map(|(at, found)| meanings.ranked(meanings.reading(at), found, wanted))
        .collect()
}

/// The rows most like each row. Two rows are as like one way as the other, so that each is compared
/// with those after it only and both keep what was found: half the postings are read.
pub(super) fn by_words(among: &Searchable, wanted: usize) -> Best {
    let rows = &among.rows;
    let mut scores = Scores::new(rows.len());
    let mut best = Best::new(rows.len(), wanted.min(rows.len()));
    // Of each term, how many of its rows came before.
    let mut before = vec![0_usize; among.index.terms()];
    for at in 0..rows.len() {
        let mut touched = 0;
        for (term, weight) in rows.row(at) {
            let before = &mut before[term as usize];
            *before += 1;
            let after = among.index.posting(term).from(*before);
            touched = scores.add(after, weight, touched);
        }
        for (other, score) in scores.taken(touched) {
            best.offer(at, other, score);
            best.offer(other as usize, number(at), score);
        }
    }
    best
}

/// The graph of nearest neighbours, an edge weighing as much as the two neighbourhoods have in common,
/// with so many of each reading's neighbours taken into account.
#[expect(
    clippy::cast_precision_loss,
    reason = "there are a few dozen neighbours at most"
)]
pub(super) fn shared(nearest: &[Vec<(u32, f32)>], taken: usize) -> Graph {
    let circle = |at: u32| {
        let near = nearest[at as usize].iter().take(taken);
        near.map(|(row, _)| *row).chain([at])
    };
    let size = |at: u32| nearest[at as usize].len().min(taken) + 1;
    // An edge is found at its lower end, though only the higher one may name the other.
    let mut named_by: Vec<Vec<u32>> = vec![Vec::new(); nearest.len()];
    for at in 0..number(nearest.len()) {
        for row in circle(at).filter(|row| *row < at) {
            named_by[row as usize].push(at);
        }
    }
    let mut edges: Vec<(u32, u32, f32)> = Vec::new();
    let mut seen_from = vec![u32::MAX; nearest.len()];
    for at in 0..number(nearest.len()) {
        for row in circle(at) {
            seen_from[row as usize] = at;
        }
        let mut ends = std::mem::take(&mut named_by[at as usize]);
        ends.extend(circle(at).filter(|row| *row > at));
        ends.sort_unstable();
        ends.dedup();
        edges.extend(ends.into_iter().map(|end| {
            let common: usize = circle(end)
                .map(|row| usize::from(seen_from[row as usize] == at))
                .sum();
            let union = size(at) + size(end) - common;
            (at, end, common as f32 / union as f32)
        }));
    }
    Graph::of(nearest.len(), edges)
}

#[cfg(test)]
#[path = "neighbours_tests.rs"]
mod tests;
