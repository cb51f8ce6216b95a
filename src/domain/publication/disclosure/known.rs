//! What readers have before a table is printed.

use super::same::Same;
use super::system::System;
use super::trade::{FAR, TooHard, Unknown, Work};
use super::{Method, Printed};
use std::collections::{BTreeMap, BTreeSet};

/// A count that a reader may look for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Variable {
    /// A cell.
    Cell(usize),
    /// What came to a cell since an earlier table, by the number of the pair.
    Since(usize),
}

/// A cell with its sign in a sum that comes to nothing.
pub(super) type Sum = Vec<(Variable, i64)>;

/// What readers have before the last table.
pub(super) struct Known {
    /// The cells.
    pub same: Same,
    /// By cell: printed exactly.
    pub printed: Vec<bool>,
    /// By cell: left out of some table.
    pub left_out: Vec<bool>,
    /// By cell: printed rounded, so that it lies between two counts; and by which table.
    pub between: Vec<Option<((u64, u64), usize)>>,
    /// The sums of each table, with its number, and of what came since.
    pub sums: Vec<(Sum, usize)>,
    pub size: (usize, usize),
    /// The heights and widths of all tables, totals included.
    pub sizes: Vec<(usize, usize)>,
    /// Cells that some earlier table has.
    pub older: Vec<bool>,
}

impl Known {
    /// Tables in the order in which they were printed; the last one is not printed yet.
    pub(super) fn of(tables: &[&Printed]) -> Self {
        Self::of_printed(tables, tables.len() - 1)
    }

    /// Tables in the order in which they were printed, of which so many are.
    pub(super) fn of_printed(tables: &[&Printed], printed: usize) -> Self {
        let same = Same::of(tables);
        let cells = same.count.len();
        let mut known = Self {
            printed: vec![false; cells],
            left_out: vec![false; cells],
            between: vec![None; cells],
            older: vec![false; cells],
            sums: Vec::new(),
            size: (0, 0),
            sizes: Vec::new(),
            same,
        };
        for (number, table) in tables.iter().enumerate() {
            let size = (table.table.rows.len() + 1, table.table.columns.len() + 1);
            known.size = size;
            known.sizes.push(size);
            known.add_sums(number, size);
            if number < printed {
                known.read(number, table);
            }
        }
        for (parts, whole) in known.same.wholes.clone() {
            let mut sum: BTreeMap<Variable, i64> = BTreeMap::new();
            for part in &parts {
                *sum.entry(Variable::Cell(*part)).or_default() += 1;
            }
            *sum.entry(Variable::Cell(whole)).or_default() -= 1;
            sum.retain(|_, sign| *sign != 0);
            let older = parts.iter().chain([&whole]).all(|cell| known.older[*cell]);
            let of = if older { 0 } else { tables.len() - 1 };
            known.sums.push((sum.into_iter().collect(), of));
        }
        for (pair, (before, after)) in known.same.grown.clone().into_iter().enumerate() {
            let sum = vec![
                (Variable::Cell(after), 1),
                (Variable::Cell(before), -1),
                (Variable::Since(pair), -1),
            ];
            let of = if known.older[after] {
                0
            } else {
                tables.len() - 1
            };
            known.sums.push((sum, of));
        }
        known
    }

    fn read(&mut self, number: usize, table: &Printed) {
        let shown = table.shown.iter().flatten();
        for (cell, shown) in self.same.cell[number].clone().into_iter().zip(shown) {
            self.older[cell] = true;
            match (shown, table.method) {
                (None, Method::LeaveOut) => self.left_out[cell] = true,
                // Of a rounded table what says too much is left out, nobody or not.
                (None, Method::Round { .. }) => {
                    let held = self.between[cell].map_or(((0, u64::MAX), number), |held| held);
                    self.between[cell] = Some(held);
                }
                (Some(_), Method::LeaveOut) => self.printed[cell] = true,
                (Some(shown), Method::Round { base }) => {
                    let (low, high) = super::rounded::between(u64::from(*shown), base);
                    let held = self.between[cell].map_or((low, high), |(held, _)| held);
                    self.between[cell] = Some(((low.max(held.0), high.min(held.1)), number));
                }
            }
        }
    }

