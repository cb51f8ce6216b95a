//! One request as its events are taken one by one: what is open, what was paused, what is refused.

use crate::domain::calendar::Calendar;
use crate::domain::clock::Circumstances;
use crate::domain::clock::count::{self, Reached, Run};
use crate::domain::clock::error::ClockError;
use crate::domain::clock::event::{ClockEvent, ClockEventKind as Kind};
use crate::domain::clock::left_out::without;
use crate::domain::deadline::{ClockState, Step};
use crate::domain::regime::{Effect, ExtensionGround, Limit, Regime, RolledDay, Stop};
use chrono::NaiveDate;

/// A way of waiting for the requester.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wait {
    Clarification,
    Fee,
    Identity,
}

impl Wait {
    pub(super) const ALL: [Self; 3] = [Self::Clarification, Self::Fee, Self::Identity];

    pub(super) fn stop(self, regime: &Regime) -> &Stop {
        match self {
            Self::Clarification => &regime.clarification,
            Self::Fee => &regime.fees,
            Self::Identity => &regime.identity,
        }
    }

    pub(super) const fn asked(self) -> Kind {
        match self {
            Self::Clarification => Kind::ClarificationSought,
            Self::Fee => Kind::FeesNoticeIssued,
            Self::Identity => Kind::IdentityRequested,
        }
    }

    const fn state(self) -> ClockState {
        match self {
            Self::Clarification => ClockState::AwaitingClarification,
            Self::Fee => ClockState::AwaitingFee,
            Self::Identity => ClockState::AwaitingIdentity,
        }
    }
}

/// What the authority asked and has not been given.
#[derive(Debug, Clone, Copy)]
pub(super) struct Open {
    pub(super) since: NaiveDate,
    /// Its place among the events.
    pub(super) place: u32,
    /// What it does in this case, which is nothing when it was asked too late or too often.
    pub(super) effect: Effect,
    /// The last day for what was asked, after which the request lapses.
    pub(super) answer_by: Option<NaiveDate>,
}

/// What gives the end of the time where nothing extends it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Governs<'a> {
    /// The limit.
    Limit,
    /// The limit with the days of closure set aside.
    OpenDays,
    /// The limit that does not set them aside, because it ends earlier.
    Ceiling(&'a Limit),
}

/// An extension as it was made.
#[derive(Debug, Clone, Copy)]
pub(super) struct Extension<'a> {
    pub(super) ground: &'a ExtensionGround,
    pub(super) on: NaiveDate,
    /// Its place among the events: what paused the clock afterwards moves its end on.
    pub(super) place: u32,
    pub(super) until: Option<NaiveDate>,
}

/// A request part of the way through its events.
pub(super) struct Progress<'a> {
    pub(super) regime: &'a Regime,
    pub(super) calendar: &'a Calendar,
    pub(super) circumstances: Circumstances<'a>,
    pub(super) received: NaiveDate,
    /// Day 0 of the clock: receipt, or the last restart.
    pub(super) start: NaiveDate,
    pub(super) open: [Option<Open>; 3],
    pub(super) asked: [u32; 3],
    /// How many events were taken.
    pub(super) place: u32,
    /// The runs of days left out, whole, with the place among the events of the question that began
    /// each, in the order of these.
    stops: Vec<(u32, Run)>,
    /// Days not counted, in order, without overlap; those that two pauses have in common are of
    /// the one asked for first.
    pub(super) pauses: Vec<Run>,
    /// For each pause, the place among the events of the question that began it.
    paused_at: Vec<u32>,
    pub(super) extensions: Vec<Extension<'a>>,
    pub(super) fee_due_by: Option<NaiveDate>,
    pub(super) answered: Option<NaiveDate>,
    pub(super) review_requested: Option<NaiveDate>,
    pub(super) review_completed: Option<NaiveDate>,
    pub(super) ended: Option<(ClockState, NaiveDate)>,
    pub(super) steps: Vec<Step>,
    /// Days told as left out, in no order and without overlap.
    pub(super) told: Vec<Run>,
    /// Whether nothing is told: only the dates are wanted.
    pub(super) silent: bool,
}

