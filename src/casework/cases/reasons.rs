//! The reasons of each section a decision relies on: what the law wants written, and what is kept.

use crate::casework::Invalid;
use crate::casework::cases::actions::Besides;
use crate::domain::case::{Missing, Reasons};
use crate::domain::section::Section;
use crate::store::{DecidedQuestion, StoreFault};
use std::borrow::Cow;

/// The texts behind a section, by the field each is typed into.
pub(in crate::casework) fn texts_of_reasons(
    reasons: &Reasons,
) -> impl Iterator<Item = (Cow<'static, str>, &str)> {
    let texts = reasons.texts().into_iter();
    texts.map(|(name, text)| (Cow::Owned(reasons_field(name, &reasons.section)), text))
}

/// The field of a form into which one of the texts behind a section is typed.
#[must_use]
pub fn reasons_field(name: &str, section: &Section) -> String {
    let plain = |c: char| if c.is_alphanumeric() { c } else { '_' };
    let section: String = section.as_str().chars().map(plain).collect();
    format!("{name}-{section}")
}

/// What is missing of the reasons of a section, told at its fields.
pub(in crate::casework) fn reasons_missing(
    reasons: &Reasons,
    missing: Vec<Missing>,
) -> Vec<Invalid> {
    let missing = missing.into_iter();
    missing
        .map(|(name, what)| {
            let field = reasons_field(name, &reasons.section);
            Invalid::new(field, format!("{what} ({})", reasons.section))
        })
        .collect()
}

impl Besides<'_> {
    /// Keeps how a question was decided, beside the event that decided it; that event.
    pub(in crate::casework) async fn keep_decision(
        &self,
        number: u16,
        answer: &str,
        reasons: &[Reasons],
    ) -> Result<(), StoreFault> {
        if let Some(decided) = self.decided(number, answer, reasons) {
            self.unit
                .cases()
                .decide_question(self.stored, &decided)
                .await?;
        }
        Ok(())
    }

    /// The same where one act decides several, and its text has to stand beside each event.
    pub(in crate::casework) async fn keep_each_decision(
        &self,
        number: u16,
        answer: &str,
        reasons: &[Reasons],
    ) -> Result<(), StoreFault> {
        let Some(decided) = self.decided(number, answer, reasons) else {
            return Ok(());
        };
        let seq = self
            .unit
            .cases()
            .decide_question(self.stored, &decided)
            .await?;
        let (text, at) = (decided.text(), self.now.at);
        self.unit
            .cases()
            .insert_writing_at(self.stored, seq, "decision", self.salt, &text, at)
            .await
    }

    fn decided(&self, number: u16, answer: &str, reasons: &[Reasons]) -> Option<DecidedQuestion> {
        let mut questions = self.stored.case.questions.iter();
        let question = questions.find(|q| q.number == number)?;
        Some(DecidedQuestion {
            number,
            outcome: question.outcome.map_or("", |o| o.as_str()).to_owned(),
            exemptions: question.exemptions.clone(),
            answer: answer.to_owned(),
            reasons: reasons.to_vec(),
            salt: self.salt.to_owned(),
        })
    }
}