    fn add_sums(&mut self, number: usize, (height, width): (usize, usize)) {
        let cells = self.same.cell[number].clone();
        let mut add = |places: Vec<usize>| {
            let last = places.len() - 1;
            let mut sum: BTreeMap<Variable, i64> = BTreeMap::new();
            for (at, place) in places.into_iter().enumerate() {
                let sign = if at == last { -1 } else { 1 };
                *sum.entry(Variable::Cell(cells[place])).or_default() += sign;
            }
            sum.retain(|_, sign| *sign != 0);
            self.sums.push((sum.into_iter().collect(), number));
        };
        for r in 0..height {
            add((0..width).map(|c| r * width + c).collect());
        }
        // The totals of the columns make the same grand total as those of the rows.
        for c in 0..width - 1 {
            add((0..height).map(|r| r * width + c).collect());
        }
    }

    /// The cells of the last table, row by row with the totals.
    pub(super) fn cells(&self) -> &[usize] {
        self.same.cell.last().map_or(&[], Vec::as_slice)
    }

    /// Its cells but for totals and nobody.
    pub(super) fn inner(&self) -> impl Iterator<Item = usize> {
        let (height, width) = self.size;
        let places = (0..height - 1).flat_map(move |r| (0..width - 1).map(move |c| r * width + c));
        let cells = places.map(|at| self.cells()[at]);
        cells.filter(|cell| self.same.count[*cell] > 0)
    }

    /// The count at a place of it.
    pub(super) fn count_at(&self, at: usize) -> u64 {
        self.same.count[self.cells()[at]]
    }

    /// Whether an earlier table says anything about it.
    pub(super) fn related(&self) -> bool {
        let cells = self.cells().iter();
        let mut shared = cells.filter(|c| self.older[**c] && self.same.count[**c] > 0);
        shared.next().is_some()
            || self.cells().iter().any(|cell| {
                let wholes = self.same.wholes.iter();
                let mut wholes =
                    wholes.filter(|(parts, whole)| whole == cell || parts.contains(cell));
                wholes.next().is_some() || self.before(*cell).next().is_some()
            })
    }

    /// What a cell has grown from.
    pub(super) fn before(&self, cell: usize) -> impl Iterator<Item = usize> {
        let pairs = self.same.grown.iter();
        pairs
            .filter(move |(_, after)| *after == cell)
            .map(|(before, _)| *before)
    }

    /// Leaves out every place that is the same cell as one left out.
    pub(super) fn spread(&self, out: &mut [bool]) {
        let left_out: BTreeSet<usize> = (0..out.len())
            .filter(|at| out[*at])
            .map(|at| self.cells()[at])
            .collect();
        for (at, cell) in self.cells().iter().enumerate() {
            out[at] = left_out.contains(cell) && !self.printed[*cell];
        }
    }

    /// What a place is worth to a reader: totals most.
    pub(super) fn worth(&self, at: usize) -> (usize, u64) {
        (self.totals_at(at), self.count_at(at))
    }

    pub(super) fn totals_at(&self, at: usize) -> usize {
        let (height, width) = self.size;
        usize::from(at / width == height - 1) + usize::from(at % width == width - 1)
    }

    /// What a count is among fewer of these tables, the first ones: several where only the others
    /// show that they are one.
    pub(super) fn among(&self, fewer: &Self, variable: Variable) -> Vec<Variable> {
        let cells = |cell: usize| -> BTreeSet<usize> {
            let tables = self.same.cell.iter().zip(&fewer.same.cell);
            let places = tables.flat_map(|(all, few)| all.iter().zip(few));
            let same = places.filter(|(all, _)| **all == cell);
            same.map(|(_, few)| *few).collect()
        };
        match variable {
            Variable::Cell(cell) => cells(cell).into_iter().map(Variable::Cell).collect(),
            Variable::Since(pair) => {
                let (before, after) = self.same.grown[pair];
                let (before, after) = (cells(before), cells(after));
                let pairs = fewer.same.grown.iter().enumerate();
                let same = pairs.filter(|(_, (a, b))| before.contains(a) && after.contains(b));
                same.map(|(pair, _)| Variable::Since(pair)).collect()
            }
        }
    }

