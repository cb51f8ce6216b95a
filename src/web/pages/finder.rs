//! Sections of the law to choose from: found by typing a part of a number or title, or below the part
//! they belong to. It works without script: the form comes back with what was found.

use serde::Serialize;

/// How sections are found and chosen.
#[derive(Debug, Clone, Serialize)]
pub struct Finder {
    /// The name of the field to type into.
    pub find: String,
    /// The name of the boxes.
    pub boxes: String,
    /// The id of the list that is offered while typing.
    pub list: String,
    /// What to know of the choice, or nothing.
    pub note: Option<String>,
    /// What it offers while typing.
    pub options: Vec<String>,
    /// The sections chosen or found so far.
    pub picked: Vec<SectionChoice>,
    /// All others, below the exemption they belong to.
    pub parts: Vec<Part>,
}

/// An exemption with its parts.
#[derive(Debug, Clone, Serialize)]
pub struct Part {
    /// Its section and title.
    pub title: String,
    /// The sections that can be chosen.
    pub sections: Vec<SectionChoice>,
}

/// A section to choose.
#[derive(Debug, Clone, Serialize)]
pub struct SectionChoice {
    /// The id of its box.
    pub id: String,
    /// The section.
    pub value: String,
    /// The section, its title and whether it is qualified.
    pub label: String,
    /// Whether it is chosen.
    pub chosen: bool,
}

impl Finder {
    pub(crate) fn sample() -> Self {
        let section = |id: &str, label: &str, chosen| SectionChoice {
            id: id.into(),
            value: label.split(' ').next().unwrap_or_default().into(),
            label: label.into(),
            chosen,
        };
        Self {
            find: "find".into(),
            boxes: "exemptions".into(),
            list: "sections".into(),
            note: None,
            options: vec!["s.31(1)(a) Prevention or detection of crime".into()],
            picked: vec![section("picked-0", "s.40(2) Personal data of others", true)],
            parts: vec![
                Part {
                    title: "s.31 Law enforcement".into(),
                    sections: vec![
                        section("part-0", "s.31 Law enforcement", false),
                        section("part-1", "s.31(1)(a) Prevention of crime", false),
                    ],
                },
                Part {
                    title: "s.42 Legal professional privilege".into(),
                    sections: vec![section("part-2", "s.42 Legal privilege", false)],
                },
            ],
        }
    }
}
