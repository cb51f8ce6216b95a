//! A table of counts as somebody types it.

use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use thiserror::Error;

/// A table of counts. The totals are reckoned; one that was typed must be theirs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// The names of the columns.
    pub columns: Vec<String>,
    /// The names of the rows with their counts.
    pub rows: Vec<(String, Vec<u32>)>,
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
    #[error(
        "Enter at most 60 rows and 30 columns: this has {rows} and {columns}. Take rows or columns together, or check it in parts that share none."
    )]
    TooLarge {
        /// Rows found.
        rows: usize,
        /// Columns found.
        columns: usize,
    },
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
    /// A row or column without a name.
    #[error("Line {line}: give every row and column a name.")]
    NoName {
        /// The line, from 1.
        line: usize,
    },
    /// A name twice: which of the two an earlier table meant could not be told.
    #[error("\"{name}\" names two rows or two columns. Give each a name of its own.")]
    Twice {
        /// The name.
        name: String,
    },
    /// Nothing where a count should be.
    #[error("Line {line}: there is no count under \"{column}\". Enter 0 where there was nobody.")]
    Blank {
        /// The line, from 1.
        line: usize,
        /// The column.
        column: String,
    },
    /// A value that is no count.
    #[error("Line {line}: \"{value}\" is not a whole number.")]
    NotACount {
        /// The line, from 1.
        line: usize,
        /// What stands there.
        value: String,
    },
    /// A typed total is not that of its counts.
    #[error(
        "\"{name}\" says {said} where the counts make {made}. Mend the counts, or leave the totals out: they are reckoned."
    )]
    OtherTotal {
        /// The row or column beside the total.
        name: String,
        /// The total as typed.
        said: u64,
        /// What the counts make.
        made: u64,
    },
}

const MOST_ROWS: usize = 60;
const MOST_COLUMNS: usize = 30;

