//! Where the record does not hold.

use std::fmt;

/// The first place at which the record does not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The table.
    pub table: &'static str,
    /// The column.
    pub column: &'static str,
    /// Which row of it.
    pub row: String,
    /// What is wrong there.
    pub what: String,
}

impl Difference {
    /// A difference.
    pub fn new(
        table: &'static str,
        column: &'static str,
        row: impl Into<String>,
        what: impl Into<String>,
    ) -> Self {
        Self {
            table,
            column,
            row: row.into(),
            what: what.into(),
        }
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            table,
            column,
            row,
            what,
        } = self;
        write!(f, "table {table}, column {column}, {row}: {what}")
    }
}
