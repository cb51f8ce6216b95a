//! Disclosure control: counts of few people are left out, and enough others with them that
//! neither the totals nor any other table gives them back.
//!
//! A table of counts is published with the totals of its rows and columns. A count from 1 to
//! below the threshold is left out (primary). A reader who knows the totals could reckon it back,
//! so further counts are left out (secondary) until every count left out for being small could,
//! from all that is published, lie anywhere in a range at least as wide as the threshold. Zeros
//! are published: nobody is in them. A reader knows that too, and so that what is left out is at
//! least 1.
//!
//! A reader also has every table that was printed before. So a table is held against all of them
//! together: a cell that was left out stays left out while its count is the same, one that was
//! printed is known, and what came since an earlier edition counts as a cell of its own. Where a
//! small count of this table, or of an earlier one, would lie in too narrow a range, more is left
//! out, and where nothing helps the table is refused.
//!
//! Does not know who else published what, nor what a reader knows from elsewhere.

mod beside;
mod counts;
mod grid;
mod joint;
mod known;
mod rounded;
mod same;
mod system;
mod table;
mod told;
mod trade;
mod wholes;

use grid::Grid;
use serde::{Deserialize, Serialize};
use thiserror::Error;

pub use counts::{CountsFound, holds_no_counts};
pub use table::{Table, TableFault};

/// How small counts are kept from readers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// Small counts are left out, and enough others with them.
    LeaveOut,
    /// Every count and every total is rounded to a multiple of the base, 5 or more.
    Round {
        /// The base.
        base: u32,
    },
}

/// A table that the public has, with its true counts, which it has not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Printed {
    /// The true counts.
    pub table: Table,
    /// What stands at each place, row by row with the totals last; nothing where it was left out.
    pub shown: Vec<Vec<Option<u32>>>,
    /// How.
    pub method: Method,
    /// The publication it is an edition of.
    pub series: i64,
    /// What it is called and when it was printed, for people.
    pub called: String,
    /// How many tables had been printed when it was checked.
    pub beside: usize,
}

/// A table as it may be published: nothing stands for a count left out. The last row and the
/// last column are the totals.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    /// The names of the columns, the last one `Total`.
    pub columns: Vec<String>,
    /// The names of the rows, the last one `Total`, with what is published.
    pub rows: Vec<(String, Vec<Option<u32>>)>,
    /// Counts left out for being small.
    pub small: usize,
    /// Counts left out so that the small ones cannot be reckoned back.
    pub besides: usize,
}

/// Why a table cannot be published as it is.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Refused {
    /// A small count could be reckoned back, whatever more is left out.
    #[error(
        "{count} could be reckoned back from this table and {with}. {}", ways(*base)
    )]
    GivenAway {
        /// The row and column of the small count, and of which table.
        count: String,
        /// The earlier tables that give it away with this one.
        with: String,
        /// The base of rounding that is offered; nothing where it was tried.
        base: Option<u32>,
    },
    /// So much would be left out that the table says little.
    #[error(
        "{left_out} of {counts} counts would have to be left out, because earlier tables give away what came since. {}", ways(Some(*base))
    )]
    MostlyEmpty {
        /// Counts left out.
        left_out: usize,
        /// Counts there are, totals among them.
        counts: usize,
        /// The base of rounding that is offered.
        base: u32,
    },
    /// An earlier table with the same cells was protected by the other method.
    #[error(
        "{with} has cells of this table and was published {}. Publish this one in the same way, or with other rows and columns.", if *rounded { "rounded" } else { "with counts left out" }
    )]
    OtherMethod {
        /// The earlier table.
        with: String,
        /// Whether that one was rounded.
        rounded: bool,
    },
    /// It is the third side of a box of which two are printed: how its cells hang together with
    /// theirs cannot be reckoned exactly.
    #[error(
        "{with} and this table count the same by three things, each two of them. What the three give away together cannot be checked. {}", ways(Some(*base))
    )]
    ThreeWays {
        /// The two earlier tables.
        with: String,
        /// The base of rounding that is offered.
        base: u32,
    },
    /// It cannot be checked in the time there is.
    #[error(
        "There are too many counts left out in this table and the earlier ones with the same rows or columns to check them all together. Publish a table with fewer rows or columns."
    )]
    TooHard,
}

