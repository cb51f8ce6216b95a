//! Finding a section of the law: by typing a part of it, or below the exemption it belongs to.

use crate::casework::Invalid;
use crate::domain::exemption::Kind;
use crate::domain::regime::Regime;
use crate::domain::section::Section;
use crate::web::forms::Typed;
use crate::web::pages::finder::{Finder, Part, SectionChoice};
use crate::web::pages::form::Choice;

/// A section that can be chosen.
struct Known {
    section: Section,
    label: String,
}

/// The sections of each exemption. Those that speak of the request and not of the information are
/// chosen as a refusal of the request.
fn known(regime: &Regime) -> Vec<(String, Vec<Known>)> {
    let of_the_request = |section: &Section| {
        let mut grounds = regime.refusals.iter();
        grounds.any(|ground| {
            ground.section == *section
                && !ground
                    .outcome
                    .eq(&crate::domain::case::Outcome::RefusedOtherwise)
        })
    };
    let mut all = Vec::new();
    for whole in &regime.exemptions {
        let sections = std::iter::once(&whole.section)
            .chain(whole.subsections.iter().map(|part| &part.section))
            .filter(|section| !of_the_request(section))
            .filter_map(|section| {
                let test = whole.test(section)?;
                let kind = match test.kind {
                    Kind::Absolute => "absolute",
                    Kind::Qualified => "qualified",
                };
                let title = whole.title_of(section);
                Some(Known {
                    section: section.clone(),
                    label: format!("{section} {title} ({kind})"),
                })
            })
            .collect::<Vec<_>>();
        if !sections.is_empty() {
            all.push((format!("{} {}", whole.section, whole.title), sections));
        }
    }
    all
}

/// The sections that what was typed means: the one it names, or else all that have each of its
/// words in their number or title.
fn found(regime: &Regime, typed: &str) -> Vec<Section> {
    let all = known(regime);
    let mut sections = all.iter().flat_map(|(_, sections)| sections);
    let typed = typed.trim();
    let names = |known: &Known| known.label == typed || known.section.as_str() == typed;
    if let Some(named) = sections.clone().find(|known| names(known)) {
        return vec![named.section.clone()];
    }
    let lower = typed.to_lowercase();
    let words: Vec<&str> = lower.split_whitespace().collect();
    let has_all = |known: &&Known| {
        let label = known.label.to_lowercase();
        words.iter().all(|word| label.contains(word))
    };
    sections
        .by_ref()
        .filter(has_all)
        .map(|known| known.section.clone())
        .collect()
}

/// The sections under which a public interest is weighed.
pub fn to_weigh(regime: &Regime) -> Vec<Choice> {
    let mut choices = Vec::new();
    for whole in &regime.exemptions {
        let parts = whole.subsections.iter().map(|part| &part.section);
        for section in std::iter::once(&whole.section).chain(parts) {
            let test = whole.test(section);
            if test.is_some_and(|test| test.needs_public_interest()) {
                let label = format!("{section} {}", whole.title_of(section));
                choices.push(Choice::new(section.as_str(), label));
            }
        }
    }
    choices
}

/// What the controls of a finder are called.
#[derive(Debug, Clone, Copy)]
pub struct Named<'a> {
    /// Where an error about the sections leads.
    pub field: &'a str,
    /// What is typed into.
    pub find: &'a str,
    /// The boxes.
    pub boxes: &'a str,
}

/// The finder with what is chosen and what was found besides.
pub fn finder(regime: &Regime, named: Named<'_>, chosen: &[&str], found: &[Section]) -> Finder {
    let all = known(regime);
    let labels: Vec<(&str, &str)> = all
        .iter()
        .flat_map(|(_, sections)| sections)
        .map(|known| (known.section.as_str(), known.label.as_str()))
        .collect();
    let label = |value: &str| {
        let known = labels.iter().find(|(section, _)| *section == value);
        known.map_or(value, |(_, label)| *label).to_owned()
    };
    let found = found.iter().map(Section::as_str);
    let found: Vec<&str> = found.filter(|one| !chosen.contains(one)).collect();
    let only = found.len() == 1;
    let picked: Vec<(&str, bool)> = chosen
        .iter()
        .map(|one| (*one, true))
        .chain(found.into_iter().map(|one| (one, only)))
        .collect();
    let options = labels.iter().map(|(_, label)| (*label).to_owned());
    let mut place = 0;
    let mut choice = |value: &str, chosen| {
        place += 1;
        SectionChoice {
            id: format!("{}-{place}", named.boxes),
            value: value.to_owned(),
            label: label(value),
            chosen,
        }
    };
    let picked_choices = picked
        .iter()
        .map(|(value, chosen)| choice(value, *chosen))
        .collect();
    let parts = all
        .iter()
        .map(|(title, sections)| Part {
            title: title.clone(),
            sections: sections
                .iter()
                .filter(|known| !picked.iter().any(|(one, _)| *one == known.section.as_str()))
                .map(|known| choice(known.section.as_str(), false))
                .collect(),
        })
        .filter(|part| !part.sections.is_empty())
        .collect();
    Finder {
        find: named.find.to_owned(),
        boxes: named.boxes.to_owned(),
        list: format!("{}-list", named.field),
        note: None,
        options: options.collect(),
        picked: picked_choices,
        parts,
    }
}

/// What was typed into a finder and means no section or several.
#[derive(Debug, Default)]
pub struct LookedUp {
    /// The sections it means.
    pub found: Vec<Section>,
    /// Why there are none.
    pub fault: Option<Invalid>,
}

/// The sections that were typed into a finder, or why there are none.
pub fn look_up(regime: &Regime, named: Named<'_>, typed: &Typed) -> LookedUp {
    let Some(wanted) = typed.some(named.find) else {
        return LookedUp::default();
    };
    let found = found(regime, wanted);
    let fault = found.is_empty().then(|| {
        Invalid::new(
            named.field.to_owned(),
            format!(
                "No section has \u{201c}{wanted}\u{201d} in its number or title; type less of it, or look through the parts"
            ),
        )
    });
    LookedUp { found, fault }
}