impl<'a> Progress<'a> {
    pub(super) fn new(
        regime: &'a Regime,
        calendar: &'a Calendar,
        received: NaiveDate,
        circumstances: Circumstances<'a>,
        silent: bool,
    ) -> Self {
        let mut new = Self {
            regime,
            calendar,
            circumstances,
            received,
            start: received,
            open: [None; 3],
            asked: [0; 3],
            place: 0,
            stops: Vec::new(),
            pauses: Vec::new(),
            paused_at: Vec::new(),
            extensions: Vec::new(),
            fee_due_by: None,
            answered: None,
            review_requested: None,
            review_completed: None,
            ended: None,
            steps: Vec::with_capacity(if silent { 0 } else { 12 }),
            told: Vec::new(),
            silent,
        };
        new.tell_received();
        new
    }

    pub(super) fn open(&self, wait: Wait) -> Option<Open> {
        self.open[wait as usize]
    }

    /// Whether the clock stands still until the requester acts, and for what first.
    pub(super) fn waits_for(&self) -> Option<(Wait, Open)> {
        Wait::ALL.into_iter().find_map(|wait| {
            self.open(wait)
                .filter(|open| {
                    open.effect != Effect::Nothing && wait.stop(self.regime).in_force(open.since)
                })
                .map(|open| (wait, open))
        })
    }

    pub(super) fn state(&self) -> ClockState {
        if let Some((state, _)) = self.ended.filter(|(s, _)| *s == ClockState::Withdrawn) {
            state
        } else if self.review_completed.is_some() {
            ClockState::ReviewCompleted
        } else if self.review_requested.is_some() {
            ClockState::ReviewRequested
        } else if self.answered.is_some() {
            ClockState::Answered
        } else if let Some((state, _)) = self.ended {
            state
        } else {
            self.waits_for()
                .map_or(ClockState::Running, |(wait, _)| wait.state())
        }
    }

    pub(super) fn take(&mut self, event: &ClockEvent) -> Result<(), ClockError> {
        self.refuse_impossible(event)?;
        let on = event.on;
        self.place += 1;
        if self.answered.is_none() && self.ended.is_none() && !event.kind.follows_a_lapse() {
            self.lapse_before(on);
        }
        if self.comes_to_nothing(event.kind) {
            self.tell_after_lapse(event);
            return Ok(());
        }
        match event.kind {
            Kind::ClarificationSought => self.ask(Wait::Clarification, on),
            Kind::ClarificationReceived => self.give(Wait::Clarification, event),
            Kind::FeesNoticeIssued => self.ask(Wait::Fee, on),
            Kind::FeePaid => self.give(Wait::Fee, event),
            Kind::IdentityRequested => self.ask(Wait::Identity, on),
            Kind::IdentityReceived => self.give(Wait::Identity, event),
            Kind::Extended => self.extend(event),
            Kind::Transferred => self.transfer(event),
            Kind::Responded => {
                self.answered = Some(on);
                Ok(())
            }
            Kind::ReviewRequested => self.review(on),
            Kind::ReviewCompleted => self.complete_review(on),
            Kind::Withdrawn => {
                self.ended = Some((ClockState::Withdrawn, on));
                Ok(())
            }
        }
    }

    /// Leaves the days of a run out of the count, for what was asked at this place among the events.
    pub(super) fn pause(&mut self, place: u32, run: Run) {
        let at = self.stops.partition_point(|(asked, _)| *asked < place);
        self.stops.insert(at, (place, run));
        self.pauses.clear();
        self.paused_at.clear();
        for (place, run) in &self.stops {
            for piece in without(*run, &self.pauses) {
                let at = self.pauses.partition_point(|other| other.0 < piece.0);
                self.pauses.insert(at, piece);
                self.paused_at.insert(at, *place);
            }
        }
    }

    /// The pauses that were asked for after this place among the events.
    pub(super) fn pauses_after(&self, place: u32) -> Vec<Run> {
        let pauses = self.pauses.iter().zip(&self.paused_at);
        let later = pauses.filter(|(_, at)| **at > place);
        later.map(|(run, _)| *run).collect()
    }

