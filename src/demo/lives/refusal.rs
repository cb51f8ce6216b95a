//! A generated request that would cost more than the limit.

use super::{Life, Said};
use crate::demo::costly::GROUND;
use crate::demo::dice::Dice;
use crate::domain::case::{Action, Outcome, Reasons, Relied, actions, decision_text};
use crate::domain::role::Role;
use crate::store::DecidedQuestion;
use chrono::NaiveDate;

impl Life {
    /// Refuses every question on its cost; whether the law lets it.
    pub(super) fn refuse_on_cost(
        &mut self,
        dice: &mut Dice,
        numbers: &[u16],
        minutes: u32,
        reasons: &Reasons,
        (on, officer): (NaiveDate, i64),
    ) -> bool {
        let Some(ground) = self.regime.refusal(GROUND) else {
            return false;
        };
        let reasons = Reasons {
            section: ground.section.clone(),
            ..reasons.clone()
        };
        let relied = Relied {
            ground: GROUND.to_owned(),
            minutes: Some(minutes),
            band: Some(self.band.clone()),
            ..Relied::default()
        };
        for number in numbers.iter().copied() {
            let text = decision_text("", std::slice::from_ref(&reasons));
            let said = Said::new(dice, "decision", text);
            let salt = said.salt.clone();
            let refuse = |digest| {
                Action::Refuse(actions::Refuse {
                    numbers: vec![number],
                    relied: relied.clone(),
                    digest,
                })
            };
            if !self.say(said, refuse, on, officer, Role::Officer) {
                return false;
            }
            self.decisions.push(DecidedQuestion {
                number,
                outcome: Outcome::RefusedOnCost.as_str().to_owned(),
                exemptions: Vec::new(),
                answer: String::new(),
                reasons: vec![reasons.clone()],
                salt,
            });
        }
        true
    }
}
