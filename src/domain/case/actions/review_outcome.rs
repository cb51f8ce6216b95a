//! Deciding the review.

use super::decision::decidable;
use super::{CaseAction, stage_is_one_of};
use crate::domain::case::events::{Behind, Happening, Telling, Told};
use crate::domain::case::refusal::Reason;
use crate::domain::case::replay::Changing;
use crate::domain::case::waiting::Then;
use crate::domain::case::{
    Case, Circumstances, Event, Inbox, Outcome, ReviewedQuestion, Settlement, Stage, WaitingKind,
};
use crate::domain::clock::ClockEventKind;
use crate::domain::regime::Regime;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

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
        Ok(vec![
            ReviewCompleted {
                outcome: whole.filter(|whole| case.outcome != Some(*whole)),
                changed: after,
                digest: Some(self.digest.clone()),
                same_person: person.is_some_and(|person| case.hands.took_part(person)),
            }
            .into(),
        ])
    }

    fn records(event: &Event) -> bool {
        matches!(event, Event::ReviewCompleted(_))
    }
}

/// The review was decided; `outcome` where it changed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReviewCompleted {
    /// The new outcome of the whole, where the review changed it.
    pub outcome: Option<Outcome>,
    /// The questions the review changed something of.
    #[serde(default)]
    pub changed: Vec<ReviewedQuestion>,
    /// Commitment to the decision and its reasons, with those of each exemption it adds.
    #[serde(default)]
    pub digest: Option<String>,
    /// Whether whoever decided it had a part in the answer, as in an office of one person.
    #[serde(default)]
    pub same_person: bool,
}

impl Happening for ReviewCompleted {
    const KIND: &'static str = "review_completed";

    fn what(&self) -> String {
        "Decided the review".to_owned()
    }

    fn detail(&self, _: &Telling<'_>) -> Vec<String> {
        let outcome = self.outcome.map_or_else(
            || "The outcome stands.".to_owned(),
            |o| format!("The outcome is now: {}.", o.title().to_lowercase()),
        );
        let same = "Whoever decided it had a part in the answer.".to_owned();
        std::iter::once(outcome)
            .chain(self.changed.iter().map(ReviewedQuestion::after_review))
            .chain(self.same_person.then_some(same))
            .collect()
    }

    fn told(&self) -> Option<Told> {
        Some(Told::by_us("Completed the review"))
    }

    fn behind(&self) -> Behind<'_> {
        Behind::Perhaps(&["review"], self.digest.as_deref())
    }

    fn stands_because(&self) -> Option<&'static str> {
        Some("the outcome of a review was sent, and stands")
    }

    fn apply(&self, case: &mut Changing<'_>, on: NaiveDate) {
        case.facts.review_open = false;
        case.facts.reviewed = Some(on);
        case.facts.outcome = self.outcome.or(case.facts.outcome);
        for new in &self.changed {
            let mut of_case = case.facts.questions.iter_mut();
            if let Some(question) = of_case.find(|q| q.number == new.number) {
                question.reviewed = Some(new.outcome);
                question.reviewed_exemptions.clone_from(&new.exemptions);
            }
        }
        case.tick(ClockEventKind::ReviewCompleted, on);
    }

    fn reaches(&self, inbox: &mut Inbox, _: &Then) {
        inbox.done(WaitingKind::Review);
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
