//! A case made from its events.

use super::undo::standing;
use super::{
    Actor, Channel, Correction, Event, Hands, LawOfCase, Outcome, Recorded, Relied, Stage,
};
use crate::domain::clock::{ClockEvent, ClockEventKind};
use crate::domain::regime::{Limit, Regime};
use crate::domain::section::Section;
use chrono::NaiveDate;
use std::ops::Deref;

/// One numbered question of a request and how it was decided.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Question {
    /// From 1.
    pub number: u16,
    /// Its outcome, once decided.
    pub outcome: Option<Outcome>,
    /// The exemptions relied on.
    pub exemptions: Vec<Section>,
    /// Its outcome after a review that changed it.
    pub reviewed: Option<Outcome>,
    /// The ground relied on that is no exemption.
    pub refusal: Option<Relied>,
}

/// How far the work on the answer has come, apart from waiting and ending.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Work {
    Received,
    Allocated,
    Searching,
    Drafting,
    Clearance,
    ReadyToSend,
}

/// A case: what its events say. Its facts are read as fields and changed by [`Case::apply`] alone.
#[derive(Debug, Clone, PartialEq)]
pub struct Case {
    facts: Facts,
    work: Work,
}

impl Deref for Case {
    type Target = Facts;

    fn deref(&self) -> &Facts {
        &self.facts
    }
}

/// What is known of a case.
#[derive(Debug, Clone, PartialEq)]
pub struct Facts {
    /// The regime's id.
    pub regime: String,
    /// The calendar's id.
    pub calendar: String,
    /// How it arrived.
    pub channel: Channel,
    /// The date of receipt.
    pub received: NaiveDate,
    /// The team that has it.
    pub team: Option<String>,
    /// The officer who has it.
    pub officer: Option<i64>,
    /// The variant of the regime whose limit applies, where one does.
    pub variant: Option<String>,
    /// The numbered questions.
    pub questions: Vec<Question>,
    /// What moves the clock, in the order recorded.
    pub clock_events: Vec<ClockEvent>,
    /// Whether clarification is awaited.
    pub awaiting_clarification: bool,
    /// Whether a fee is awaited.
    pub awaiting_fee: bool,
    /// Whether the limit was ever extended.
    pub extended: bool,
    /// The day the answer went.
    pub answered: Option<NaiveDate>,
    /// The day it was closed.
    pub closed: Option<NaiveDate>,
    /// The day a review was asked for.
    pub review_requested: Option<NaiveDate>,
    /// Whether a review is open.
    pub review_open: bool,
    /// The day the review was decided.
    pub reviewed: Option<NaiveDate>,
    /// The outcome of the whole as it was first given.
    pub first_outcome: Option<Outcome>,
    /// The outcome of the whole as it stands: after a review that changed it, the new one.
    pub outcome: Option<Outcome>,
    /// Whether the draft says that what was asked for is public already (FOIA s.21).
    pub already_public: bool,
    /// Minutes spent, where recorded.
    pub effort_minutes: Option<u32>,
    /// Who had a hand in the answer.
    pub hands: Hands,
}

impl Case {
    /// The case as its first event made it; `None` where that is not a `Logged` event.
    #[must_use]
    pub fn begin(event: &Event, on: NaiveDate) -> Option<Self> {
        let Event::Logged {
            regime,
            calendar,
            channel,
            questions,
            ..
        } = event
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
        };
        Some(Self {
            facts,
            work: Work::Received,
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
            case.apply(&recorded.event, recorded.on, recorded.actor);
        }
        Some(case)
    }

