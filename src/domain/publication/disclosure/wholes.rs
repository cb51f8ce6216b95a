//! Lines of one table that are several of another taken together.

use super::beside::{Beside, Pair};
use super::same::Place;
use std::collections::BTreeSet;

impl Beside<'_> {
    /// Places of the earlier table that were taken together to one of the later.
    pub(super) fn taken_together(&self) -> Vec<(Vec<Place>, Place)> {
        let mut wholes = Vec::new();
        let apart = lines_apart(&self.rows, self.earlier.height(), self.later.height());
        let across: Vec<Pair> = self.columns.iter().copied().filter(|c| c.inner).collect();
        let earlier = |r: usize, c: &Pair| self.earlier.counts[r][c.earlier];
        let later = |r: usize, c: &Pair| self.later.counts[r][c.later];
        for (parts, whole) in sums(&apart, &across, &earlier, &later) {
            for c in &self.columns {
                let sum: u64 = parts.iter().map(|r| earlier(*r, c)).sum();
                if sum == later(whole, c) {
                    let parts = parts.iter().map(|r| (*r, c.earlier)).collect();
                    wholes.push((parts, (whole, c.later)));
                }
            }
        }
        let apart = lines_apart(&self.columns, self.earlier.width(), self.later.width());
        let down: Vec<Pair> = self.rows.iter().copied().filter(|r| r.inner).collect();
        let earlier = |c: usize, r: &Pair| self.earlier.counts[r.earlier][c];
        let later = |c: usize, r: &Pair| self.later.counts[r.later][c];
        for (parts, whole) in sums(&apart, &down, &earlier, &later) {
            for r in &self.rows {
                let sum: u64 = parts.iter().map(|c| earlier(*c, r)).sum();
                if sum == later(whole, r) {
                    let parts = parts.iter().map(|c| (r.earlier, *c)).collect();
                    wholes.push((parts, (r.later, whole)));
                }
            }
        }
        wholes
    }

    /// Places of the later table that one of the earlier was taken apart to.
    pub(super) fn taken_apart(&self) -> Vec<(Vec<Place>, Place)> {
        let turned = |pairs: &[Pair]| -> Vec<Pair> {
            let turned = pairs.iter().map(|pair| Pair {
                earlier: pair.later,
                later: pair.earlier,
                inner: pair.inner,
                named: pair.named,
            });
            turned.collect()
        };
        let back = Beside {
            earlier: self.later,
            later: self.earlier,
            rows: turned(&self.rows),
            columns: turned(&self.columns),
            series: self.series,
        };
        back.taken_together()
    }
}

/// The inner lines that no name brings together, of the earlier and of the later table. One that
/// holds the counts of another by chance may be a sum all the same.
fn lines_apart(paired: &[Pair], earlier: usize, later: usize) -> (Vec<usize>, Vec<usize>) {
    let apart = |end: usize, of: &dyn Fn(&Pair) -> usize| -> Vec<usize> {
        let held: BTreeSet<usize> = paired
            .iter()
            .filter(|p| p.inner && p.named)
            .map(of)
            .collect();
        (0..end - 1).filter(|at| !held.contains(at)).collect()
    };
    (apart(earlier, &|p| p.earlier), apart(later, &|p| p.later))
}

/// As many sums as are taken for one line.
const ALIKE: usize = 32;

/// As many lines as are tried three by three.
const FEW: usize = 24;

/// Which of the earlier lines make one of the later: neighbours of any number, or any two, or
/// of few any three. All counts across must agree.
fn sums(
    (earlier, later): &(Vec<usize>, Vec<usize>),
    across: &[Pair],
    before: &dyn Fn(usize, &Pair) -> u64,
    after: &dyn Fn(usize, &Pair) -> u64,
) -> Vec<(Vec<usize>, usize)> {
    let mut found = Vec::new();
    if across.is_empty() {
        return found;
    }
    for whole in later {
        let wanted: Vec<u64> = across.iter().map(|pair| after(*whole, pair)).collect();
        let makes = |parts: &[usize]| {
            across.iter().zip(&wanted).all(|(pair, wanted)| {
                let sum: u64 = parts.iter().map(|at| before(*at, pair)).sum();
                sum == *wanted
            })
        };
        let all = 0..earlier.len();
        let runs = all
            .clone()
            .flat_map(|from| (from + 2..=earlier.len()).map(move |to| (from, to)));
        let runs = runs
            .filter(|(from, to)| makes(&earlier[*from..*to]))
            .map(|(from, to)| earlier[from..to].to_vec());
        let twos = all.flat_map(|a| (a + 1..earlier.len()).map(move |b| (a, b)));
        let few = twos
            .clone()
            .map(|(a, b)| [earlier[a], earlier[b]])
            .filter(|parts| makes(parts))
            .map(|parts| parts.to_vec());
        let threes = twos
            .filter(|_| earlier.len() <= FEW)
            .flat_map(|(a, b)| (b + 1..earlier.len()).map(move |c| (a, b, c)))
            .map(|(a, b, c)| [earlier[a], earlier[b], earlier[c]])
            .filter(|parts| makes(parts))
            .map(|parts| parts.to_vec());
        // Which of several is meant cannot be told, and each of them is true.
        let parts = runs.chain(few).chain(threes);
        found.extend(parts.take(ALIKE).map(|parts| (parts, *whole)));
    }
    found
}
