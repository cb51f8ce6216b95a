//! A citation of the law: the section of an Act or the regulation of an instrument.

use serde::{Deserialize, Serialize};
use std::fmt;

/// A place in the law as it is cited, for example `s.10(1)` or `reg 5(2)`.
///
/// The short text is what pages print; letters write it [in full](Section::in_full).
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

    /// The citation as a letter writes it: `section 10(1)`, `regulation 5(2)`, `sections 1(3) and
    /// 10(1)(b)`, `the Code of Practice under section 45`.
    #[must_use]
    pub fn in_full(&self) -> String {
        let places: Vec<String> = self.0.split("; ").map(place_in_full).collect();
        places.join("; ")
    }
}

fn place_in_full(place: &str) -> String {
    if let Some(section) = place.strip_suffix(" Code") {
        return format!("the Code of Practice under {}", place_in_full(section));
    }
    let named = |word: &str, short: &str, rest: &str| {
        let several = format!(", {short}");
        if rest.contains(&several) {
            return format!("{word}s {}", rest.replace(&several, " and "));
        }
        // A further sub-section of the same section, and a place in the same instrument.
        let rest = rest.replace(", (", " and (");
        format!("{word} {}", rest.replace(short, &format!("{word} ")))
    };
    for (short, word) in [
        ("s.", "section"),
        ("reg ", "regulation"),
        ("art ", "article"),
    ] {
        if let Some(rest) = place.strip_prefix(short) {
            return named(word, short, rest);
        }
    }
    if place.starts_with(|c: char| c.is_ascii_digit()) {
        return format!("section {place}");
    }
    place.to_owned()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_spells_a_citation_out() {
        for (short, full) in [
            ("s.10(1)", "section 10(1)"),
            ("s.17(1), (2)", "section 17(1) and (2)"),
            ("s.1(3), s.10(1)(b)", "sections 1(3) and 10(1)(b)"),
            ("reg 5(2)", "regulation 5(2)"),
            ("art 12(3) with art 12A", "article 12(3) with article 12A"),
            ("s.45 Code", "the Code of Practice under section 45"),
            ("§ 9(4); VwGO § 70(1)", "§ 9(4); VwGO § 70(1)"),
            ("552(a)(6)(A)(i)", "section 552(a)(6)(A)(i)"),
            ("SI 2004/3364 reg 3", "SI 2004/3364 reg 3"),
        ] {
            assert_eq!(Section::from(short).in_full(), full);
        }
    }
}
