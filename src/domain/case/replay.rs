//! A case made from its events.

mod corrected;

use super::events::{Answered, Logged};
use super::undo::standing;
use super::waiting::Then;
use super::{
    Actor, Event, Facts, Hands, Inbox, Outcome, Question, Recorded, Stage, Waiting, WaitingKind,
};
use crate::domain::clock::{ClockEvent, ClockEventKind};
use crate::domain::regime::{Limit, Regime};
use chrono::NaiveDate;
use std::ops::Deref;

/// How far the work on the answer has come, apart from waiting and ending.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Work {
    Received,
    Allocated,
    Searching,
    Drafting,
    Clearance,
    ReadyToSend,
}

/// What is known of a case, lent by [`Case::apply`] to the event that changes it, and to nobody else.
pub(super) struct Changing<'c> {
    pub(super) facts: &'c mut Facts,
    pub(super) work: &'c mut Work,
}

/// A case: what its events say. Its facts are read as fields and changed by [`Case::apply`] alone.
#[derive(Debug, Clone, PartialEq)]
pub struct Case {
    facts: Facts,
    work: Work,
    /// The last event taken into account.
    seq: i64,
}

impl Deref for Case {
    type Target = Facts;

    fn deref(&self) -> &Facts {
        &self.facts
    }
}

impl Case {
    /// The case as its first event made it; `None` where that is not a `Logged` event.
    #[must_use]
    pub fn begin(event: &Event, on: NaiveDate) -> Option<Self> {
        let Event::Logged(Logged {
            regime,
            calendar,
            channel,
            questions,
            ..
        }) = event
        else {
            return None;
        };
        let facts = Facts {
            regime: regime.clone(),
            calendar: calendar.clone(),
            channel: *channel,
            received: on,
            team: None,
            officer: None,
            variant: None,
            questions: (1..=*questions)
                .map(|number| Question {
                    number,
                    outcome: None,
                    exemptions: Vec::new(),
                    reviewed: None,
                    reviewed_exemptions: None,
                    refusal: None,
                })
                .collect(),
            clock_events: Vec::new(),
            awaiting_clarification: false,
            awaiting_fee: false,
            extended: false,
            answered: None,
            closed: None,
            review_requested: None,
            review_open: false,
            reviewed: None,
            first_outcome: None,
            outcome: None,
            already_public: false,
            effort_minutes: None,
            hands: Hands::default(),
            waiting: Inbox::default(),
        };
        Some(Self {
            facts,
            work: Work::Received,
            seq: 1,
        })
    }

    /// The case after all these events, but for those that were undone; `None` where the first is
    /// not `Logged`.
    #[must_use]
    pub fn replay<'a>(events: impl IntoIterator<Item = &'a Recorded>) -> Option<Self> {
        let mut events = standing(events).into_iter();
        let first = events.next()?;
        let mut case = Self::begin(&first.event, first.on)?;
        for recorded in events {
            case.seq = recorded.seq - 1;
            case.apply(&recorded.event, recorded.on, recorded.actor);
        }
        Some(case)
    }

    /// Takes one more event into account. What an undone one did is known to [`Self::replay`] alone.
    pub fn apply(&mut self, event: &Event, on: NaiveDate, actor: Actor) {
        self.seq += 1;
        self.facts.hands.note(event.hand(), actor);
        let then = Then {
            seq: self.seq,
            on,
            actor,
            asked: self.facts.awaiting_clarification,
        };
        event.reaches(&mut self.facts.waiting, &then);
        let mut changing = Changing {
            facts: &mut self.facts,
            work: &mut self.work,
        };
        event.apply(&mut changing, on);
        if !self.facts.awaiting_clarification {
            self.facts.waiting.drop_unplaced();
        }
    }

    /// The limit for the answer: the regime's, or that of the variant which applies.
    #[must_use]
    pub fn limit<'a>(&self, regime: &'a Regime) -> &'a Limit {
        let variant = self.variant.as_deref().and_then(|id| regime.variant(id));
        variant.map_or(&regime.limit, |variant| &variant.limit)
    }

    /// The case as it would be had it been answered on a day; nothing while no question is decided.
    #[must_use]
    pub fn answered_on(&self, on: NaiveDate) -> Option<Self> {
        let parts: Vec<Outcome> = self.questions.iter().filter_map(|q| q.outcome).collect();
        let outcome = Outcome::of_whole(&parts)?;
        let mut then = self.clone();
        then.apply(&Answered { outcome }.into(), on, Actor::SYSTEM);
        Some(then)
    }

    /// Whether the answer is due on the same day in both: what it is counted from is the same.
    #[must_use]
    pub fn due_like(&self, other: &Self) -> bool {
        let from = |case: &Self| {
            let of_review = |event: &ClockEvent| {
                matches!(
                    event.kind,
                    ClockEventKind::ReviewRequested | ClockEventKind::ReviewCompleted
                )
            };
            let facts = &case.facts;
            let moved = facts.clock_events.iter().filter(|e| !of_review(e));
            (
                facts.received,
                facts.regime.clone(),
                facts.calendar.clone(),
                facts.variant.clone(),
                moved.cloned().collect::<Vec<_>>(),
            )
        };
        from(self) == from(other)
    }

    /// Whether the day the answer was due is history: the answer is sent or the case closed.
    #[must_use]
    pub const fn is_settled(&self) -> bool {
        self.facts.answered.is_some() || self.facts.closed.is_some()
    }

    /// Where the case stands.
    #[must_use]
    pub const fn stage(&self) -> Stage {
        // While no answer has come the work on it goes on, whatever is reviewed.
        if self.facts.answer_in_review() {
            return Stage::Review;
        }
        if self.facts.closed.is_some() {
            return Stage::Closed;
        }
        if self.facts.answered.is_some() {
            return Stage::Answered;
        }
        if self.facts.awaiting_clarification {
            return Stage::ClarificationSought;
        }
        match self.work {
            Work::Received => Stage::Received,
            Work::Allocated => Stage::Allocated,
            Work::Searching => Stage::Searching,
            Work::Drafting => Stage::Drafting,
            Work::Clearance => Stage::Clearance,
            Work::ReadyToSend => Stage::ReadyToSend,
        }
    }

    /// The reply to our open question that nobody has recorded or put aside.
    #[must_use]
    pub fn unrecorded_reply(&self) -> Option<&Waiting> {
        let reply = self.facts.waiting.first(WaitingKind::Reply);
        reply.filter(|_| self.facts.awaiting_clarification)
    }

    /// Whether what goes out with the next answer may still be changed: until it is sent, and while
    /// a review is open. A draft that was cleared goes back by that.
    #[must_use]
    pub const fn takes_documents(&self) -> bool {
        if self.facts.review_open {
            return true;
        }
        self.facts.closed.is_none() && self.facts.answered.is_none()
    }
}

impl Changing<'_> {
    /// What moves the clock.
    pub(super) fn tick(&mut self, kind: ClockEventKind, on: NaiveDate) {
        self.facts.clock_events.push(ClockEvent {
            kind,
            on,
            ground: None,
            until: None,
        });
    }

    /// It ends without an answer.
    pub(super) fn end(&mut self, outcome: Outcome, on: NaiveDate) {
        self.facts.awaiting_clarification = false;
        self.facts.awaiting_fee = false;
        // Nothing is left of a review that was asked for because no answer came.
        self.facts.review_open = false;
        self.facts.first_outcome = Some(outcome);
        self.facts.outcome = Some(outcome);
        self.facts.closed = Some(on);
    }
}