    fn count(&self, variable: Variable) -> u64 {
        match variable {
            Variable::Cell(cell) => self.same.count[cell],
            Variable::Since(pair) => {
                let (before, after) = self.same.grown[pair];
                self.same.count[after].saturating_sub(self.same.count[before])
            }
        }
    }

    /// What is to be left out beside all else so that a count can be another: counts before
    /// totals, few before many. Nothing where nothing helps.
    pub(super) fn traded(
        &self,
        variable: Variable,
        out: &[bool],
        threshold: u32,
        work: &mut Work,
    ) -> Result<Vec<usize>, TooHard> {
        let mut free = vec![true; self.same.count.len()];
        for (cell, free) in free.iter_mut().enumerate() {
            *free = !self.printed[cell] && self.same.count[cell] > 0;
        }
        let places: Vec<usize> = (0..out.len())
            .filter(|at| !out[*at] && free[self.cells()[*at]] && !self.left_out[self.cells()[*at]])
            .collect();
        let mut all = out.to_vec();
        for at in &places {
            all[*at] = true;
        }
        let mut system = System::of(self, Some(&all), threshold, work)?;
        let mut cost: BTreeMap<usize, f64> = BTreeMap::new();
        for at in &places {
            let few = 1.0 + (self.count_at(*at).min(99) as f64) / 100.0;
            let cost = cost.entry(self.cells()[*at]).or_default();
            *cost += few + 3.0 * self.totals_at(*at) as f64;
        }
        let moved = system.cheapest(variable, &cost, i64::from(threshold), work)?;
        Ok(places
            .into_iter()
            .filter(|at| moved.contains(&self.cells()[*at]))
            .collect())
    }
}

impl Known {
    /// How far a count may lie from the true one, for all that a reader knows of it by itself.
    pub(super) fn bounds(&self, variable: Variable, left_out: &[bool]) -> Unknown {
        let count = i64::try_from(self.count(variable)).unwrap_or(FAR);
        match variable {
            Variable::Cell(cell) => {
                // What is left out is not zero.
                let least = i64::from(left_out[cell]);
                let (low, high) = self.between[cell].map_or((0, None), |((low, high), _)| {
                    let whole = |count: u64| i64::try_from(count).unwrap_or(FAR);
                    (whole(low), (high < u64::MAX).then(|| whole(high)))
                });
                Unknown {
                    low: least.max(low) - count,
                    high: high.map_or(FAR, |high| high - count),
                }
            }
            Variable::Since(_) => Unknown {
                low: -count,
                high: FAR,
            },
        }
    }

    /// How wide the range of a count has to be; nothing where it is not small.
    pub(super) fn need(&self, variable: Variable, threshold: i64) -> Option<i64> {
        let count = i64::try_from(self.count(variable)).unwrap_or(FAR);
        if !(1..threshold).contains(&count) {
            return None;
        }
        match variable {
            Variable::Cell(cell) => match self.between[cell] {
                Some(((low, high), _)) => {
                    let (low, high) = if high < u64::MAX {
                        (low, high)
                    } else {
                        super::rounded::around(self.count(variable), threshold)
                    };
                    // Rounding leaves no more than that.
                    let rounded = i64::try_from(high.saturating_sub(low)).unwrap_or(FAR);
                    Some(rounded.min(threshold - 1))
                }
                None => Some(threshold),
            },
            Variable::Since(pair) => {
                let (before, after) = self.same.grown[pair];
                let rounded = self.between[before].is_some() || self.between[after].is_some();
                (!rounded).then_some(threshold)
            }
        }
    }
}
