//! The nearest readings of each reading by cosine, found through an inverted index.
//!
//! The index leaves the commonest words of a long posting list out of the search for candidates;
//! they still count in the score of whatever the rarer words found.

use super::graph::Graph;
use super::text::number;
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
    touched: Vec<u32>,
    found: Vec<(u32, f32)>,
}

impl Scores {
    /// For an index over this many rows.
    pub(super) fn new(rows: usize) -> Self {
        Self {
            sums: vec![0.0; rows],
            touched: Vec::new(),
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
        let mut left = work;
        for (term, weight) in terms {
            let length = index.frequency(term);
            if length > left && !self.touched.is_empty() {
                break;
            }
            left = left.saturating_sub(length);
            for (row, other) in index.posting(term) {
                let sum = &mut self.sums[row as usize];
                if *sum == 0.0 {
                    self.touched.push(row);
                }
                *sum += weight * other;
            }
        }
        let found = &mut self.found;
        found.clear();
        for row in self.touched.drain(..) {
            let sum = std::mem::take(&mut self.sums[row as usize]);
            if Some(row) != leave_out {
                found.push((row, sum));
            }
        }
        let better = |a: &(u32, f32), b: &(u32, f32)| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0));
        if found.len() > wanted {
            found.select_nth_unstable_by(wanted, better);
            found.truncate(wanted);
        }
        found.sort_unstable_by(better);
        // A copy of its own size: the buffer is as long as the widest search and is used again.
        found.as_slice().to_vec()
    }
}

/// The nearest readings of every reading.
pub(super) fn all(rows: &Rows, terms: usize, wanted: usize, work: usize) -> Vec<Vec<(u32, f32)>> {
    let index = Inverted::of(rows, terms);
    let mut scores = Scores::new(rows.len());
    (0..rows.len())
        .map(|at| scores.nearest(rows.row(at), &index, work, wanted, Some(number(at))))
        .collect()
}

/// The graph of nearest neighbours, an edge weighing as much as the two neighbourhoods have in common,
/// with so many of each reading's neighbours taken into account.
#[expect(
    clippy::cast_precision_loss,
    reason = "there are a few dozen neighbours at most"
)]
pub(super) fn shared(nearest: &[Vec<(u32, f32)>], taken: usize) -> Graph {
    let circles: Vec<Vec<u32>> = nearest
        .iter()
        .enumerate()
        .map(|(at, near)| {
            let mut circle: Vec<u32> = near.iter().take(taken).map(|(row, _)| *row).collect();
            circle.push(number(at));
            circle.sort_unstable();
            circle
        })
        .collect();
    let mut edges: Vec<(u32, u32)> = Vec::new();
    for (at, near) in nearest.iter().enumerate() {
        let at = number(at);
        edges.extend(
            near.iter()
                .take(taken)
                .map(|(row, _)| (at.min(*row), at.max(*row))),
        );
    }
    edges.sort_unstable();
    edges.dedup();
    let weighted = edges
        .into_iter()
        .map(|(a, b)| {
            let (one, two) = (&circles[a as usize], &circles[b as usize]);
            let common = common(one, two);
            let union = one.len() + two.len() - common;
            (a, b, common as f32 / union as f32)
        })
        .collect();
    Graph::of(nearest.len(), weighted)
}

/// How many numbers two sorted lists share.
fn common(one: &[u32], two: &[u32]) -> usize {
    let (mut a, mut b, mut shared) = (0, 0, 0);
    while a < one.len() && b < two.len() {
        match one[a].cmp(&two[b]) {
            std::cmp::Ordering::Less => a += 1,
            std::cmp::Ordering::Greater => b += 1,
            std::cmp::Ordering::Equal => {
                shared += 1;
                a += 1;
                b += 1;
            }
        }
    }
    shared
}