    /// Takes one more event into account. What an undone one did is known to [`Self::replay`] alone.
    pub fn apply(&mut self, event: &Event, on: NaiveDate, actor: Actor) {
        self.facts.hands.note(event, actor);
        match event {
            Event::Logged { .. }
            | Event::LetterWritten { .. }
            | Event::NoteAdded { .. }
            | Event::LetterQueued { .. }
            | Event::LetterPosted { .. }
            | Event::LetterUndelivered { .. }
            | Event::DueDateMoved { .. }
            | Event::MessageFiled { .. }
            | Event::DocumentAdded { .. }
            | Event::DocumentRemoved { .. }
            | Event::DocumentsSent { .. } => {}
            Event::ReplyReceived { .. } => {}
            Event::Allocated { team, officer } => {
                self.facts.team.clone_from(team);
                self.facts.officer = *officer;
                if self.work == Work::Received {
                    self.work = Work::Allocated;
                }
            }
            Event::VariantChosen { variant } => self.facts.variant.clone_from(variant),
            Event::ClarificationSought { .. } => {
                self.facts.awaiting_clarification = true;
                self.tick(ClockEventKind::ClarificationSought, on);
            }
            Event::ClarificationReceived { .. } => {
                self.facts.awaiting_clarification = false;
                self.tick(ClockEventKind::ClarificationReceived, on);
            }
            Event::FeesNoticeIssued { .. } => {
                self.facts.awaiting_fee = true;
                self.tick(ClockEventKind::FeesNoticeIssued, on);
            }
            Event::FeePaid => {
                self.facts.awaiting_fee = false;
                self.tick(ClockEventKind::FeePaid, on);
            }
            Event::SearchStarted => self.work = Work::Searching,
            Event::DraftStarted | Event::ReturnedToDraft { .. } => self.work = Work::Drafting,
            Event::SentForClearance { already_public, .. } => {
                self.facts.already_public = *already_public;
                self.work = Work::Clearance;
            }
            Event::Cleared { .. } => self.work = Work::ReadyToSend,
            Event::Extended { ground, until, .. } => {
                self.facts.extended = true;
                self.facts.clock_events.push(ClockEvent {
                    kind: ClockEventKind::Extended,
                    on,
                    ground: Some(ground.clone()),
                    until: *until,
                });
            }
            Event::QuestionDecided {
                number,
                outcome,
                exemptions,
                refusal,
                ..
            } => {
                if let Some(q) = self
                    .facts
                    .questions
                    .iter_mut()
                    .find(|q| q.number == *number)
                {
                    q.outcome = Some(*outcome);
                    q.exemptions.clone_from(exemptions);
                    q.refusal.clone_from(refusal);
                }
                // What was cleared was decided otherwise.
                if matches!(self.work, Work::Clearance | Work::ReadyToSend) {
                    self.work = Work::Drafting;
                }
            }
            Event::Answered { outcome } => {
                self.facts.awaiting_fee = false;
                self.facts.answered = Some(on);
                self.facts.first_outcome = Some(*outcome);
                self.facts.outcome = Some(*outcome);
                self.tick(ClockEventKind::Responded, on);
            }
            Event::EffortRecorded { minutes } => self.facts.effort_minutes = Some(*minutes),
            Event::Transferred { .. } => {
                self.tick(ClockEventKind::Transferred, on);
                self.end(Outcome::Transferred, on);
            }
            Event::Withdrawn => {
                self.tick(ClockEventKind::Withdrawn, on);
                self.end(Outcome::Withdrawn, on);
            }
            Event::Lapsed => self.end(Outcome::Lapsed, on),
            Event::ReviewRequested { .. } => {
                self.facts.review_requested = Some(on);
                self.facts.review_open = true;
                self.tick(ClockEventKind::ReviewRequested, on);
            }
            Event::ReviewCompleted {
                outcome, changed, ..
            } => {
                self.facts.review_open = false;
                self.facts.reviewed = Some(on);
                self.facts.outcome = outcome.or(self.outcome);
                for new in changed {
                    let mut of_case = self.facts.questions.iter_mut();
                    if let Some(question) = of_case.find(|q| q.number == new.number) {
                        question.reviewed = Some(new.outcome);
                    }
                }
                self.tick(ClockEventKind::ReviewCompleted, on);
            }
            Event::Closed => self.facts.closed = Some(on),
            Event::ClosedInEarlierLog { outcome } => {
                self.facts.first_outcome = *outcome;
                self.facts.outcome = *outcome;
                self.facts.closed = Some(on);
            }
            Event::Corrected { what, .. } => self.put_right(what),
        }
    }

    fn put_right(&mut self, what: &Correction) {
        match what {
            Correction::Received { to, .. } => self.facts.received = *to,
            Correction::Law { to, .. } => self.handle_under(to),
            Correction::Questions { from, .. } => self.ask(from),
            Correction::Subject { .. }
            | Correction::Requester { .. }
            | Correction::Undone { .. } => {}
        }
    }

    /// Under another law the limits are others, and what was withheld has to be decided again:
    /// its sections are of the law before.
    fn handle_under(&mut self, law: &LawOfCase) {
        if self.facts.regime != law.regime {
            self.facts.variant = None;
            let relying = self.facts.questions.iter_mut();
            let relies = |q: &&mut Question| !q.exemptions.is_empty() || q.refusal.is_some();
            for question in relying.filter(relies) {
                question.outcome = None;
                question.refusal = None;
                question.exemptions.clear();
            }
        }
        self.facts.regime.clone_from(&law.regime);
        self.facts.calendar.clone_from(&law.calendar);
    }

    fn ask(&mut self, from: &[Option<u16>]) {
        let before = std::mem::take(&mut self.facts.questions);
        let now = (1..).zip(from).map(|(number, old)| {
            let kept = before.iter().find(|q| Some(q.number) == *old);
            Question {
                number,
                ..kept.cloned().unwrap_or_default()
            }
        });
        self.facts.questions = now.collect();
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
        then.apply(&Event::Answered { outcome }, on, Actor::SYSTEM);
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
        if self.facts.review_open {
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

    /// Whether what goes out with the next answer may still be changed: until it is sent, and while
    /// a review is open. A draft that was cleared goes back by that.
    #[must_use]
    pub const fn takes_documents(&self) -> bool {
        if self.facts.review_open {
            return true;
        }
        self.facts.closed.is_none() && self.facts.answered.is_none()
    }

    fn tick(&mut self, kind: ClockEventKind, on: NaiveDate) {
        self.facts.clock_events.push(ClockEvent {
            kind,
            on,
            ground: None,
            until: None,
        });
    }

    fn end(&mut self, outcome: Outcome, on: NaiveDate) {
        self.facts.awaiting_clarification = false;
        self.facts.awaiting_fee = false;
        self.facts.first_outcome = Some(outcome);
        self.facts.outcome = Some(outcome);
        self.facts.closed = Some(on);
    }
}
