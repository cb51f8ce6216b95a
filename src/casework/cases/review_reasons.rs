//! The exemptions a review rests a question on anew: each with its own reasons, as the law asks for
//! them; those it keeps have the reasons of the decision, where these fit the outcome.

use super::reasons::{reasons_field, texts_of_reasons};
use crate::casework::{CaseworkFault, Invalid};
use crate::domain::case::{Case, Reasons, ReviewedQuestion};
use crate::domain::regime::Regime;
use crate::domain::section::Section;
use std::borrow::Cow;

/// The field of a review's form into which one of the texts behind a section of a question is typed.
#[must_use]
pub fn review_field(number: u16, name: &str, section: &Section) -> String {
    format!("question-{number}-{}", reasons_field(name, section))
}

/// The field that says which sections a question rests on after a review.
#[must_use]
pub fn sections_field(number: u16) -> String {
    format!("question-{number}-sections")
}

/// The texts behind the sections added, by the field each is typed into.
pub(in crate::casework) fn texts_added(
    added: &[(u16, Reasons)],
) -> impl Iterator<Item = (Cow<'static, str>, &str)> {
    added.iter().flat_map(|(number, reasons)| {
        let texts = texts_of_reasons(reasons);
        texts.map(move |(name, text)| (Cow::Owned(format!("question-{number}-{name}")), text))
    })
}

/// What the law wants written for each section added and is not there.
pub(in crate::casework) fn missing_added(
    changed: &[ReviewedQuestion],
    added: &[(u16, Reasons)],
    regime: &Regime,
) -> Vec<Invalid> {
    let mut faults = Vec::new();
    for (number, reasons) in added {
        let section = &reasons.section;
        let test = regime.exemption(section).and_then(|e| e.test(section));
        let new = changed.iter().find(|new| new.number == *number);
        let (Some(test), Some(new)) = (test, new) else {
            continue;
        };
        let missing = reasons.missing_for(test, new.outcome).into_iter();
        faults.extend(missing.map(|(name, what)| {
            Invalid::new(
                review_field(*number, name, section),
                format!("{what} ({section})"),
            )
        }));
    }
    faults
}

/// The sections a question rests on after a review for which the decision has no reasons: it did not
/// name them, or not for such an outcome.
fn anew<'a>(case: &'a Case, new: &'a ReviewedQuestion) -> impl Iterator<Item = &'a Section> {
    let decided = case.questions.iter().find(|q| q.number == new.number);
    let kept = decided.filter(|_| new.outcome.withholds());
    let kept = kept.map_or(&[][..], |q| q.exemptions.as_slice());
    let named = new.exemptions.as_deref().unwrap_or(kept).iter();
    named.filter(move |section| decided.is_none_or(|q| !q.has_reasons_for(section, new.outcome)))
}

/// That the reasons of each section a question rests on anew are given.
///
/// # Errors
/// The sections whose reasons are not, which the form then asks for.
pub(in crate::casework) fn each_has_reasons(
    changed: &[ReviewedQuestion],
    added: &[(u16, Reasons)],
    case: &Case,
) -> Result<(), CaseworkFault> {
    let mut faults = Vec::new();
    for new in changed {
        for section in anew(case, new) {
            let given = |(number, reasons): &(u16, Reasons)| {
                *number == new.number && reasons.section == *section
            };
            if !added.iter().any(given) {
                faults.push(Invalid::new(
                    sections_field(new.number),
                    format!("Write the reasons for {section}: the fields for them stand below now"),
                ));
            }
        }
    }
    if faults.is_empty() {
        Ok(())
    } else {
        Err(CaseworkFault::Invalid(faults))
    }
}
