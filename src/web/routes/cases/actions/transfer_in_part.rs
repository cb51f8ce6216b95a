//! The form that records a transfer in part.

pub(super) use crate::casework::cases::actions::TransferInPart;

use super::fields::{on, text, tick};
use super::{ActionForm, Offer};
use crate::casework::Invalid;
use crate::domain::case::Outcome;
use crate::web::forms::Typed;
use crate::web::pages::form::{Choice, Field};

impl ActionForm for TransferInPart {
    const LETTER_NEXT: bool = true;

    fn fields(typed: &Typed, offer: &Offer<'_>) -> Vec<Field> {
        let theirs = |number: u16| {
            let mut questions = offer.case.questions.iter();
            questions.any(|q| q.number == number && q.outcome == Some(Outcome::Transferred))
        };
        let ours = offer
            .questions
            .iter()
            .filter(|(number, _)| !theirs(*number));
        let choices: Vec<Choice> = ours
            .map(|(number, asked)| Choice::new(number.to_string(), format!("{number}. {asked}")))
            .collect();
        let chosen = Choice::with_chosen(&choices, &typed.all("numbers"));
        let sent = "We have sent them to that authority";
        vec![
            Field::checkboxes("numbers", "Questions that go to another authority", chosen)
                .hint("We answer the others, within the same time."),
            Field::text(
                "to",
                "Authority that holds the information",
                typed.get("to"),
            ),
            on(typed, "Day they were transferred"),
            tick(typed, "passed_on", "The questions", sent)
                .hint("Leave it empty where the requester has to ask that authority."),
        ]
    }

    fn read(typed: &Typed) -> Result<Self, Vec<Invalid>> {
        let numbers = typed.all("numbers").into_iter();
        Ok(Self {
            numbers: numbers.filter_map(|number| number.parse().ok()).collect(),
            to: text(typed, "to"),
            passed_on: typed.get("passed_on") == "yes",
        })
    }
}
