//! What the letters of a review say: who decides it, and what it changed.
//!
//! That somebody decides who had no part in the answer is said where the regime's file has that
//! rule, and then only where it is kept.

use super::answers::withheld;
use crate::domain::case::{Case, Outcome, SecondPerson};
use crate::domain::regime::Regime;
use crate::mail::letters::{Changed, Withheld};
use crate::store::QuestionRow;

/// Who will decide a review, as a sentence; nothing where the regime has no rule about it.
pub(super) fn who_reviews(regime: &Regime, second_person: SecondPerson) -> Option<String> {
    regime.review.somebody_else.as_ref()?;
    let who = match second_person {
        SecondPerson::Required => "Somebody who had no part in the decision will review it.",
        SecondPerson::NotRequired => {
            "Nobody else here can review it, so the person who decided your request may review it too."
        }
    };
    Some(who.to_owned())
}

/// Who decided a review, as a sentence; nothing where the regime has no rule about it.
pub(super) fn who_reviewed(regime: &Regime, same_person: bool) -> Option<String> {
    regime.review.somebody_else.as_ref()?;
    let who = if same_person {
        "Nobody else here could review it, so somebody who had a part in the decision has done so."
    } else {
        "Somebody who had no part in the decision has reviewed it."
    };
    Some(who.to_owned())
}

/// The questions whose outcome a review changed, with what it was and what it is.
pub(super) fn changed_questions(case: &Case, questions: &[QuestionRow]) -> Vec<Changed> {
    let title = |outcome: Outcome| outcome.title().to_lowercase();
    case.questions
        .iter()
        .filter_map(|question| {
            let row = questions.iter().find(|row| row.number == question.number)?;
            Some(Changed {
                number: usize::from(question.number),
                asked: row.body.clone(),
                before: title(question.outcome?),
                after: title(question.reviewed?),
            })
        })
        .collect()
}

/// What stays withheld: that of the questions the review left as they were.
pub(super) fn still_withheld(
    regime: &Regime,
    case: &Case,
    questions: &[QuestionRow],
) -> Vec<Withheld> {
    withheld(regime, case, questions, |question| {
        question.reviewed.is_none()
    })
}