    /// The limit that governs: the regime's or the variant's.
    pub(super) fn limit(&self) -> &'a Limit {
        self.circumstances.limit(self.regime)
    }

    /// The end of the time for the answer without any extension.
    pub(super) fn unextended(&self) -> Result<Reached, ClockError> {
        Ok(self.unextended_by()?.0)
    }

    /// The same, with what gave it.
    pub(super) fn unextended_by(&self) -> Result<(Reached, Governs<'a>), ClockError> {
        let closed = self.circumstances.closed;
        let ceiling = self.circumstances.variant.and_then(|v| v.ceiling.as_ref());
        let Some(ceiling) = ceiling.filter(|_| !closed.is_empty()) else {
            return Ok((self.end_of(self.limit())?, Governs::Limit));
        };
        let mut left_out = self.pauses.clone();
        for run in closed {
            count::join(&mut left_out, *run);
        }
        let rolled_day = self.regime.rolled_day_pauses;
        let open = count::end(
            self.limit(),
            self.start,
            &left_out,
            rolled_day,
            self.calendar,
        )?;
        let at_most = self.end_of(ceiling)?;
        Ok(if at_most.end < open.end {
            (at_most, Governs::Ceiling(ceiling))
        } else {
            (open, Governs::OpenDays)
        })
    }

    /// The end of the time for the answer with its extensions.
    pub(super) fn due(&self) -> Result<NaiveDate, ClockError> {
        let mut due = self.unextended()?.end;
        for extension in &self.extensions {
            due = due.max(self.extended(extension)?);
        }
        Ok(due)
    }

    pub(super) fn end_of(&self, limit: &Limit) -> Result<Reached, ClockError> {
        self.end_from(limit, self.start)
    }

    /// The end of a limit that runs from some day and that the pauses after it move on.
    pub(super) fn end_from(&self, limit: &Limit, day: NaiveDate) -> Result<Reached, ClockError> {
        let rolled_day = self.regime.rolled_day_pauses;
        Ok(count::end(
            limit,
            day,
            &self.pauses,
            rolled_day,
            self.calendar,
        )?)
    }

    /// A limit that runs from some other day and that nothing pauses.
    pub(super) fn last_day_of(
        &self,
        limit: &Limit,
        day: NaiveDate,
    ) -> Result<NaiveDate, ClockError> {
        Ok(count::end(limit, day, &[], RolledDay::Outside, self.calendar)?.end)
    }

    fn refuse_impossible(&self, event: &ClockEvent) -> Result<(), ClockError> {
        let (kind, on) = (event.kind, event.on);
        let section = self.regime.limit.section.clone();
        if on < self.received {
            return Err(ClockError::BeforeReceipt {
                kind,
                on,
                received: self.received,
                section,
            });
        }
        if let Some((state, ended)) = self.ended {
            if state == ClockState::Transferred && kind == Kind::Responded {
                return Err(ClockError::TransferredWhole {
                    on,
                    transferred: ended,
                    section: self.regime.transfer.section.clone(),
                });
            }
            let goes_on = match state {
                ClockState::Withdrawn => false,
                ClockState::Transferred => self.answered.is_some() || kind.follows_a_lapse(),
                ClockState::Lapsed
                | ClockState::Running
                | ClockState::AwaitingClarification
                | ClockState::AwaitingFee
                | ClockState::AwaitingIdentity
                | ClockState::Answered
                | ClockState::ReviewRequested
                | ClockState::ReviewCompleted => true,
            };
            if !goes_on {
                return Err(ClockError::AfterEnd {
                    kind,
                    on,
                    state,
                    ended,
                    section,
                });
            }
        }
        if let Some(completed) = self.review_completed {
            return Err(ClockError::AfterReview {
                kind,
                on,
                completed,
                section,
            });
        }
        let Some(answered) = self.answered else {
            return Ok(());
        };
        let may_follow = match kind {
            Kind::ReviewRequested | Kind::ReviewCompleted => true,
            Kind::Withdrawn => self.review_requested.is_some(),
            Kind::ClarificationSought
            | Kind::ClarificationReceived
            | Kind::FeesNoticeIssued
            | Kind::FeePaid
            | Kind::Extended
            | Kind::IdentityRequested
            | Kind::IdentityReceived
            | Kind::Transferred
            | Kind::Responded => false,
        };
        if may_follow {
            Ok(())
        } else {
            Err(ClockError::AfterAnswer {
                kind,
                on,
                answered,
                section,
            })
        }
    }
}
