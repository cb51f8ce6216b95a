//! Recording that a review was asked for, and telling the requester when it ends.

use super::texts::named;
use super::{Instructs, Kept, Preparing, Told};
use crate::casework::cases::review_letters::{overdue_rests_on, review_steps};
use crate::casework::mail::letters::paragraphs;
use crate::casework::mail::letters::who_reviews;
use crate::casework::{CaseworkFault, Outgoing};
use crate::domain::case::{Action, Case, actions};
use crate::mail::letters::ReviewAcknowledgement;
use std::borrow::Cow;

/// Records that a review was asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct RequestReview {
    /// What the requester is not content with.
    pub points: String,
    /// Why it is accepted after the time to ask for it; empty where it came in time.
    pub accepted: String,
}

impl Instructs for RequestReview {
    const PROMISED: bool = true;

    fn texts(&self) -> Vec<(Cow<'static, str>, &str)> {
        named(&[("points", &self.points), ("accepted", &self.accepted)])
    }

    fn changes_answer(&self, case: &Case) -> Option<String> {
        let why = "The requester asked for a review because no answer came, which the answer says.";
        case.answered.is_none().then(|| why.to_owned())
    }

    fn prepare(&self, preparing: &Preparing<'_>) -> (Action, Kept) {
        let text = self.kept();
        let action = actions::RequestReview {
            digest: text.as_deref().map(|text| preparing.commit(text)),
            accepted: !self.accepted.trim().is_empty(),
        };
        (action.into(), text.map(|text| ("review", text)))
    }

    async fn letter(&self, told: &Told<'_>) -> Result<Option<Outgoing>, CaseworkFault> {
        let (case, deadlines) = (told.case(), &told.deadlines);
        let second = told.casework.settings.clearance.second_person;
        let letter = ReviewAcknowledgement {
            frame: told.frame(),
            law: told.law(),
            received: told.on,
            overdue: deadlines.due.filter(|_| case.silence_in_review()),
            disputed: overdue_rests_on(case, deadlines),
            due: deadlines.review_due,
            steps: review_steps(deadlines, told.on),
            points: paragraphs(&self.points),
            by: who_reviews(told.regime, second),
        };
        told.casework
            .outbox()
            .outgoing(told.requester, &letter)
            .map(Some)
    }
}

impl RequestReview {
    /// What is kept of it: what it is about and, where it came late, why it is accepted all the same.
    fn kept(&self) -> Option<String> {
        let accepted = match self.accepted.trim() {
            "" => String::new(),
            why => format!("Accepted after the time to ask for it: {why}"),
        };
        let parts: Vec<&str> = [self.points.trim(), accepted.as_str()]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect();
        (!parts.is_empty()).then(|| parts.join("\n\n"))
    }
}
