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
    /// The sub-section under which it may, where the exemption has one of its own.
    #[serde(default)]
    pub ncnd_section: Option<Section>,
    /// Where the Act wants the reasonable opinion of a qualified person (FOIA s.36(2)).
    #[serde(default)]
    pub opinion: Option<Section>,
    /// What the notice has to say besides its reasons, and where that is enacted (EIR reg 14(4)).
    #[serde(default)]
    pub completion: Option<Section>,
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
    /// When it differs from the whole.
    #[serde(default)]
    pub ncnd_section: Option<Section>,
}

/// What relying on an exemption or one of its parts needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a question the law answers for itself"
)]
pub struct Test {
    /// Absolute or qualified.
    pub kind: Kind,
    /// Class or prejudice.
    pub basis: Basis,
    /// Whether neither confirming nor denying is open.
    pub ncnd: bool,
    /// Whether it is open for nothing else: the section is that of neither confirming nor denying.
    pub only_ncnd: bool,
    /// Whether a qualified person's opinion has to be had.
    pub opinion: bool,
    /// Whether the notice has to say when the material will be finished.
    pub completion: bool,
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
            only_ncnd: false,
            opinion: self.opinion.is_some(),
            completion: self.completion.is_some(),
        };
        if *section == self.section {
            return Some(whole);
        }
        let part = self.part(section)?;
        Some(Test {
            kind: part.kind.unwrap_or(whole.kind),
            basis: part.basis.unwrap_or(whole.basis),
            ncnd: part.ncnd.unwrap_or(whole.ncnd),
            only_ncnd: self.ncnd_sections().any(|own| own == section),
            ..whole
        })
    }

    /// The title of `section`, when it is this exemption or a part of it: a part has its own.
    #[must_use]
    pub fn title_of(&self, section: &Section) -> &str {
        self.part(section)
            .map_or(self.title.as_str(), |part| part.title.as_str())
    }

    /// The sub-section of its own under which `section` lets the authority neither confirm nor deny.
    #[must_use]
    pub fn ncnd_section(&self, section: &Section) -> Option<&Section> {
        let own = self
            .part(section)
            .and_then(|part| part.ncnd_section.as_ref());
        own.or(self.ncnd_section.as_ref())
    }

    fn ncnd_sections(&self) -> impl Iterator<Item = &Section> {
        let parts = self.subsections.iter();
        parts
            .filter_map(|part| part.ncnd_section.as_ref())
            .chain(self.ncnd_section.as_ref())
    }

    fn part(&self, section: &Section) -> Option<&Subsection> {
        self.subsections.iter().find(|s| s.section == *section)
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
            ncnd_section: Some("s.43(3)".into()),
            opinion: None,
            completion: None,
            subsections: vec![Subsection {
                section: "s.43(1)".into(),
                title: "Trade secrets".into(),
                kind: None,
                basis: Some(Basis::Class),
                ncnd: Some(false),
                ncnd_section: None,
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
