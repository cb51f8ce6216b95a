//! Deciding the review, and telling the requester what it changes.

use super::texts::needed;
use super::{Instructs, Kept, Preparing, Told};
use crate::casework::cases::answers::{notices, parted, refused};
use crate::casework::cases::documents::listed;
use crate::casework::cases::review_letters::{changed_questions, still_withheld, who_reviewed};
use crate::casework::cases::review_reasons::{each_has_reasons, missing_added, texts_added};
use crate::casework::mail::letters::{paragraphs, regulator};
use crate::casework::{CaseworkFault, Invalid, Outgoing};
use crate::domain::case::{
    Action, Case, Event, Reasons, ReviewedQuestion, actions, decision_text, events,
};
use crate::domain::regime::Regime;
use crate::mail::letters::ReviewOutcome;
use crate::store::{StoredCase, Unit};
use std::borrow::Cow;

/// Decides the review.
#[derive(Debug, Clone, PartialEq)]
pub struct CompleteReview {
    /// The questions of which something changes.
    pub changed: Vec<ReviewedQuestion>,
    /// The reasons of each exemption a question rests on anew, with the question's number.
    pub added: Vec<(u16, Reasons)>,
    /// What the review decided.
    pub decision: String,
    /// Why.
    pub reasons: String,
}

impl Instructs for CompleteReview {
    const LETS_DOCUMENTS_OUT: bool = true;

    fn missing(&self, regime: &Regime) -> Vec<Invalid> {
        let mut faults = needed(&[
            ("decision", &self.decision, "Write what the review decided"),
            ("reasons", &self.reasons, "Write the reasons"),
        ]);
        faults.extend(missing_added(&self.changed, &self.added, regime));
        faults
    }

    fn texts(&self) -> Vec<(Cow<'static, str>, &str)> {
        [("decision", &self.decision), ("reasons", &self.reasons)]
            .into_iter()
            .map(|(name, text)| (Cow::Borrowed(name), text.as_str()))
            .chain(texts_added(&self.added))
            .collect()
    }

    async fn fits(&self, _: &Unit, case: &Case) -> Result<(), CaseworkFault> {
        each_has_reasons(&self.changed, &self.added, case)
    }

    fn prepare(&self, preparing: &Preparing<'_>) -> (Action, Kept) {
        let text = self.kept();
        let action = actions::CompleteReview {
            changed: self.changed.clone(),
            digest: preparing.commit(&text),
        };
        (action.into(), Some(("review", text)))
    }

    async fn letter(&self, told: &Told<'_>) -> Result<Option<Outgoing>, CaseworkFault> {
        let (casework, unit, stored) = (told.casework, told.unit, told.stored);
        let (case, regime) = (told.case(), told.regime);
        let documents = unit.cases().waiting_documents(stored.id).await?;
        let attached = casework
            .documents()
            .fit_a_letter(&documents, told.requester);
        let questions = unit.questions_of(stored.id).await?;
        let withheld = still_withheld(regime, case, &questions, &self.added);
        let (withheld, unsaid) = parted(case, withheld);
        let outcome = case.outcome.map(|outcome| outcome.title().to_lowercase());
        let letter = ReviewOutcome {
            frame: told.frame(),
            law: told.law(),
            decision: self.decision.trim().to_owned(),
            reasons: paragraphs(&self.reasons),
            released: listed(&documents),
            released_at: (!attached).then(|| casework.letters().status_url(stored.opener())),
            by: who_reviewed(regime, by_the_same(stored)),
            changed: changed_questions(regime, case, &questions),
            outcome: outcome.unwrap_or_default(),
            withheld,
            unsaid,
            refused: refused(regime, case, &questions),
            refused_under: notices(regime, case),
            regulator: regulator(regime),
        };
        let letter = casework.outbox().outgoing(told.requester, &letter)?;
        Ok(Some(letter.with(documents, attached)))
    }
}

impl CompleteReview {
    /// What is kept of it: what it decided and why, with the reasons of each exemption a question rests
    /// on anew.
    fn kept(&self) -> String {
        let mut text = format!("{}\n\n{}", self.decision, self.reasons);
        for (number, reasons) in &self.added {
            let said = decision_text("", std::slice::from_ref(reasons));
            text.push_str(&format!("\n\nquestion {number}\n\n{}", said.trim()));
        }
        text
    }
}

/// Whether whoever has just decided the review had a part in the answer.
fn by_the_same(stored: &StoredCase) -> bool {
    let mut events = stored.events.iter().rev();
    events.any(|recorded| {
        matches!(
            recorded.event,
            Event::ReviewCompleted(events::ReviewCompleted {
                same_person: true,
                ..
            })
        )
    })
}
