//! What the rooms of actions are told when an instruction is carried out.

use crate::casework::mail::letters::{law_words, limit_words, paragraphs};
use crate::casework::secrets::commitment;
use crate::casework::{Casework, CaseworkFault, Moment, Outgoing};
use crate::domain::calendar::Calendar;
use crate::domain::case::{Actor, Case, WaitingKind};
use crate::domain::deadline::Deadlines;
use crate::domain::regime::{Effect, Regime};
use crate::mail::letters::{ClockEffect, Frame, LawWords, ReplyNoted};
use crate::store::{RequesterRow, StoredCase, Unit};
use chrono::NaiveDate;

/// With what an instruction becomes an action: its texts are committed to.
pub(in crate::casework) struct Preparing<'a> {
    /// The law of the case.
    pub regime: &'a Regime,
    /// The salt of its commitment.
    pub salt: &'a str,
    /// The answer that is cleared.
    pub cleared: Option<&'a Outgoing>,
}

impl Preparing<'_> {
    /// The commitment to a text.
    pub fn commit(&self, text: &str) -> String {
        commitment(self.salt, text)
    }
}

/// What a room needs that changes something besides the record.
pub(in crate::casework) struct Besides<'a> {
    /// The use cases.
    pub casework: &'a Casework,
    /// The transaction.
    pub unit: &'a Unit,
    /// The case, with the act recorded.
    pub stored: &'a mut StoredCase,
    /// The salt of the act's commitment.
    pub salt: &'a str,
    /// Who acts.
    pub actor: Actor,
    /// The day it took effect.
    pub on: NaiveDate,
    /// Now.
    pub now: Moment,
}

/// What a room's letter is made of: the case as the act left it.
pub(in crate::casework) struct Told<'a> {
    /// The use cases.
    pub casework: &'a Casework,
    /// The transaction.
    pub unit: &'a Unit,
    /// The case, with the act recorded.
    pub stored: &'a StoredCase,
    /// The requester.
    pub requester: &'a RequesterRow,
    /// The law of the case.
    pub regime: &'a Regime,
    /// Its calendar.
    pub calendar: &'a Calendar,
    /// Its dates now.
    pub deadlines: Deadlines,
    /// The day the act took effect.
    pub on: NaiveDate,
    /// Now.
    pub now: Moment,
}

impl Told<'_> {
    /// The case.
    pub const fn case(&self) -> &Case {
        &self.stored.case
    }

    /// The frame of the letter.
    pub fn frame(&self) -> Frame {
        let opener = self.stored.opener();
        self.casework
            .letters()
            .frame(opener, self.requester, self.now.today)
    }

    /// The law in the words of letters.
    pub fn law(&self) -> LawWords {
        law_words(self.regime)
    }

    /// The case as it was before its last event.
    pub fn before_last(&self) -> Result<Case, CaseworkFault> {
        let events = &self.stored.events;
        let before = events.iter().take(events.len() - 1);
        Case::replay(before).ok_or(CaseworkFault::NotFound)
    }

    /// What asking the requester for something did to the time limit: where it did not stop, because
    /// the law does not stop it or because it was over, it runs on.
    pub fn clock_effect(&self, effect: Effect) -> ClockEffect {
        match (self.deadlines.due, effect) {
            (Some(_), Effect::Restart | Effect::Pause | Effect::Nothing)
            | (None, Effect::Nothing) => ClockEffect::runs_on(),
            (None, Effect::Restart) => {
                ClockEffect::restarts(limit_words(self.case().limit(self.regime)))
            }
            (None, Effect::Pause) => ClockEffect::pauses(),
        }
    }

    /// The letter that tells the day the answer is due now, where it is another.
    pub fn new_date(&self) -> Result<Option<Outgoing>, CaseworkFault> {
        let (stored, requester) = (self.stored, self.requester);
        self.casework
            .cases()
            .new_date(stored, requester, self.regime, self.now)
    }

    /// That what the requester did on their page arrived; it goes to the address there was before.
    pub fn arrived(&self, text: &str) -> Result<Option<Outgoing>, CaseworkFault> {
        let deadlines = &self.deadlines;
        // Who withdraws is told of no answer.
        let withdrawn = self.case().waiting.first(WaitingKind::Withdrawal).is_some();
        let awaited = self.case().stage().awaits_answer() && !withdrawn;
        let due = deadlines.due.filter(|_| awaited);
        let would_be = deadlines.unrecorded_due.filter(|_| awaited);
        let letter = ReplyNoted {
            frame: self.frame(),
            received: self.now.today,
            message: paragraphs(text),
            due,
            would_be,
            provisional: due
                .or(would_be)
                .is_some_and(|on| deadlines.is_provisional(on)),
            disputed: due
                .or(would_be)
                .map_or_else(Vec::new, |on| deadlines.disputed(on)),
        };
        self.casework
            .outbox()
            .outgoing(self.requester, &letter)
            .map(Some)
    }
}
