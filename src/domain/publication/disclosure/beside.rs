//! Two tables beside each other: which of their rows and columns belong together, and which of
//! their places hold the same.

use super::same::{Counts, Place};
use std::collections::BTreeSet;

/// A line of one table beside one of another: rows or columns, the last one their totals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Pair {
    pub earlier: usize,
    pub later: usize,
    /// Whether neither is a total.
    pub inner: bool,
    /// Whether their names are the same.
    pub named: bool,
}

/// Two tables beside each other.
pub(super) struct Beside<'a> {
    pub earlier: &'a Counts,
    pub later: &'a Counts,
    pub rows: Vec<Pair>,
    pub columns: Vec<Pair>,
    /// Whether they are of one publication.
    pub series: bool,
}

impl<'a> Beside<'a> {
    pub(super) fn of(earlier: &'a Counts, later: &'a Counts) -> Self {
        let mut beside = Self {
            rows: by_name(&earlier.rows, &later.rows),
            columns: by_name(&earlier.columns, &later.columns),
            series: earlier.series == later.series,
            earlier,
            later,
        };
        beside.add_renamed();
        if beside.series {
            counted_on(&mut beside.rows, &earlier.rows, &later.rows);
            counted_on(&mut beside.columns, &earlier.columns, &later.columns);
        }
        beside
    }

    /// How much there is to compare: cells, and lines that no name brings together.
    pub(super) fn work(&self) -> usize {
        let apart = |pairs: &[Pair], earlier: usize, later: usize| {
            let named = pairs.iter().filter(|pair| pair.named && pair.inner).count();
            let (earlier, later) = (earlier - 1 - named, later - 1 - named);
            earlier * later * (earlier + later)
        };
        self.earlier.height() * self.earlier.width()
            + apart(&self.rows, self.earlier.height(), self.later.height())
            + apart(&self.columns, self.earlier.width(), self.later.width())
    }

    /// Whether any cell of the one says anything of a cell of the other.
    pub(super) fn has_any(&self) -> bool {
        let some = |(r, c): &Place| self.earlier.counts[*r][*c] > 0;
        self.same().iter().any(|(earlier, _)| some(earlier))
            || !self.grown().is_empty()
            || !self.taken_together().is_empty()
            || !self.taken_apart().is_empty()
    }

    /// Whether a row or a column is in both.
    pub(super) fn shares_names(&self) -> bool {
        self.rows.iter().chain(&self.columns).any(|pair| pair.inner)
    }

    fn counts(&self, row: Pair, column: Pair) -> (u64, u64) {
        (
            self.earlier.counts[row.earlier][column.earlier],
            self.later.counts[row.later][column.later],
        )
    }

    /// Lines of other names that hold the same counts throughout: rows, then columns, the totals
    /// among them.
    fn add_renamed(&mut self) {
        let equal = |rows: &[Pair], columns: &[Pair]| {
            let pairs = rows.iter().flat_map(|r| columns.iter().map(|c| (*r, *c)));
            let counts: Vec<(u64, u64)> = pairs.map(|(r, c)| self.counts(r, c)).collect();
            let all: u64 = counts.iter().map(|(a, _)| *a).sum();
            counts.len() > 1 && all > 0 && counts.iter().all(|(a, b)| a == b)
        };
        let inner = |pairs: &[Pair]| -> Vec<Pair> {
            let pairs = pairs.iter().filter(|pair| pair.inner);
            pairs.copied().collect()
        };
        let rows = unnamed(&self.rows, self.earlier.height(), self.later.height());
        let across = inner(&self.columns);
        let rows: Vec<Pair> = rows.filter(|row| equal(&[*row], &across)).collect();
        let down: Vec<Pair> = inner(&self.rows)
            .into_iter()
            .chain(rows.iter().copied().filter(|r| r.inner))
            .collect();
        let columns = unnamed(&self.columns, self.earlier.width(), self.later.width());
        let columns: Vec<Pair> = columns.filter(|column| equal(&down, &[*column])).collect();
        self.rows.extend(rows);
        self.columns.extend(columns);
    }

