//! Handing some questions to the authority that holds their information, and telling the requester
//! which.

use super::texts::{named, needed};
use super::{Besides, Instructs, Kept, Preparing, Told};
use crate::casework::cases::answers::numbered;
use crate::casework::{CaseworkFault, Invalid, Outgoing};
use crate::domain::case::{Action, Case, actions, decision_text};
use crate::domain::regime::Regime;
use crate::mail::letters::{self, Asked, Part};
use std::borrow::Cow;

/// Hands some questions to the authority that holds their information.
#[derive(Debug, Clone, PartialEq)]
pub struct TransferInPart {
    /// The questions that go to it.
    pub numbers: Vec<u16>,
    /// That authority.
    pub to: String,
    /// Whether we sent them on to it.
    pub passed_on: bool,
}

impl Instructs for TransferInPart {
    fn missing(&self, _: &Regime) -> Vec<Invalid> {
        let message = "Name the authority that holds the information";
        let mut faults = needed(&[("to", &self.to, message)]);
        if self.numbers.is_empty() {
            faults.push(Invalid::new(
                "numbers",
                "Choose the questions that go to it",
            ));
        }
        faults
    }

    fn texts(&self) -> Vec<(Cow<'static, str>, &str)> {
        named(&[("to", &self.to)])
    }

    fn changes_answer(&self, _: &Case) -> Option<String> {
        Some("Which questions another authority is to answer was changed.".to_owned())
    }

    /// What is said of it stands beside each of the events it comes to.
    fn prepare(&self, preparing: &Preparing<'_>) -> (Action, Kept) {
        let action = actions::TransferInPart {
            numbers: self.numbers.clone(),
            digest: preparing.commit(&decision_text(&self.said(), &[])),
            passed_on: self.passed_on,
        };
        (action.into(), None)
    }

    async fn besides(&self, besides: Besides<'_>) -> Result<(), CaseworkFault> {
        for number in &self.numbers {
            besides
                .keep_each_decision(*number, &self.said(), &[])
                .await?;
        }
        Ok(())
    }

    async fn letter(&self, told: &Told<'_>) -> Result<Option<Outgoing>, CaseworkFault> {
        let rows = told.unit.questions_of(told.stored.id).await?;
        let theirs = rows.iter().filter(|row| self.numbers.contains(&row.number));
        let letter = letters::Transfer {
            frame: told.frame(),
            law: told.law(),
            section: told.regime.transfer.section.in_full(),
            to: self.to.trim().to_owned(),
            passed_on: self.passed_on,
            on: told.on,
            part: Some(Part {
                questions: numbered(&self.numbers),
                asked: theirs
                    .map(|row| Asked {
                        number: row.number,
                        text: row.body.clone(),
                    })
                    .collect(),
            }),
        };
        told.casework
            .outbox()
            .outgoing(told.requester, &letter)
            .map(Some)
    }
}

impl TransferInPart {
    /// What the answer says of each of these questions.
    fn said(&self) -> String {
        let to = self.to.trim();
        if self.passed_on {
            format!("We sent this question to {to}, which is to answer it.")
        } else {
            format!("{to} is to answer this question. We have not sent it on.")
        }
    }
}
