//! Disclosure control: counts of few people are left out, and enough others with them that the
//! totals do not give them back.
//!
//! A table of counts is published with the totals of its rows and columns. A count from 1 to
//! below the threshold is left out (primary). A reader who knows the totals could reckon it back,
//! so further counts are left out (secondary) until every count left out for being small could,
//! from all that is published, lie anywhere in a range at least as wide as the threshold. Zeros
//! are published: nobody is in them. A reader knows that too, and so that what is left out is at
//! least 1. Does not know who else published what.

use std::collections::VecDeque;
use thiserror::Error;

/// A table of counts. The totals are reckoned, never typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// The names of the columns.
    pub columns: Vec<String>,
    /// The names of the rows with their counts.
    pub rows: Vec<(String, Vec<u32>)>,
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

/// Why a text is not a table.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum TableFault {
    /// Too few lines or columns.
    #[error(
        "Enter a heading line and at least one line of counts, with commas or tabs between them."
    )]
    TooSmall,
    /// Too many counts for a person to check.
    #[error("Enter at most 60 rows and 30 columns.")]
    TooLarge,
    /// A line of another length than the heading.
    #[error("Line {line} has {found} values after its name, where the heading names {wanted}.")]
    Uneven {
        /// The line, from 1.
        line: usize,
        /// Values found.
        found: usize,
        /// Columns named.
        wanted: usize,
    },
    /// A value that is no count.
    #[error("Line {line}: \"{value}\" is not a whole number.")]
    NotACount {
        /// The line, from 1.
        line: usize,
        /// What stands there.
        value: String,
    },
}

impl Table {
    /// Reads a table: a heading line, then a line for each row with its name first.
    ///
    /// # Errors
    /// The first line that does not fit.
    pub fn parse(text: &str) -> Result<Self, TableFault> {
        let lines: Vec<(usize, Vec<&str>)> = (1_usize..)
            .zip(text.lines())
            .filter(|(_, line)| !line.trim().is_empty())
            .map(|(at, line)| {
                let tab = line.contains('\t');
                let cells = line.split(if tab { '\t' } else { ',' });
                (at, cells.map(str::trim).collect())
            })
            .collect();
        let Some(((_, heading), rows)) = lines.split_first() else {
            return Err(TableFault::TooSmall);
        };
        if heading.len() < 2 || rows.is_empty() {
            return Err(TableFault::TooSmall);
        }
        if heading.len() > 31 || rows.len() > 60 {
            return Err(TableFault::TooLarge);
        }
        let columns: Vec<String> = heading[1..].iter().map(|c| (*c).to_owned()).collect();
        let rows = rows
            .iter()
            .map(|(line, cells)| {
                if cells.len() != heading.len() {
                    return Err(TableFault::Uneven {
                        line: *line,
                        found: cells.len().saturating_sub(1),
                        wanted: columns.len(),
                    });
                }
                let counts = cells[1..]
                    .iter()
                    .map(|cell| {
                        cell.replace(' ', "")
                            .parse::<u32>()
                            .ok()
                            .filter(|count| *count <= 100_000_000)
                            .ok_or_else(|| TableFault::NotACount {
                                line: *line,
                                value: (*cell).to_owned(),
                            })
                    })
                    .collect::<Result<Vec<u32>, TableFault>>()?;
                Ok((cells[0].to_owned(), counts))
            })
            .collect::<Result<Vec<_>, TableFault>>()?;
        Ok(Self { columns, rows })
    }

    /// The table as it may be published, with counts from 1 to below `threshold` protected.
    #[must_use]
    pub fn protect(&self, threshold: u32) -> Published {
        let mut grid = Grid::of(self);
        let small = grid.leave_out_small(threshold);
        let besides = grid.protect(threshold, &small);
        let mut columns = self.columns.clone();
        columns.push("Total".to_owned());
        let names = self.rows.iter().map(|(name, _)| name.clone());
        Published {
            columns,
            rows: names
                .chain(["Total".to_owned()])
                .zip(grid.shown())
                .collect(),
            small: small.len(),
            besides,
        }
    }
}

