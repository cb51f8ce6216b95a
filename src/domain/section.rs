//! A citation of the law: the section of an Act or the regulation of an instrument.

use serde::{Deserialize, Serialize};
use std::fmt;

/// A place in the law as it is cited, for example `s.10(1)` or `reg 5(2)`.
///
/// The text is what a letter prints; Daylight never takes it apart.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Section(String);

impl Section {
    /// A citation from its text.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The citation as printed.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Section {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<&str> for Section {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}
