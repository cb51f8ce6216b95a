//! Deciding the review.

use super::decision::decidable;
use super::{CaseAction, stage_is_one_of};
use crate::domain::case::refusal::Reason;
use crate::domain::case::{
    Case, Circumstances, Event, Outcome, ReviewedQuestion, Settlement, Stage,
};
use crate::domain::regime::Regime;

/// Decide the review.
#[derive(Debug, Clone, PartialEq)]
pub struct CompleteReview {
    /// The questions the review changes something of.
    pub changed: Vec<ReviewedQuestion>,
    /// Commitment to the decision and its reasons.
    pub digest: String,
}

impl CaseAction for CompleteReview {
    const NOUN: &'static str = "review-outcomes";
    const TITLE: &'static str = "Decide the review";
    const DONE: &'static str = "The review is decided; the letter is with the case.";
    const SETTLES: Settlement = Settlement::Answered;
    const STAGES: &'static [Stage] = &[Stage::Review];

    fn explanation(_: &Regime) -> String {
        "The requester is told what the review decided, what it changes and where to complain."
            .to_owned()
    }

    fn at(case: &Case) -> Result<(), Reason> {
        if case.silence_in_review() {
            return Err(Reason::AnswerFirst);
        }
        stage_is_one_of(case, Self::STAGES)
    }

    fn facts(case: &Case, circumstances: &Circumstances<'_>) -> Result<(), Reason> {
        match &circumstances.regime.review.somebody_else {
            Some(rule) if circumstances.needs_another(|who| case.hands.took_part(who)) => {
                Err(Reason::OwnDecision(rule.section.clone()))
            }
            Some(_) | None => Ok(()),
        }
    }

    fn events(&self, case: &Case, circumstances: &Circumstances<'_>) -> Result<Vec<Event>, Reason> {
        let after = self.really_changed(case, circumstances.regime)?;
        let parts: Vec<Outcome> = case
            .questions
            .iter()
            .filter_map(|q| {
                let new = after.iter().find(|new| new.number == q.number);
                new.map(|new| new.outcome).or(q.outcome)
            })
            .collect();
        let whole = Outcome::of_whole(&parts).filter(|_| !after.is_empty());
        let person = circumstances.actor.person;
        Ok(vec![Event::ReviewCompleted {
            outcome: whole.filter(|whole| case.outcome != Some(*whole)),
            changed: after,
            digest: Some(self.digest.clone()),
            same_person: person.is_some_and(|person| case.hands.took_part(person)),
        }])
    }

    fn records(event: &Event) -> bool {
        matches!(event, Event::ReviewCompleted { .. })
    }
}

impl CompleteReview {
    /// The questions of which something is other than before.
    fn really_changed(
        &self,
        case: &Case,
        regime: &Regime,
    ) -> Result<Vec<ReviewedQuestion>, Reason> {
        let mut after: Vec<ReviewedQuestion> = Vec::new();
        for new in &self.changed {
            let question = case.questions.iter().find(|q| q.number == new.number);
            let question = question.ok_or(Reason::NoSuchQuestion(new.number))?;
            let rests_on = match &new.exemptions {
                Some(named) => named.clone(),
                None if new.outcome.withholds() => question.exemptions.clone(),
                None => Vec::new(),
            };
            let (number, outcome) = (new.number, new.outcome);
            decidable(case, number, outcome, &rests_on, regime)?;
            let other = rests_on.len() != question.exemptions.len()
                || rests_on.iter().any(|s| !question.exemptions.contains(s));
            let other = other && outcome.withholds();
            if other || question.outcome != Some(outcome) {
                after.push(ReviewedQuestion {
                    number,
                    outcome,
                    exemptions: other.then_some(rests_on),
                });
            }
        }
        Ok(after)
    }
}