impl Published {
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

/// The counts with their totals, and which of them are left out.
struct Grid {
    height: usize,
    width: usize,
    counts: Vec<u64>,
    out: Vec<bool>,
}

impl Grid {
    fn of(table: &Table) -> Self {
        let (height, width) = (table.rows.len() + 1, table.columns.len() + 1);
        let mut counts = vec![0_u64; height * width];
        for (r, (_, row)) in table.rows.iter().enumerate() {
            for (c, count) in row.iter().enumerate() {
                let count = u64::from(*count);
                for at in [
                    r * width + c,
                    r * width + width - 1,
                    (height - 1) * width + c,
                    height * width - 1,
                ] {
                    counts[at] += count;
                }
            }
        }
        Self {
            height,
            width,
            out: vec![false; counts.len()],
            counts,
        }
    }

    /// Whether a place is a total of rows or of columns, but not of both or of neither.
    const fn is_margin(&self, at: usize) -> bool {
        (at / self.width == self.height - 1) != (at % self.width == self.width - 1)
    }

    fn leave_out_small(&mut self, threshold: u32) -> Vec<usize> {
        let threshold = u64::from(threshold);
        let small: Vec<usize> = (0..self.counts.len())
            .filter(|at| (1..threshold).contains(&self.counts[*at]))
            .collect();
        for at in &small {
            self.out[*at] = true;
        }
        small
    }

    /// Leaves out more until every small count is protected; how many more.
    fn protect(&mut self, threshold: u32, small: &[usize]) -> usize {
        let mut besides = 0;
        loop {
            let exposed = small
                .iter()
                .copied()
                .find(|at| self.range(*at, u64::from(threshold)) < u64::from(threshold));
            let Some(at) = exposed else {
                return besides;
            };
            let chosen = self.rectangle(at);
            if chosen.is_empty() {
                // A single row or column: nothing short of everything would do.
                return besides + self.leave_out_all();
            }
            for other in chosen {
                self.out[other] = true;
                besides += 1;
            }
        }
    }

    /// What to leave out with a count so that it can trade with three others at the corners of a
    /// rectangle: those that cost the reader least, counts before totals.
    fn rectangle(&self, at: usize) -> Vec<usize> {
        let (r, c) = (at / self.width, at % self.width);
        let mut best: Option<((usize, u64), Vec<usize>)> = None;
        for other_row in (0..self.height).filter(|row| *row != r) {
            for other_column in (0..self.width).filter(|column| *column != c) {
                let corners = [
                    r * self.width + other_column,
                    other_row * self.width + c,
                    other_row * self.width + other_column,
                ];
                let new: Vec<usize> = corners
                    .into_iter()
                    .filter(|corner| !self.out[*corner])
                    .collect();
                let zeros = corners.iter().filter(|c| self.counts[**c] == 0).count();
                if new.is_empty() || zeros > 0 {
                    continue;
                }
                let totals = corners.iter().filter(|c| self.is_total(**c)).count();
                let lost = new.iter().map(|corner| self.counts[*corner]).sum();
                let cost = (totals, lost);
                if best.as_ref().is_none_or(|(held, _)| cost < *held) {
                    best = Some((cost, new));
                }
            }
        }
        best.map(|(_, new)| new).unwrap_or_default()
    }

    const fn is_total(&self, at: usize) -> bool {
        at / self.width == self.height - 1 || at % self.width == self.width - 1
    }

    fn leave_out_all(&mut self) -> usize {
        let mut more = 0;
        for at in 0..self.out.len() {
            if !self.out[at] && self.counts[at] > 0 {
                self.out[at] = true;
                more += 1;
            }
        }
        more
    }

