//! The nearest readings of each reading by cosine, found through an inverted index.
//!
//! The index leaves the commonest words of a long posting list out of the search for candidates;
//! they still count in the score of whatever the rarer words found.

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

    /// The rows that hold a term and its weight in each.
    pub(super) fn posting(&self, term: u32) -> impl Iterator<Item = (u32, f32)> + '_ {
        let range = self.starts[term as usize]..self.starts[term as usize + 1];
        self.rows[range.clone()]
            .iter()
            .copied()
            .zip(self.weights[range].iter().copied())
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

/// The scores of one search, reused from search to search.
pub(super) struct Scores {
    sums: Vec<f32>,
    /// The rows that have a sum, each once; only as many as the search in hand has found.
    touched: Vec<u32>,
    found: Vec<(u32, f32)>,
}

impl Scores {
    /// For an index over this many rows.
    pub(super) fn new(rows: usize) -> Self {
        Self {
            sums: vec![0.0; rows],
            touched: vec![0; rows + 1],
            found: Vec::new(),
        }
    }

    /// The rows most like a query, best first and lower numbers first among equals.
    /// `work` bounds the postings read: the rarest terms are read first.
    pub(super) fn nearest(
        &mut self,
        query: impl Iterator<Item = (u32, f32)>,
        index: &Inverted,
        work: usize,
        wanted: usize,
        leave_out: Option<u32>,
    ) -> Vec<(u32, f32)> {
        let mut terms: Vec<(u32, f32)> = query.collect();
        terms.sort_by_key(|(term, _)| (index.frequency(*term), *term));
        let (sums, rows) = (&mut self.sums[..], &mut self.touched[..]);
        let mut left = work;
        let mut touched = 0;
        for (term, weight) in terms {
            let length = index.frequency(term);
            if length > left && touched > 0 {
                break;
            }
            left = left.saturating_sub(length);
            for (row, other) in index.posting(term) {
                let sum = &mut sums[row as usize];
                // Without a branch, since nothing foretells whether a row is new.
                if let Some(next) = rows.get_mut(touched) {
                    *next = row;
                }
                touched += usize::from(*sum == 0.0);
                *sum += weight * other;
            }
        }
        // The best are picked out of a few at a time, so that most rows are only compared once.
        let better = |a: &(u32, f32), b: &(u32, f32)| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0));
        let room = wanted.saturating_mul(4).max(64);
        let mut least = 0.0;
        let found = &mut self.found;
        found.clear();
        for row in rows.iter().copied().take(touched) {
            let sum = std::mem::take(&mut sums[row as usize]);
            if sum < least || Some(row) == leave_out {
                continue;
            }
            found.push((row, sum));
            if found.len() >= room {
                found.select_nth_unstable_by(wanted, better);
                found.truncate(wanted);
                least = found
                    .iter()
                    .fold(f32::MAX, |least, (_, sum)| least.min(*sum));
            }
        }
        found.sort_unstable_by(better);
        found.truncate(wanted);
        // A copy of its own size: the buffer is as long as the widest search and is used again.
        found.as_slice().to_vec()
    }
}

/// Candidates found by words for each reading wanted by words and meaning.
pub(super) const CANDIDATES: usize = 4;

/// The nearest readings of every reading, by their words and, where there is a model, their meanings.
pub(super) fn all(
    rows: &Rows,
    terms: usize,
    wanted: usize,
    work: usize,
    meanings: Option<&Meanings>,
) -> Vec<Vec<(u32, f32)>> {
    let index = Inverted::of(rows, terms);
    let mut scores = Scores::new(rows.len());
    let mut nearest = |at: u32, wanted: usize| {
        scores.nearest(rows.row(at as usize), &index, work, wanted, Some(at))
    };
    (0..number(rows.len()))
        .map(|at| match meanings {
            None => nearest(at, wanted),
            Some(meanings) => {
                let found = nearest(at, wanted.saturating_mul(CANDIDATES));
                meanings.ranked(meanings.reading(at), found, wanted)
            }
        })
        .collect()
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
