//! Handing some questions of a request to the authority that holds their information, while the case
//! goes on with the rest (the Code under FOIA s.45, part 2; EIR reg 10).

use super::CaseAction;
use crate::domain::case::events::{Behind, Happening, Told, said_by_mistake};
use crate::domain::case::refusal::Reason;
use crate::domain::case::replay::{Changing, Work};
use crate::domain::case::stage::OPEN;
use crate::domain::case::{Case, Circumstances, Event, Hand, Outcome, Settlement, Stage};
use crate::domain::regime::Regime;
use crate::domain::section::Section;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// What is told where one question at most would be left with us.
const THE_WHOLE: Reason =
    Reason::Because("no question would be left with us; record a transfer of the whole request");

/// Hand some questions to the authority that holds their information.
#[derive(Debug, Clone, PartialEq)]
pub struct TransferInPart {
    /// The numbers of the questions, from 1.
    pub numbers: Vec<u16>,
    /// Commitment to what is said of each, which names that authority.
    pub digest: String,
    /// Whether we sent them on to it.
    pub passed_on: bool,
}

impl CaseAction for TransferInPart {
    const NOUN: &'static str = "part-transfers";
    const TITLE: &'static str = "Record a transfer in part";
    const DONE: &'static str =
        "The transfer of these questions is recorded; the letter is with the case.";
    const STAGES: &'static [Stage] = OPEN;
    const SETTLES: Settlement = Settlement::Answered;

    fn explanation(_: &Regime) -> String {
        "The requester is told which authority is to answer which questions, and whether we sent them on. The case goes on with the rest, and the clock runs on."
            .to_owned()
    }

    fn section(regime: &Regime) -> Option<&Section> {
        Some(&regime.transfer.section)
    }

    fn facts(case: &Case, _: &Circumstances<'_>) -> Result<(), Reason> {
        if ours(case).count() > 1 {
            Ok(())
        } else {
            Err(THE_WHOLE)
        }
    }

    fn events(&self, case: &Case, _: &Circumstances<'_>) -> Result<Vec<Event>, Reason> {
        if self.numbers.is_empty() {
            return Err(Reason::Because("choose the questions that go to it"));
        }
        let unknown = |n: &&u16| !ours(case).any(|number| number == **n);
        if let Some(unknown) = self.numbers.iter().find(unknown) {
            return Err(Reason::NoSuchQuestion(*unknown));
        }
        if ours(case).all(|number| self.numbers.contains(&number)) {
            return Err(THE_WHOLE);
        }
        let numbers = self.numbers.iter();
        Ok(numbers
            .map(|number| {
                Event::from(QuestionTransferred {
                    number: *number,
                    digest: self.digest.clone(),
                    passed_on: self.passed_on,
                })
            })
            .collect())
    }

    fn records(event: &Event) -> bool {
        matches!(event, Event::QuestionTransferred(_))
    }
}

/// The questions that no other authority is to answer.
fn ours(case: &Case) -> impl Iterator<Item = u16> {
    let theirs = Some(Outcome::Transferred);
    let ours = case.questions.iter().filter(move |q| q.outcome != theirs);
    ours.map(|q| q.number)
}

/// Another authority will answer one question.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct QuestionTransferred {
    /// The question's number, from 1.
    pub number: u16,
    /// Commitment to what is said of it, which names that authority.
    pub digest: String,
    /// Whether we sent it on.
    pub passed_on: bool,
}

impl Happening for QuestionTransferred {
    const KIND: &'static str = "question_transferred";
    const IN_A_LETTER: bool = true;

    fn what(&self) -> String {
        let number = self.number;
        if self.passed_on {
            format!("Transferred question {number}")
        } else {
            format!("Recorded that another authority is to answer question {number}")
        }
    }

    fn told(&self) -> Option<Told> {
        let number = self.number;
        Some(Told::by_us(if self.passed_on {
            format!("Passed question {number} to another authority")
        } else {
            format!("Told you which other authority is to answer question {number}")
        }))
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

    fn taken_back(&self, on: NaiveDate) -> Option<String> {
        let number = self.number;
        let said = format!("said that another authority was to answer question {number}");
        Some(said_by_mistake(on, &said, "We are dealing with it."))
    }

    fn apply(&self, case: &mut Changing<'_>, _: NaiveDate) {
        let mut questions = case.facts.questions.iter_mut();
        if let Some(question) = questions.find(|q| q.number == self.number) {
            question.outcome = Some(Outcome::Transferred);
            question.exemptions.clear();
            question.refusal = None;
        }
        // What was cleared says something else of it.
        if matches!(*case.work, Work::Clearance | Work::ReadyToSend) {
            *case.work = Work::Drafting;
        }
    }

    fn hand(&self) -> Hand {
        Hand::Prepared
    }
}
