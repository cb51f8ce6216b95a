//! The form of a review's outcome: what it makes of each question, the decision and the reasons. A
//! section a question is to rest on anew is found as for the decision, and asks for its own reasons
//! once it is chosen.

pub(super) use crate::casework::cases::actions::CompleteReview;

use super::fields::{area, text};
use super::reasons::reasons_typed;
use super::{ActionForm, Offer, Seek, Sought};
use crate::casework::Invalid;
use crate::casework::cases::review_reasons::{review_field, sections_field};
use crate::domain::case::{Outcome, Question, Reasons, ReviewedQuestion};
use crate::domain::regime::Regime;
use crate::domain::section::Section;
use crate::store::CasePage as Stored;
use crate::web::forms::Typed;
use crate::web::pages::cases::action::ActionPage;
use crate::web::pages::finder::Finder;
use crate::web::pages::form::{Choice, Field, Hidden};
use crate::web::pages::parts::SummaryRow;
use crate::web::routes::cases::sections::{Named, finder, look_up};
use crate::web::routes::cases::written::fields_of;
use crate::web::site::Site;

/// What the form sends of a question whose outcome stays as it was.
const STAYS: &str = "stays";

impl ActionForm for CompleteReview {
    const LETTER_NEXT: bool = true;
    const SEEK: Option<Seek> = Some(sought);

    fn fields(typed: &Typed, offer: &Offer<'_>) -> Vec<Field> {
        let questions = offer.case.questions.iter();
        let mut fields: Vec<Field> = questions
            .flat_map(|question| reviewed(question, typed, offer))
            .collect();
        fields.extend([
            area(typed, "decision", "What the review decided", 3)
                .hint("What is given now goes out with this letter: write it here, or add its documents to the request first."),
            area(typed, "reasons", "Reasons", 6),
        ]);
        fields
    }

    fn read(typed: &Typed) -> Result<Self, Vec<Invalid>> {
        Ok(Self {
            changed: changed(typed)?,
            added: added(typed)?,
            decision: text(typed, "decision"),
            reasons: text(typed, "reasons"),
        })
    }

    fn material(stored: &Stored) -> Vec<SummaryRow> {
        let asked = stored.writings.iter().rev().find(|w| w.kind == "review");
        let row =
            |text: &str| SummaryRow::new("What the requester asks to be looked at again", text);
        asked.map(|asked| row(&asked.body)).into_iter().collect()
    }

    fn furnish(page: &mut ActionPage, _: &Site, stored: &Stored) {
        page.hidden.extend(carried(&stored.stored.case.questions));
    }
}

fn outcome_field(number: u16) -> String {
    format!("question-{number}")
}

/// The field into which sections of a question are typed to be found.
fn find_field(number: u16) -> String {
    format!("question-{number}-find")
}

/// The field that carries the outcome a question has before the review.
fn before_field(number: u16) -> String {
    format!("question-{number}-before")
}

/// What the form carries of each question: its outcome before and, where no box is ticked, that it
/// rests on no section.
fn carried(questions: &[Question]) -> Vec<Hidden> {
    let of_question = questions.iter().flat_map(|question| {
        let number = question.number;
        let decided = question.outcome;
        let before = decided.map(|o| Hidden::new(&before_field(number), o.as_str()));
        before
            .into_iter()
            .chain([Hidden::new(&sections_field(number), "")])
    });
    of_question.collect()
}

/// What was typed, with each section that was found alone among those chosen; and what was found
/// besides.
fn sought(typed: Typed, questions: &[Question], regime: &Regime) -> (Typed, Sought) {
    let mut sought = Sought::default();
    let mut names = Vec::new();
    let mut alone = Vec::new();
    for question in questions {
        let (field, find) = (sections_field(question.number), find_field(question.number));
        let looked_up = look_up(regime, named(&field, &find), &typed);
        sought.faults.extend(looked_up.fault);
        match looked_up.found.as_slice() {
            [] => {}
            [one] if typed.all(&field).contains(&one.as_str()) => {}
            [one] => alone.push((field, one.clone())),
            [..] => sought.found.push((question.number, looked_up.found)),
        }
        names.push(find);
    }
    let typed = alone
        .iter()
        .fold(typed.without(&names), |typed, (field, section)| {
            typed.with(field, section.as_str())
        });
    (typed, sought)
}

const fn named<'a>(field: &'a str, find: &'a str) -> Named<'a> {
    Named {
        field,
        find,
        boxes: field,
    }
}