/// The ways out of a refusal.
fn ways(base: Option<u32>) -> String {
    let others = "take rows or columns together, so that their counts are larger, or wait until more has come in and publish it then";
    match base {
        Some(base) => format!("You can {others}, or choose to round every count to {base}."),
        None => format!("You can {others}."),
    }
}

/// The base to which counts are rounded: the least multiple of 5 that is no less than the
/// threshold.
#[must_use]
pub const fn base_of(threshold: u32) -> u32 {
    let base = threshold.next_multiple_of(5);
    if base < 5 { 5 } else { base }
}

/// Decides what of a table may be published beside everything that was printed before.
///
/// `series` is the publication it is an edition of; counts from 1 to below `threshold` are small.
///
/// # Errors
/// Why it may not be published so, and what to do.
pub fn publishable(
    table: &Table,
    series: i64,
    method: Method,
    earlier: &[Printed],
    threshold: u32,
) -> Result<Published, Refused> {
    let new = Printed {
        table: table.clone(),
        shown: Vec::new(),
        method,
        series,
        called: "this table".to_owned(),
        beside: earlier.len(),
    };
    let all: Vec<&Printed> = earlier.iter().chain([&new]).collect();
    let related = same::related(&all).ok_or(Refused::TooHard)?;
    let earlier: Vec<Printed> = related
        .iter()
        .filter_map(|at| earlier.get(*at).cloned())
        .collect();
    let earlier = earlier.as_slice();
    match method {
        Method::LeaveOut => joint::leave_out(new, earlier, threshold),
        Method::Round { base } => rounded::round(new, earlier, threshold, base),
    }
}

impl Table {
    /// The table as it may be published where nothing else ever was, with counts from 1 to below
    /// `threshold` protected.
    #[must_use]
    pub fn protect(&self, threshold: u32) -> Published {
        let mut grid = Grid::of(self);
        let small = grid.leave_out_small(threshold);
        grid.protect(threshold, &small);
        Published::of(self, &grid.out, threshold)
    }
}

impl Published {
    /// A table without these places, row by row with the totals.
    fn of(table: &Table, out: &[bool], threshold: u32) -> Self {
        let counts = table.with_totals();
        let width = table.columns.len() + 1;
        let small = |at: usize| (1..u64::from(threshold)).contains(&counts[at / width][at % width]);
        let left_out: Vec<usize> = (0..out.len()).filter(|at| out[*at]).collect();
        let shown = counts.iter().enumerate().map(|(r, row)| {
            let row = row.iter().enumerate();
            row.map(|(c, count)| {
                (!out[r * width + c]).then(|| u32::try_from(*count).unwrap_or(u32::MAX))
            })
            .collect()
        });
        let small = left_out.iter().filter(|at| small(**at)).count();
        Self::named(table, shown.collect(), small, left_out.len() - small)
    }

    /// What is shown of a table, under its names.
    fn named(table: &Table, shown: Vec<Vec<Option<u32>>>, small: usize, besides: usize) -> Self {
        let total = || "Total".to_owned();
        let names = table.rows.iter().map(|(name, _)| name.clone());
        Self {
            columns: table.columns.iter().cloned().chain([total()]).collect(),
            rows: names.chain([total()]).zip(shown).collect(),
            small,
            besides,
        }
    }

    /// What stands at each place, row by row with the totals.
    #[must_use]
    pub fn shown(&self) -> Vec<Vec<Option<u32>>> {
        self.rows.iter().map(|(_, row)| row.clone()).collect()
    }

    /// The table as text, with tabs between the columns and `..` for what is left out.
    #[must_use]
    pub fn text(&self) -> String {
        let mut out = format!("\t{}\n", self.columns.join("\t"));
        for (name, counts) in &self.rows {
            let shown: Vec<String> = counts
                .iter()
                .map(|count| count.map_or_else(|| "..".to_owned(), |c| c.to_string()))
                .collect();
            out.push_str(&format!("{name}\t{}\n", shown.join("\t")));
        }
        out
    }
}

#[cfg(test)]
#[path = "grid_tests.rs"]
mod tests;

#[cfg(test)]
#[path = "over_time_tests.rs"]
mod over_time_tests;