    /// How wide the range is in which a count left out can lie, as far as `enough`, given all
    /// that is published and that no count left out is zero.
    fn range(&self, at: usize, enough: u64) -> u64 {
        let up = self.flow(at, enough, true);
        let down = self.flow(at, enough, false).min(self.spare(at));
        up + down
    }

    /// What a count left out can lose without becoming zero.
    fn spare(&self, at: usize) -> u64 {
        self.counts[at].saturating_sub(1)
    }

    /// By how much a count left out can grow, or shrink, others left out making up for it.
    ///
    /// Rows and columns are the ends of pipes, counts left out the pipes: one that may shrink
    /// carries as much as it can spare, one that may grow carries anything. A total moves against
    /// the counts it sums.
    fn flow(&self, at: usize, enough: u64, grows: bool) -> u64 {
        let (from, to) = (at / self.width, self.height + at % self.width);
        // What has been sent through each pipe from its row to its column.
        let mut sent = vec![0_i64; self.counts.len()];
        let grows = grows != self.is_margin(at);
        let mut total = 0;
        while total < enough {
            let Some((path, room)) = self.path(at, from, to, &sent, grows) else {
                break;
            };
            let room = room.min(enough - total);
            for (pipe, forward) in path {
                let amount = i64::try_from(room).unwrap_or(i64::MAX);
                sent[pipe] += if forward { amount } else { -amount };
            }
            total += room;
        }
        total
    }

    /// The shortest way from a row to a column with room in every pipe, and the least room in it.
    fn path(
        &self,
        leave: usize,
        from: usize,
        to: usize,
        sent: &[i64],
        grows: bool,
    ) -> Option<(Vec<(usize, bool)>, u64)> {
        let nodes = self.height + self.width;
        let mut came: Vec<Option<(usize, usize, bool, u64)>> = vec![None; nodes];
        let mut queue = VecDeque::from([from]);
        while let Some(node) = queue.pop_front() {
            if node == to {
                break;
            }
            let of_row = node < self.height;
            let pipes: Vec<usize> = if of_row {
                (0..self.width).map(|c| node * self.width + c).collect()
            } else {
                let c = node - self.height;
                (0..self.height).map(|r| r * self.width + c).collect()
            };
            for pipe in pipes.into_iter().filter(|p| self.out[*p] && *p != leave) {
                let next = if of_row {
                    self.height + pipe % self.width
                } else {
                    pipe / self.width
                };
                let room = self.room(pipe, sent[pipe], of_row, grows);
                if room > 0 && next != from && came[next].is_none() {
                    came[next] = Some((node, pipe, of_row, room));
                    queue.push_back(next);
                }
            }
        }
        let mut path = Vec::new();
        let mut least = u64::MAX;
        let mut node = to;
        while node != from {
            let (before, pipe, forward, room) = came[node]?;
            path.push((pipe, forward));
            least = least.min(room);
            node = before;
        }
        Some((path, least))
    }

    /// How much more a pipe carries from its row to its column, or back. While a count is to
    /// grow, going forward shrinks the counts on the way and going back grows them.
    fn room(&self, pipe: usize, sent: i64, forward: bool, grows: bool) -> u64 {
        const ANYTHING: u64 = 1 << 40;
        let shrinks = (forward == grows) != self.is_margin(pipe);
        if !shrinks {
            return ANYTHING;
        }
        // What it can spare by now: less what going this way has taken already.
        let taken = if forward { sent } else { -sent };
        let spare = i64::try_from(self.spare(pipe)).unwrap_or(i64::MAX);
        u64::try_from(spare - taken).unwrap_or(0)
    }

    fn shown(&self) -> Vec<Vec<Option<u32>>> {
        let shown =
            |at: usize| (!self.out[at]).then(|| u32::try_from(self.counts[at]).unwrap_or(u32::MAX));
        (0..self.height)
            .map(|r| (0..self.width).map(|c| shown(r * self.width + c)).collect())
            .collect()
    }
}

#[cfg(test)]
#[path = "disclosure_tests.rs"]
mod tests;
