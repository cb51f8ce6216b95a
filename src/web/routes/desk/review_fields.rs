//! The fields of a review's form: what it makes of each question, the decision and the reasons.

use super::fields::Offer;
use super::instruction::STAYS;
use crate::domain::case::{Outcome, Question};
use crate::web::forms::Typed;
use crate::web::pages::form::{Choice, Field};

/// The fields with what was typed.
#[must_use]
pub fn review(typed: &Typed, offer: &Offer<'_>) -> Vec<Field> {
    let mut fields: Vec<Field> = offer
        .case
        .questions
        .iter()
        .map(|question| reviewed(question, typed, offer))
        .collect();
    fields.extend([
        Field::textarea(
            "decision",
            "What the review decided",
            typed.get("decision"),
            3,
            None,
        ),
        Field::textarea("reasons", "Reasons", typed.get("reasons"), 6, None),
    ]);
    fields
}

/// What a review makes of one question.
fn reviewed(question: &Question, typed: &Typed, offer: &Offer<'_>) -> Field {
    let name = format!("question-{}", question.number);
    let stands = question
        .outcome
        .map_or_else(String::new, |o| o.title().to_lowercase());
    let mut choices = vec![Choice::new(STAYS, format!("Upheld, it stays: {stands}"))];
    let others = Outcome::DECIDABLE
        .into_iter()
        .filter(|outcome| question.outcome != Some(*outcome));
    choices.extend(others.map(|o| Choice::new(o.as_str(), o.title())));
    let text = offer.questions.iter().find(|(n, _)| *n == question.number);
    let chosen = typed.some(&name).unwrap_or(STAYS);
    Field::select(
        name.clone(),
        format!("Outcome of question {} after the review", question.number),
        Choice::with_chosen(&choices, &[chosen]),
    )
    .hint(text.map_or("", |(_, text)| text.as_str()))
}