    /// The places that are the same cell.
    pub(super) fn same(&self) -> Vec<(Place, Place)> {
        let inner = |pairs: &[Pair]| pairs.iter().filter(|p| p.inner).count();
        let (mut equal, mut all) = (0, 0);
        for row in self.rows.iter().filter(|p| p.inner) {
            for column in self.columns.iter().filter(|p| p.inner) {
                let (a, b) = self.counts(*row, *column);
                equal += usize::from(a == b && a > 0);
                all += usize::from(a > 0 || b > 0);
            }
        }
        let mostly = self.series && all > 0 && equal * 2 >= all;
        let whole = |row: Option<Pair>, column: Option<Pair>| {
            let alone = |pair: Option<Pair>| pair.map(|pair| vec![pair]);
            let all = |pairs: &[Pair]| -> Vec<Pair> {
                let some = inner(pairs) > 0;
                pairs.iter().copied().filter(|p| !some || p.inner).collect()
            };
            let rows = alone(row).unwrap_or_else(|| all(&self.rows));
            let columns = alone(column).unwrap_or_else(|| all(&self.columns));
            rows.iter().all(|r| {
                columns.iter().all(|c| {
                    let (a, b) = self.counts(*r, *c);
                    a == b
                })
            })
        };
        let whole_rows: Vec<bool> = self.rows.iter().map(|r| whole(Some(*r), None)).collect();
        let whole_columns = self.columns.iter().map(|c| whole(None, Some(*c)));
        let whole_columns: Vec<bool> = whole_columns.collect();
        let mut same = Vec::new();
        for (row, whole_row) in self.rows.iter().zip(&whole_rows) {
            for (column, whole_column) in self.columns.iter().zip(&whole_columns) {
                let (a, b) = self.counts(*row, *column);
                if a == b && (mostly || *whole_row || *whole_column) {
                    same.push(((row.earlier, column.earlier), (row.later, column.later)));
                }
            }
        }
        same
    }

    /// The places that hold what they held and what came since, where a publication counts on.
    pub(super) fn grown(&self) -> Vec<(Place, Place)> {
        let pairs = || {
            self.rows
                .iter()
                .flat_map(|r| self.columns.iter().map(move |c| (*r, *c)))
        };
        let inner = pairs().filter(|(r, c)| r.inner && c.inner);
        let counts: Vec<(u64, u64)> = inner.map(|(r, c)| self.counts(r, c)).collect();
        let more = counts.iter().any(|(a, b)| a < b);
        let never_less = counts.iter().all(|(a, b)| a <= b);
        if !self.series || !more || !never_less {
            return Vec::new();
        }
        pairs()
            .filter(|(row, column)| {
                let (a, b) = self.counts(*row, *column);
                row.inner == (row.earlier + 1 < self.earlier.height())
                    && column.inner == (column.earlier + 1 < self.earlier.width())
                    && a > 0
                    && a <= b
            })
            .map(|(row, column)| ((row.earlier, column.earlier), (row.later, column.later)))
            .collect()
    }
}

/// Lines of the same name, and the totals.
fn by_name(earlier: &[String], later: &[String]) -> Vec<Pair> {
    let named = earlier.iter().enumerate().filter_map(|(at, name)| {
        let later = later.iter().position(|other| other == name)?;
        Some(Pair {
            earlier: at,
            later,
            inner: true,
            named: true,
        })
    });
    let totals = Pair {
        earlier: earlier.len(),
        later: later.len(),
        inner: false,
        named: true,
    };
    named.chain([totals]).collect()
}

/// Lines that no name brings together, each with each, but for the two totals.
fn unnamed(paired: &[Pair], earlier: usize, later: usize) -> impl Iterator<Item = Pair> + use<> {
    let held: (BTreeSet<usize>, BTreeSet<usize>) = (
        paired
            .iter()
            .filter(|p| p.inner)
            .map(|p| p.earlier)
            .collect(),
        paired.iter().filter(|p| p.inner).map(|p| p.later).collect(),
    );
    let pairs = (0..earlier).flat_map(move |a| (0..later).map(move |b| (a, b)));
    pairs
        .filter(move |(a, b)| !held.0.contains(a) && !held.1.contains(b))
        .filter(move |(a, b)| (a + 1, b + 1) != (earlier, later))
        .map(move |(a, b)| Pair {
            earlier: a,
            later: b,
            inner: a + 1 < earlier && b + 1 < later,
            named: false,
        })
}

/// Adds lines at the same place whose names begin alike, where no name is the same: "January to
/// March" goes on as "January to June".
fn counted_on(pairs: &mut Vec<Pair>, earlier: &[String], later: &[String]) {
    if earlier.len() != later.len() || pairs.iter().any(|pair| pair.inner) {
        return;
    }
    let first = |name: &str| name.split(' ').next().map(str::to_owned);
    let alike = earlier.iter().zip(later).all(|(a, b)| first(a) == first(b));
    if alike {
        pairs.extend((0..earlier.len()).map(|at| Pair {
            earlier: at,
            later: at,
            inner: true,
            named: false,
        }));
    }
}
