//! What the fields of a form offer to choose from.

use crate::casework::Invalid;
use crate::domain::case::{Case, Question};
use crate::domain::regime::Regime;
use crate::domain::section::Section;
use crate::store::{DocumentRow, PersonRow};
use crate::web::forms::Typed;
use chrono::NaiveDate;

/// What the fields offer to choose from.
pub struct Offer<'a> {
    /// The law of the case.
    pub regime: &'a Regime,
    /// The case.
    pub case: &'a Case,
    /// Everybody at the desk.
    pub people: &'a [PersonRow],
    /// The teams.
    pub teams: &'a [String],
    /// The text of each question, by its number.
    pub questions: &'a [(u16, String)],
    /// The last day to ask for a review, where the law names one.
    pub review_request_by: Option<NaiveDate>,
    /// The documents of the case.
    pub documents: &'a [DocumentRow],
    /// Sections that what was typed to find them can mean, by the question of a review.
    pub found: &'a [(u16, Vec<Section>)],
    /// Whether whoever had a part in the answer may not decide its review.
    pub review_by_others: bool,
}

/// What was typed to find sections, each question for itself.
#[derive(Debug, Default)]
pub struct Sought {
    /// Several sections that one of the words typed can mean, by question.
    pub found: Vec<(u16, Vec<Section>)>,
    /// The words that mean none.
    pub faults: Vec<Invalid>,
}

/// Finds the sections that were typed: what was typed with each that was found alone among those
/// chosen, and what was found besides.
pub type Seek = fn(Typed, &[Question], &Regime) -> (Typed, Sought);
