//! What a refusal says: which count is given away, and by which tables.

use super::known::{Known, Variable};
use super::{Printed, Refused};
use std::collections::BTreeSet;

impl Known {
    /// Two earlier tables that make a box with the last one: each two of the three share the totals
    /// of one side.
    pub(super) fn box_sides(&self) -> Option<(usize, usize)> {
        let sides: Vec<[BTreeSet<usize>; 2]> =
            (0..self.sizes.len()).map(|t| self.sides(t)).collect();
        let shared = |a: &BTreeSet<usize>, b: &BTreeSet<usize>| a.intersection(b).count() > 1;
        let (last, earlier) = sides.split_last()?;
        for (a, first) in earlier.iter().enumerate() {
            for (b, second) in earlier.iter().enumerate().filter(|(b, _)| *b != a) {
                for (i, j) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
                    let closes = shared(&last[0], &first[i])
                        && shared(&last[1], &second[j])
                        && shared(&first[1 - i], &second[1 - j]);
                    if closes {
                        return Some((a.min(b), a.max(b)));
                    }
                }
            }
        }
        None
    }

    /// The totals of the rows and of the columns of a table, but for nobody.
    fn sides(&self, table: usize) -> [BTreeSet<usize>; 2] {
        let (height, width) = self.sizes[table];
        let cells = &self.same.cell[table];
        let some = |cell: &usize| self.same.count[*cell] > 0;
        let rows = (0..height - 1).map(|r| cells[r * width + width - 1]);
        let columns = (0..width - 1).map(|c| cells[(height - 1) * width + c]);
        [rows.filter(some).collect(), columns.filter(some).collect()]
    }

    /// A refusal that names the count and the tables.
    pub(super) fn given_away(
        &self,
        variable: Variable,
        tables: &[&Printed],
        base: Option<u32>,
    ) -> Refused {
        let (cell, since) = match variable {
            Variable::Cell(cell) => (cell, ""),
            Variable::Since(pair) => (self.same.grown[pair].1, "what came since to "),
        };
        let place = tables.iter().enumerate().rev().find_map(|(number, table)| {
            let at = self.same.cell[number].iter().position(|c| *c == cell)?;
            let width = table.table.columns.len() + 1;
            let row = table
                .table
                .rows
                .get(at / width)
                .map_or("the totals", |(n, _)| n);
            let column = table
                .table
                .columns
                .get(at % width)
                .map_or("the totals", |c| c);
            let of = if number + 1 == tables.len() {
                String::new()
            } else {
                format!(" of {}", table.called)
            };
            Some(format!("{since}the small count of {row}, {column}{of}"))
        });
        let count = place.unwrap_or_else(|| "a small count".to_owned());
        let mut count: Vec<char> = count.chars().collect();
        if let Some(first) = count.first_mut() {
            *first = first.to_ascii_uppercase();
        }
        let cells: BTreeSet<usize> = self.cells().iter().copied().collect();
        let named = tables[..tables.len() - 1]
            .iter()
            .enumerate()
            .filter(|(number, _)| {
                let shares = |cell: &usize| {
                    self.same.count[*cell] > 0
                        && (cells.contains(cell)
                            || self
                                .same
                                .grown
                                .iter()
                                .any(|(a, b)| a == cell && cells.contains(b)))
                };
                self.same.cell[*number].iter().any(shares)
            });
        let named: Vec<String> = named
            .map(|(_, table)| table.called.clone())
            .rev()
            .take(3)
            .collect();
        let with = if named.is_empty() {
            "its own totals".to_owned()
        } else {
            named.join(" and ")
        };
        Refused::GivenAway {
            count: count.into_iter().collect(),
            with,
            base,
        }
    }
}
