//! Exemptions and exceptions of a regime, as its file lists them.
//!
//! Says what may be relied on and what each needs; whether it applies to a document is
//! for the officer.

use crate::domain::section::Section;
use serde::{Deserialize, Serialize};

/// Whether the public interest has to be weighed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// No public interest test.
    Absolute,
    /// The public interest in maintaining it must outweigh that in disclosure.
    Qualified,
}

/// What brings information within it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// The sort of information it is.
    Class,
    /// The harm that disclosure would or would be likely to do.
    Prejudice,
}

/// A ground on which information may be withheld: an exemption, or an exception under environmental law.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exemption {
    /// Where it is enacted, for example `s.43`.
    pub section: Section,
    /// Its title.
    pub title: String,
    /// Absolute or qualified, when no sub-section says otherwise.
    pub kind: Kind,
    /// Class or prejudice, when no sub-section says otherwise.
    pub basis: Basis,
    /// Whether the authority may neither confirm nor deny that it holds the information.
    pub ncnd: bool,
    /// Parts that are cited by themselves.
    #[serde(default)]
    pub subsections: Vec<Subsection>,
    /// What else to know, for example where it is absolute for some information only.
    #[serde(default)]
    pub note: Option<String>,
    /// Not checked against the text in force: have it read before relying on it.
    #[serde(default)]
    pub uncertain: bool,
}

/// A part of an exemption that is cited by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Subsection {
    /// Where it is enacted, for example `s.43(2)`.
    pub section: Section,
    /// Its title.
    pub title: String,
    /// When it differs from the whole.
    #[serde(default)]
    pub kind: Option<Kind>,
    /// When it differs from the whole.
    #[serde(default)]
    pub basis: Option<Basis>,
    /// When it differs from the whole.
    #[serde(default)]
    pub ncnd: Option<bool>,
}

/// What relying on an exemption or one of its parts needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Test {
    /// Absolute or qualified.
    pub kind: Kind,
    /// Class or prejudice.
    pub basis: Basis,
    /// Whether neither confirming nor denying is open.
    pub ncnd: bool,
}

impl Test {
    /// Whether the public interest test has to be set out.
    #[must_use]
    pub fn needs_public_interest(self) -> bool {
        self.kind == Kind::Qualified
    }

    /// Whether the harm has to be set out.
    #[must_use]
    pub fn needs_harm(self) -> bool {
        self.basis == Basis::Prejudice
    }
}

impl Exemption {
    /// What relying on `section` needs, when it is this exemption or a part of it.
    #[must_use]
    pub fn test(&self, section: &Section) -> Option<Test> {
        let whole = Test {
            kind: self.kind,
            basis: self.basis,
            ncnd: self.ncnd,
        };
        if *section == self.section {
            return Some(whole);
        }
        let part = self.subsections.iter().find(|s| s.section == *section)?;
        Some(Test {
            kind: part.kind.unwrap_or(whole.kind),
            basis: part.basis.unwrap_or(whole.basis),
            ncnd: part.ncnd.unwrap_or(whole.ncnd),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_differs_from_the_whole_only_where_it_says_so() {
        let commercial = Exemption {
            section: "s.43".into(),
            title: "Commercial interests".into(),
            kind: Kind::Qualified,
            basis: Basis::Prejudice,
            ncnd: true,
            subsections: vec![Subsection {
                section: "s.43(1)".into(),
                title: "Trade secrets".into(),
                kind: None,
                basis: Some(Basis::Class),
                ncnd: Some(false),
            }],
            note: None,
            uncertain: false,
        };
        let secrets = commercial.test(&"s.43(1)".into()).unwrap();
        assert!(secrets.needs_public_interest());
        assert!(!secrets.needs_harm());
        assert!(!secrets.ncnd);
        assert!(commercial.test(&"s.43".into()).unwrap().needs_harm());
        assert_eq!(commercial.test(&"s.42".into()), None);
    }
}
