//! Deciding one question.

use super::texts::needed;
use super::{Besides, Instructs, Kept, Preparing};
use crate::casework::cases::reasons::{reasons_missing, texts_of_reasons};
use crate::casework::{CaseworkFault, Invalid};
use crate::domain::case::{Action, Case, Outcome, Reasons, actions, decision_text};
use crate::domain::regime::Regime;
use std::borrow::Cow;

/// Decides one question.
#[derive(Debug, Clone, PartialEq)]
pub struct DecideQuestion {
    /// The question's number, from 1.
    pub number: u16,
    /// Its outcome.
    pub outcome: Outcome,
    /// What is given, or said, in answer.
    pub answer: String,
    /// Each exemption relied on, with its own reasons.
    pub reasons: Vec<Reasons>,
}

impl Instructs for DecideQuestion {
    fn missing(&self, regime: &Regime) -> Vec<Invalid> {
        let mut faults = match self.outcome {
            Outcome::GrantedInFull | Outcome::GrantedInPart => {
                let message = "Write the answer, or say what is enclosed";
                needed(&[("answer", &self.answer, message)])
            }
            Outcome::NotHeld => needed(&[("answer", &self.answer, "Write where you searched")]),
            Outcome::Refused
            | Outcome::RefusedOnCost
            | Outcome::RefusedAsVexatious
            | Outcome::RefusedAsUnreasonable
            | Outcome::RefusedAsRepeated
            | Outcome::RefusedAsUnclear
            | Outcome::RefusedFeeUnpaid
            | Outcome::RefusedOtherwise
            | Outcome::NeitherConfirmedNorDenied
            | Outcome::Transferred
            | Outcome::Withdrawn
            | Outcome::Lapsed => Vec::new(),
        };
        for one in &self.reasons {
            let exemption = regime.exemption(&one.section);
            if let Some(test) = exemption.and_then(|e| e.test(&one.section)) {
                faults.extend(reasons_missing(one, one.missing_for(test, self.outcome)));
            }
        }
        faults
    }

    fn texts(&self) -> Vec<(Cow<'static, str>, &str)> {
        std::iter::once((Cow::Borrowed("answer"), self.answer.as_str()))
            .chain(self.reasons.iter().flat_map(texts_of_reasons))
            .collect()
    }

    fn changes_answer(&self, _: &Case) -> Option<String> {
        Some(format!("Question {} was decided again.", self.number))
    }

    fn prepare(&self, preparing: &Preparing<'_>) -> (Action, Kept) {
        let text = decision_text(&self.answer, &self.reasons);
        let action = actions::DecideQuestion {
            number: self.number,
            outcome: self.outcome,
            exemptions: self.reasons.iter().map(|r| r.section.clone()).collect(),
            digest: preparing.commit(&text),
        };
        // What a decision said before it was changed stays here.
        (action.into(), Some(("decision", text)))
    }

    async fn besides(&self, besides: Besides<'_>) -> Result<(), CaseworkFault> {
        besides
            .keep_decision(self.number, &self.answer, &self.reasons)
            .await?;
        Ok(())
    }
}
