//! Deciding one question.

use super::CaseAction;
use crate::domain::case::events::{Behind, Happening, Telling, Told};
use crate::domain::case::refusal::Reason;
use crate::domain::case::replay::{Changing, Work};
use crate::domain::case::stage::DECIDING;
use crate::domain::case::{Case, Circumstances, Event, Hand, Outcome, Relied, Stage};
use crate::domain::regime::Regime;
use crate::domain::section::Section;
use crate::domain::words;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Decide one question.
#[derive(Debug, Clone, PartialEq)]
pub struct DecideQuestion {
    /// The question's number, from 1.
    pub number: u16,
    /// Its outcome.
    pub outcome: Outcome,
    /// The exemptions relied on.
    pub exemptions: Vec<Section>,
    /// Commitment to the answer and the reasons.
    pub digest: String,
}

impl CaseAction for DecideQuestion {
    const NOUN: &'static str = "decisions";
    const TITLE: &'static str = "Decide a question";
    const DONE: &'static str = "The decision is recorded.";
    const STAGES: &'static [Stage] = DECIDING;

    fn explanation(_: &Regime) -> String {
        "An outcome for this question.".to_owned()
    }

    fn events(&self, case: &Case, circumstances: &Circumstances<'_>) -> Result<Vec<Event>, Reason> {
        let (number, outcome, exemptions) = (self.number, self.outcome, &self.exemptions);
        decidable(case, number, outcome, exemptions, circumstances.regime)?;
        Ok(vec![
            QuestionDecided {
                number,
                outcome,
                exemptions: exemptions.clone(),
                refusal: None,
                digest: self.digest.clone(),
            }
            .into(),
        ])
    }

    fn records(event: &Event) -> bool {
        matches!(event, Event::QuestionDecided(_))
    }
}

/// One question was decided.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct QuestionDecided {
    /// The question's number, from 1.
    pub number: u16,
    /// Its outcome.
    pub outcome: Outcome,
    /// The exemptions relied on.
    pub exemptions: Vec<Section>,
    /// The ground relied on that is no exemption.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refusal: Option<Relied>,
    /// Commitment to the answer and the reasons.
    pub digest: String,
}

impl Happening for QuestionDecided {
    const KIND: &'static str = "question_decided";

    fn what(&self) -> String {
        format!("Decided question {}", self.number)
    }

    fn detail(&self, _: &Telling<'_>) -> Vec<String> {
        let refused = self.refusal.iter().map(|relied| relied.section.to_string());
        let sections = self.exemptions.iter().map(ToString::to_string);
        let sections: Vec<String> = sections.chain(refused).collect();
        let outcome = self.outcome.title();
        vec![if sections.is_empty() {
            format!("{outcome}.")
        } else {
            format!("{outcome}: {}.", words::list(&sections))
        }]
    }

    fn told(&self) -> Option<Told> {
        None
    }

    fn behind(&self) -> Behind<'_> {
        Behind::Writing(&["decision"], &self.digest)
    }

    fn decides(&self) -> Option<(u16, &str)> {
        Some((self.number, &self.digest))
    }

    fn stands_because(&self) -> Option<&'static str> {
        None
    }

    fn apply(&self, case: &mut Changing<'_>, _: NaiveDate) {
        let mut questions = case.facts.questions.iter_mut();
        if let Some(question) = questions.find(|q| q.number == self.number) {
            question.outcome = Some(self.outcome);
            question.exemptions.clone_from(&self.exemptions);
            question.refusal.clone_from(&self.refusal);
        }
        // What was cleared was decided otherwise.
        if matches!(*case.work, Work::Clearance | Work::ReadyToSend) {
            *case.work = Work::Drafting;
        }
    }

    fn hand(&self) -> Hand {
        Hand::Prepared
    }
}

/// Whether a question of a case can have an outcome that rests on these exemptions.
pub(super) fn decidable(
    case: &Case,
    number: u16,
    outcome: Outcome,
    exemptions: &[Section],
    regime: &Regime,
) -> Result<(), Reason> {
    if !case.questions.iter().any(|q| q.number == number) {
        return Err(Reason::NoSuchQuestion(number));
    }
    if !Outcome::DECIDABLE.contains(&outcome) {
        return Err(Reason::NotDecidable(outcome));
    }
    if outcome.withholds() && exemptions.is_empty() {
        return Err(Reason::NoExemption);
    }
    // Under the EIR "not held" is itself an exception, reg 12(4)(a), and may be named.
    if !outcome.withholds() && outcome != Outcome::NotHeld && !exemptions.is_empty() {
        return Err(Reason::NeedlessExemption);
    }
    for section in exemptions {
        let test = regime
            .exemption(section)
            .and_then(|exemption| exemption.test(section))
            .ok_or_else(|| Reason::UnknownExemption(section.clone(), regime.short_title.clone()))?;
        if outcome == Outcome::NeitherConfirmedNorDenied && !test.ncnd {
            return Err(Reason::NoNcnd(section.clone()));
        }
        if outcome != Outcome::NeitherConfirmedNorDenied && test.only_ncnd {
            return Err(Reason::OnlyNcnd(section.clone()));
        }
    }
    Ok(())
}