/// What a review makes of one question.
fn reviewed(question: &Question, typed: &Typed, offer: &Offer<'_>) -> Vec<Field> {
    let number = question.number;
    let name = outcome_field(number);
    let stands = question
        .outcome
        .map_or_else(String::new, |o| o.title().to_lowercase());
    let mut choices = vec![Choice::new(STAYS, format!("It stays: {stands}"))];
    let others = Outcome::DECIDABLE
        .into_iter()
        .filter(|outcome| question.outcome != Some(*outcome));
    choices.extend(others.map(|o| Choice::new(o.as_str(), o.title())));
    let text = offer.questions.iter().find(|(n, _)| *n == number);
    let chosen = typed.some(&name).unwrap_or(STAYS);
    let outcome = Field::select(
        name.clone(),
        format!("Outcome of question {number} after the review"),
        Choice::with_chosen(&choices, &[chosen]),
    )
    .hint(text.map_or("", |(_, text)| text.as_str()));

    let field = sections_field(number);
    let before: Vec<&str> = question.exemptions.iter().map(Section::as_str).collect();
    let chosen_sections = if typed.has(&field) {
        typed.all(&field)
    } else {
        before.clone()
    };
    let found = offer.found.iter().find(|(n, _)| *n == number);
    let found = found.map_or(&[][..], |(_, sections)| sections.as_slice());
    let find = find_field(number);
    let noun = &offer.regime.words.exemption;
    let finder = Finder {
        note: Some(format!(
            "Only where something is withheld. The reasons for one that is added are asked for next. {}",
            if before.is_empty() {
                "None was relied on before.".to_owned()
            } else {
                format!("Before: {}.", before.join("; "))
            }
        )),
        ..finder(offer.regime, named(&field, &find), &chosen_sections, found)
    };
    let label = format!("Each {noun} question {number} rests on after the review");
    let rests_on = Field::finder(field.clone(), label, finder);
    let mut fields = vec![outcome, rests_on];
    let after = Outcome::parse(chosen).or(question.outcome);
    for section in sections(&chosen_sections) {
        let exemption = offer.regime.exemption(&section);
        let test = exemption.and_then(|e| e.test(&section));
        let has_reasons = after
            .is_some_and(|after| !after.withholds() || question.has_reasons_for(&section, after));
        let (Some(test), false) = (test, has_reasons) else {
            continue;
        };
        let neither = after == Some(Outcome::NeitherConfirmedNorDenied);
        let own = typed.below(&format!("question-{number}-"));
        fields.extend(
            fields_of(&section, test, neither, &own)
                .into_iter()
                .map(|field| Field {
                    label: format!("{section}, question {number}: {}", field.label),
                    name: format!("question-{number}-{}", field.name),
                    ..field
                }),
        );
    }
    fields
}

/// The sections chosen, each once.
fn sections(chosen: &[&str]) -> Vec<Section> {
    let mut sections: Vec<Section> = Vec::new();
    for section in chosen.iter().copied().map(Section::new) {
        if !sections.contains(&section) {
            sections.push(section);
        }
    }
    sections
}

/// The questions of which a review changes something: every question is sent, most with the word
/// that its outcome stays. Whatever stays as it was, the domain leaves out.
///
/// # Errors
/// A word that is no outcome.
fn changed(typed: &Typed) -> Result<Vec<ReviewedQuestion>, Vec<Invalid>> {
    let mut changed = Vec::new();
    for number in 1..=u16::MAX {
        let Some(word) = typed.some(&outcome_field(number)) else {
            break;
        };
        let field = sections_field(number);
        let named = typed.has(&field).then(|| sections(&typed.all(&field)));
        let outcome = if word == STAYS {
            let before = Outcome::parse(typed.get(&before_field(number)));
            match before.filter(|o| o.withholds() && Outcome::DECIDABLE.contains(o)) {
                Some(before) if named.is_some() => before,
                Some(_) | None => continue,
            }
        } else {
            let outcome = Outcome::parse(word);
            outcome.ok_or_else(|| {
                let choose = "Choose each outcome from its list";
                vec![Invalid::new(outcome_field(number), choose)]
            })?
        };
        changed.push(ReviewedQuestion {
            number,
            outcome,
            exemptions: named.filter(|_| outcome.withholds()),
        });
    }
    Ok(changed)
}

/// The reasons of the sections that are added, for whose texts the form has fields.
///
/// # Errors
/// A day that is none.
fn added(typed: &Typed) -> Result<Vec<(u16, Reasons)>, Vec<Invalid>> {
    let mut added = Vec::new();
    for new in changed(typed)? {
        for section in new.exemptions.into_iter().flatten() {
            if typed.has(&review_field(new.number, "why", &section)) {
                let prefix = format!("question-{}-", new.number);
                let reasons = reasons_typed(section, &typed.below(&prefix));
                let prefixed = |fault: Invalid| Invalid {
                    field: format!("{prefix}{}", fault.field).into(),
                    ..fault
                };
                let reasons = reasons
                    .map_err(|faults| faults.into_iter().map(prefixed).collect::<Vec<_>>())?;
                added.push((new.number, reasons));
            }
        }
    }
    Ok(added)
}
