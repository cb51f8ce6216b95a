//! A decision that was undone: the question stands as it did before it, with the words of then.

use crate::casework::{CaseworkFault, Corrections};
use crate::domain::case::undo::standing;
use crate::domain::case::{Correction, decision_text};
use crate::store::{DecidedQuestion, StoredCase, Unit};

/// The question whose decision a correction undoes; nothing where it undoes none.
pub(in crate::casework) fn decision_undone(stored: &StoredCase, what: &Correction) -> Option<u16> {
    let Correction::Undone { seq } = what else {
        return None;
    };
    let undone = stored.events.iter().find(|r| r.seq == *seq)?;
    undone.event.decides().map(|(number, _)| number)
}

impl Corrections<'_> {
    /// Brings the words of a question in step with its last decision that stands, if there is one.
    pub(in crate::casework) async fn restore_decision(
        &self,
        unit: &Unit,
        stored: &StoredCase,
        number: u16,
    ) -> Result<(), CaseworkFault> {
        let Some(question) = stored.case.questions.iter().find(|q| q.number == number) else {
            return Ok(());
        };
        let mut standing = standing(&stored.events).into_iter().rev();
        let before = standing.find(|r| r.event.decides_on(number));
        let Some(before) = before else {
            unit.cases().forget_decision(stored, number).await?;
            return Ok(());
        };
        let reasons = unit
            .cases()
            .reasons_of(stored.id, number, before.seq)
            .await?;
        let kept = unit
            .cases()
            .text_of(stored.id, before.seq, "decision")
            .await?;
        let salt = unit
            .cases()
            .salt_of(stored.id, before.seq, "decision")
            .await?;
        // Its answer stands before the texts of its sections; nothing where they are erased.
        let answer = kept.unwrap_or_default();
        let answer = answer.strip_suffix(&decision_text("", &reasons));
        let decided = DecidedQuestion {
            number,
            outcome: question.outcome.map_or("", |o| o.as_str()).to_owned(),
            exemptions: question.exemptions.clone(),
            answer: answer.unwrap_or_default().to_owned(),
            reasons: Vec::new(),
            salt: salt.unwrap_or_default(),
        };
        unit.cases()
            .point_to_decision(stored, &decided, before.seq)
            .await?;
        // A law corrected since may have left it to be decided anew.
        unit.cases().leave_undecided(stored).await?;
        Ok(())
    }
}