/// A name as it is compared: small letters and figures alone.
pub(super) fn plain(name: &str) -> String {
    let letters = name
        .chars()
        .map(|c| if c.is_alphanumeric() { c } else { ' ' });
    let spaced = letters.collect::<String>().to_lowercase();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a row or column is named as the sum of the others.
pub(super) fn names_a_total(name: &str) -> bool {
    matches!(
        plain(name).as_str(),
        "total" | "totals" | "grand total" | "sum" | "all"
    )
}

/// The parts of a line, apart at tabs where it has any, else at commas outside quotes.
pub(super) fn parts(line: &str) -> Vec<String> {
    if line.contains('\t') {
        return line.split('\t').map(|c| c.trim().to_owned()).collect();
    }
    let mut parts = vec![String::new()];
    let mut quoted = false;
    for letter in line.chars() {
        match letter {
            '"' => quoted = !quoted,
            ',' if !quoted => parts.push(String::new()),
            other => {
                if let Some(last) = parts.last_mut() {
                    last.push(other);
                }
            }
        }
    }
    parts.iter().map(|c| c.trim().to_owned()).collect()
}

fn count(cell: &str, column: &str, line: usize) -> Result<u32, TableFault> {
    if cell.is_empty() {
        let column = column.to_owned();
        return Err(TableFault::Blank { line, column });
    }
    let figures = cell.replace([' ', '\u{a0}', '\u{202f}'], "");
    // In a cell of its own a comma can only part thousands.
    let grouped = figures.split(',').skip(1).all(|group| group.len() == 3);
    let figures = if grouped {
        figures.replace(',', "")
    } else {
        figures
    };
    figures
        .parse::<u32>()
        .ok()
        .filter(|count| *count <= 100_000_000)
        .ok_or_else(|| TableFault::NotACount {
            line,
            value: cell.to_owned(),
        })
}

impl Table {
    /// Reads a table: a heading line, then a line for each row with its name first. A last row or
    /// column called a total must be the total, and is left out.
    ///
    /// # Errors
    /// The first line that does not fit.
    pub fn parse(text: &str) -> Result<Self, TableFault> {
        let text = text.trim_start_matches('\u{feff}');
        let lines: Vec<(usize, Vec<String>)> = (1_usize..)
            .zip(text.lines())
            .filter(|(_, line)| !line.trim().is_empty())
            .map(|(at, line)| (at, parts(line)))
            .collect();
        let Some(((first, heading), rows)) = lines.split_first() else {
            return Err(TableFault::TooSmall);
        };
        if heading.len() < 2 || rows.is_empty() {
            return Err(TableFault::TooSmall);
        }
        // A total of each may be typed besides.
        if heading.len() > MOST_COLUMNS + 2 || rows.len() > MOST_ROWS + 1 {
            return Err(TableFault::TooLarge {
                rows: rows.len(),
                columns: heading.len() - 1,
            });
        }
        let columns: Vec<String> = heading[1..].to_vec();
        if columns.iter().any(|name| plain(name).is_empty()) {
            return Err(TableFault::NoName { line: *first });
        }
        let rows = rows
            .iter()
            .map(|(line, cells)| row(*line, cells, &columns))
            .collect::<Result<Vec<_>, TableFault>>()?;
        Self { columns, rows }.without_totals()?.checked()
    }

    fn checked(self) -> Result<Self, TableFault> {
        let names = self.rows.iter().map(|(name, _)| name);
        for names in [names.collect::<Vec<_>>(), self.columns.iter().collect()] {
            let mut seen = BTreeSet::new();
            if let Some(name) = names.into_iter().find(|name| !seen.insert(plain(name))) {
                let name = name.clone();
                return Err(TableFault::Twice { name });
            }
        }
        let (rows, columns) = (self.rows.len(), self.columns.len());
        if rows == 0 || columns == 0 {
            return Err(TableFault::TooSmall);
        }
        if rows > MOST_ROWS || columns > MOST_COLUMNS {
            return Err(TableFault::TooLarge { rows, columns });
        }
        Ok(self)
    }

    /// Takes off a last row and a last column that are called totals, if they are.
    fn without_totals(mut self) -> Result<Self, TableFault> {
        let differs = |name: &str, said: u32, parts: &mut dyn Iterator<Item = u32>| {
            let made: u64 = parts.map(u64::from).sum();
            let said = u64::from(said);
            let name = name.to_owned();
            (said != made).then_some(TableFault::OtherTotal { name, said, made })
        };
        if self.columns.len() > 1 && self.columns.last().is_some_and(|c| names_a_total(c)) {
            self.columns.pop();
            for (name, counts) in &mut self.rows {
                let said = counts.pop().unwrap_or_default();
                if let Some(fault) = differs(name, said, &mut counts.iter().copied()) {
                    return Err(fault);
                }
            }
        }
        if self.rows.len() > 1
            && self.rows.last().is_some_and(|(n, _)| names_a_total(n))
            && let Some((_, totals)) = self.rows.pop()
        {
            for (c, (name, said)) in self.columns.iter().zip(totals).enumerate() {
                let mut parts = self.rows.iter().map(|(_, counts)| counts[c]);
                if let Some(fault) = differs(name, said, &mut parts) {
                    return Err(fault);
                }
            }
        }
        Ok(self)
    }

    /// The counts with those of the totals: the last row and the last column are the totals.
    #[must_use]
    pub(super) fn with_totals(&self) -> Vec<Vec<u64>> {
        let width = self.columns.len() + 1;
        let mut last = vec![0; width];
        let mut all: Vec<Vec<u64>> = Vec::with_capacity(self.rows.len() + 1);
        for (_, row) in &self.rows {
            let mut row: Vec<u64> = row.iter().copied().map(u64::from).collect();
            row.push(row.iter().sum());
            for (sum, count) in last.iter_mut().zip(&row) {
                *sum += count;
            }
            all.push(row);
        }
        all.push(last);
        all
    }
}

fn row(
    line: usize,
    cells: &[String],
    columns: &[String],
) -> Result<(String, Vec<u32>), TableFault> {
    if cells.len() != columns.len() + 1 {
        return Err(TableFault::Uneven {
            line,
            found: cells.len().saturating_sub(1),
            wanted: columns.len(),
        });
    }
    if plain(&cells[0]).is_empty() {
        return Err(TableFault::NoName { line });
    }
    let counts = cells[1..].iter().zip(columns);
    let counts = counts.map(|(cell, column)| count(cell, column, line));
    Ok((cells[0].clone(), counts.collect::<Result<Vec<u32>, _>>()?))
}

#[cfg(test)]
#[path = "table_tests.rs"]
mod tests;
