//! The review of a generated answer, where one is asked for, and the end of the case.

use super::Life;
use crate::demo::dice::Dice;
use crate::domain::case::{Action, Outcome, ReviewedQuestion, actions};
use crate::domain::role::Role;

impl Life {
    /// Asks for a review now and then, and closes what is answered.
    pub(super) fn review(&mut self, dice: &mut Dice, officer: i64, reviewer: i64) {
        let Some(answered) = self.case.answered else {
            return;
        };
        let after = self.after(answered, dice.between(5, 45).min(38));
        if dice.per_mille(30) {
            let points = "I think that more of it could be given.";
            let said = self.said("review", points.into());
            let request = |digest| {
                Action::RequestReview(actions::RequestReview {
                    digest: Some(digest),
                    accepted: false,
                })
            };
            if !self.say(said, request, after, officer, Role::Officer) {
                return;
            }
            let reviewed = self.after(after, dice.between(8, 24));
            let changed = self.reviewed(dice);
            let decision = if changed.is_empty() {
                "The answer stands.\n\nThe reasons given for it hold."
            } else {
                "More of it is given.\n\nIt was withheld too broadly."
            };
            let said = self.said("review", decision.into());
            let complete =
                |digest| Action::CompleteReview(actions::CompleteReview { changed, digest });
            if self.say(said, complete, reviewed, reviewer, Role::Officer) {
                self.act(
                    &Action::Close(actions::Close),
                    reviewed,
                    officer,
                    Role::Officer,
                );
            }
        } else {
            let closed = self.after(answered, 42);
            self.act(
                &Action::Close(actions::Close),
                closed,
                officer,
                Role::Officer,
            );
        }
    }

    /// What a review makes of what was refused: one in four gives a part of it.
    fn reviewed(&self, dice: &mut Dice) -> Vec<ReviewedQuestion> {
        if !dice.per_mille(250) {
            return Vec::new();
        }
        let refused = self.case.questions.iter().filter(|question| {
            question.outcome == Some(Outcome::Refused) && !question.exemptions.is_empty()
        });
        refused
            .map(|question| ReviewedQuestion {
                number: question.number,
                outcome: Outcome::GrantedInPart,
                exemptions: None,
            })
            .collect()
    }
}
