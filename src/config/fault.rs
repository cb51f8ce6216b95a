//! One fault in a configuration file, told so that the person who edits it can mend it.

use std::fmt;

/// What is wrong, where, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// The file as the administrator knows it, for example `config/regimes/uk-foia-2000.toml`,
    /// or the name of an environment variable.
    pub file: String,
    /// The line, counted from 1, where it is known.
    pub line: Option<usize>,
    /// The dotted key, where the fault has one.
    pub key: Option<String>,
    /// What is wrong, without a full stop.
    pub problem: String,
    /// What to do, as a sentence without a full stop.
    pub remedy: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if let Some(line) = self.line {
            write!(f, " line {line}")?;
        }
        if let Some(key) = &self.key {
            write!(f, " ({key})")?;
        }
        write!(f, ": {}. {}.", self.problem, self.remedy)
    }
}

/// The line, counted from 1, of a byte offset in `text`.
#[must_use]
pub fn line_of(text: &str, offset: usize) -> usize {
    let end = offset.min(text.len());
    text.as_bytes()[..end]
        .iter()
        .filter(|b| **b == b'\n')
        .count()
        + 1
}
