//! A question to the requester of a generated case, and what comes of it.

use super::{Life, Said};
use crate::demo::dice::Dice;
use crate::domain::case::{Action, actions};
use crate::domain::role::Role;
use chrono::{NaiveDate, TimeDelta};

impl Life {
    /// A question to the requester, for one request in fourteen; the day work can go on, if it can.
    pub(super) fn clarify(
        &mut self,
        dice: &mut Dice,
        allocated: NaiveDate,
        officer: i64,
    ) -> Option<NaiveDate> {
        if !dice.per_mille(70) {
            return Some(allocated.max(self.case.received));
        }
        let asked = self.after(allocated, dice.between(1, 5));
        let which = "Which district do you ask about?\n\nEach district keeps its own records.";
        let said = Said::new(dice, "clarification", which.into());
        let seek = |digest| Action::SeekClarification(actions::SeekClarification { digest });
        if !self.say(said, seek, asked, officer, Role::Officer) {
            return None;
        }
        if dice.per_mille(250) {
            let lapsed = asked.checked_add_signed(TimeDelta::days(75))?;
            self.act(
                &Action::Lapse(actions::Lapse),
                lapsed,
                officer,
                Role::Officer,
            );
            return None;
        }
        let answered = asked.checked_add_signed(TimeDelta::days(
            i64::try_from(dice.between(1, 25)).unwrap_or(1),
        ))?;
        let said = self.said("message", "I ask about all of them.".into());
        let record = |digest| {
            Action::RecordClarification(actions::RecordClarification {
                digest: Some(digest),
            })
        };
        self.say(said, record, answered, officer, Role::Officer)
            .then_some(answered)
    }
}
