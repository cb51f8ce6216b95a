//! Which cells of several tables are the same cell, and which can only have grown.
//!
//! A reader knows what the words over a table mean, and the program does not. So every natural
//! relation that is true is taken to be known: a cell of the same row and column that holds the
//! same count is the same cell, whatever its row is called now, and a publication whose counts
//! have only grown is one that counts on. To take a relation for known that is not makes a reader
//! stronger than they are, never weaker.

use super::Printed;
use super::beside::Beside;
use super::table::plain;
use std::collections::{BTreeMap, BTreeSet};

/// The cells of several tables, each place a number; the same number stands for the same cell.
pub(super) struct Same {
    /// By table and place, row by row with the totals: the cell.
    pub cell: Vec<Vec<usize>>,
    /// By cell: its count.
    pub count: Vec<u64>,
    /// Cells that are the sum of others, of another table: those and the sum.
    pub wholes: Vec<(Vec<usize>, usize)>,
    /// Cells that hold another cell and what came since: the earlier and the later.
    pub grown: Vec<(usize, usize)>,
}

/// The counts of a table with its totals.
pub(super) struct Counts {
    pub rows: Vec<String>,
    pub columns: Vec<String>,
    pub counts: Vec<Vec<u64>>,
    pub series: i64,
}

impl Counts {
    fn of(printed: &Printed) -> Self {
        let table = &printed.table;
        Self {
            rows: table.rows.iter().map(|(name, _)| plain(name)).collect(),
            columns: table.columns.iter().map(|name| plain(name)).collect(),
            counts: table.with_totals(),
            series: printed.series,
        }
    }

    /// The same with its rows as columns.
    fn turned(&self) -> Self {
        let width = self.columns.len() + 1;
        let column = |c: usize| self.counts.iter().map(|row| row[c]).collect();
        Self {
            rows: self.columns.clone(),
            columns: self.rows.clone(),
            counts: (0..width).map(column).collect(),
            series: self.series,
        }
    }

    pub(super) const fn width(&self) -> usize {
        self.columns.len() + 1
    }

    pub(super) const fn height(&self) -> usize {
        self.rows.len() + 1
    }
}

/// A place in a table: its row and its column.
pub(super) type Place = (usize, usize);

impl Same {
    /// Compares tables, in the order in which they were printed.
    pub(super) fn of(tables: &[&Printed]) -> Self {
        let tables: Vec<Counts> = tables.iter().map(|of| Counts::of(of)).collect();
        let turned: Vec<Counts> = tables.iter().map(Counts::turned).collect();
        let mut start = Vec::new();
        let mut count = Vec::new();
        for table in &tables {
            start.push(count.len());
            count.extend(table.counts.iter().flatten().copied());
        }
        let at = |table: usize, (r, c): Place| start[table] + r * tables[table].width() + c;
        let mut joined: Vec<usize> = (0..count.len()).collect();
        let mut grown = Vec::new();
        let mut wholes = Vec::new();
        for later in 0..tables.len() {
            // A cell has grown from that of the newest table that has it.
            let mut since: BTreeSet<usize> = BTreeSet::new();
            for earlier in (0..later).rev() {
                for turn in [false, true] {
                    let of = if turn { &turned } else { &tables };
                    let beside = Beside::of(&of[earlier], &tables[later]);
                    if turn && !beside.shares_names() {
                        continue;
                    }
                    let before = |(r, c): Place| at(earlier, if turn { (c, r) } else { (r, c) });
                    for (a, b) in beside.same() {
                        let (a, b) = (root(&joined, before(a)), root(&joined, at(later, b)));
                        joined[a.max(b)] = a.min(b);
                    }
                    for (a, b) in beside.grown() {
                        if since.insert(at(later, b)) {
                            grown.push((before(a), at(later, b)));
                        }
                    }
                    for (parts, whole) in beside.taken_together() {
                        let parts: Vec<usize> = parts.into_iter().map(before).collect();
                        wholes.push((parts, at(later, whole)));
                    }
                    for (parts, whole) in beside.taken_apart() {
                        let parts: Vec<usize> = parts.into_iter().map(|b| at(later, b)).collect();
                        wholes.push((parts, before(whole)));
                    }
                }
            }
        }
        let mut numbers = BTreeMap::new();
        let mut counts = Vec::new();
        let mut number = |place: usize| {
            let root = root(&joined, place);
            *numbers.entry(root).or_insert_with(|| {
                counts.push(count[root]);
                counts.len() - 1
            })
        };
        let ends = start.iter().skip(1).copied().chain([count.len()]);
        let cell = start
            .iter()
            .zip(ends)
            .map(|(from, to)| (*from..to).map(&mut number).collect())
            .collect();
        let grown: BTreeSet<(usize, usize)> = grown
            .into_iter()
            .map(|(a, b)| (number(a), number(b)))
            .filter(|(a, b)| a != b)
            .collect();
        let wholes = wholes.into_iter().map(|(parts, whole)| {
            let parts: Vec<usize> = parts.into_iter().map(&mut number).collect();
            (parts, number(whole))
        });
        let wholes = wholes.collect();
        Self {
            wholes,
            cell,
            count: counts,
            grown: grown.into_iter().collect(),
        }
    }
}

/// Of tables in the order in which they were printed, those that have to do with the last one, or
/// with one that has; nothing where they are more than are looked at together.
pub(super) fn related(tables: &[&Printed]) -> Option<Vec<usize>> {
    let counts: Vec<Counts> = tables.iter().map(|of| Counts::of(of)).collect();
    let turned: Vec<Counts> = counts.iter().map(Counts::turned).collect();
    let mut taken = vec![false; tables.len()];
    let mut next = vec![tables.len() - 1];
    let (mut all, mut work) = (0, 0);
    while let Some(at) = next.pop() {
        if std::mem::replace(&mut taken[at], true) {
            continue;
        }
        all += 1;
        if all > TOGETHER {
            return None;
        }
        for other in (0..tables.len()).filter(|other| !taken[*other]) {
            let (earlier, later) = (at.min(other), at.max(other));
            for of in [&counts, &turned] {
                let beside = Beside::of(&of[earlier], &counts[later]);
                work += beside.work();
                if work > COMPARED {
                    return None;
                }
                if beside.has_any() {
                    next.push(other);
                    break;
                }
            }
        }
    }
    Some((0..tables.len()).filter(|at| taken[*at]).collect())
}

/// As many tables as are looked at together.
const TOGETHER: usize = 80;

/// As much as is compared: about ten seconds of it.
const COMPARED: usize = 100_000_000;

fn root(joined: &[usize], mut at: usize) -> usize {
    while joined[at] != at {
        at = joined[at];
    }
    at
}
