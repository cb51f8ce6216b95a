//! One request as its events are taken one by one: what is open, what was paused, what is refused.

use crate::domain::calendar::Calendar;
use crate::domain::clock::Circumstances;
use crate::domain::clock::count::{self, Reached, Run};
use crate::domain::clock::error::ClockError;
use crate::domain::clock::event::{ClockEvent, ClockEventKind as Kind};
use crate::domain::deadline::{ClockState, Step};
use crate::domain::regime::{Effect, ExtensionGround, Limit, Regime, Stop};
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
    /// What it does in this case, which is nothing when it was asked too late or too often.
    pub(super) effect: Effect,
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
    /// Days not counted, in order, without overlap.
    pub(super) pauses: Vec<Run>,
    pub(super) extensions: Vec<Extension<'a>>,
    pub(super) fee_due_by: Option<NaiveDate>,
    pub(super) answered: Option<NaiveDate>,
    pub(super) review_requested: Option<NaiveDate>,
    pub(super) review_completed: Option<NaiveDate>,
    pub(super) ended: Option<(ClockState, NaiveDate)>,
    pub(super) steps: Vec<Step>,
}

impl<'a> Progress<'a> {
    pub(super) fn new(
        regime: &'a Regime,
        calendar: &'a Calendar,
        received: NaiveDate,
        circumstances: Circumstances<'a>,
    ) -> Self {
        let mut new = Self {
            regime,
            calendar,
            circumstances,
            received,
            start: received,
            open: [None; 3],
            asked: [0; 3],
            pauses: Vec::new(),
            extensions: Vec::new(),
            fee_due_by: None,
            answered: None,
            review_requested: None,
            review_completed: None,
            ended: None,
            steps: Vec::with_capacity(12),
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
                .filter(|open| open.effect != Effect::Nothing)
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
        let open = count::end(self.limit(), self.start, &left_out, self.calendar)?;
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

    /// The furthest date any ground of extension allows.
    pub(super) fn furthest(&self, due: NaiveDate) -> Result<Option<NaiveDate>, ClockError> {
        let mut furthest = None;
        for ground in &self.regime.extension_grounds {
            if let Some(limit) = ground.cap.as_ref().or(ground.norm.as_ref()) {
                furthest = furthest.max(Some(self.end_of(limit)?.end));
            }
        }
        Ok(furthest.map(|date| date.max(due)))
    }

    pub(super) fn end_of(&self, limit: &Limit) -> Result<Reached, ClockError> {
        Ok(count::end(limit, self.start, &self.pauses, self.calendar)?)
    }

    /// A limit that runs from some other day and that nothing pauses.
    pub(super) fn last_day_of(
        &self,
        limit: &Limit,
        day: NaiveDate,
    ) -> Result<NaiveDate, ClockError> {
        Ok(count::end(limit, day, &[], self.calendar)?.end)
    }

    pub(super) fn extended(&self, extension: &Extension<'_>) -> Result<NaiveDate, ClockError> {
        if let Some(until) = extension.until {
            // The end was chosen knowing of the pauses before it; later ones move it on.
            let later = self.pauses.partition_point(|run| run.0 <= extension.on);
            let pauses = self.pauses.get(later..).unwrap_or_default();
            let limit = self.limit();
            let end = count::shift(until, self.start, limit.unit, pauses, self.calendar)?;
            // A time that ends on a day off is over on the next working day, however it was set.
            return if limit.roll {
                Ok(self.calendar.roll_forward(end)?)
            } else {
                Ok(end)
            };
        }
        match &extension.ground.norm {
            Some(norm) => Ok(self.end_of(norm)?.end),
            None => Err(ClockError::NeedsEnd {
                ground: extension.ground.title.clone(),
                section: extension.ground.section.clone(),
            }),
        }
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
            // A lapsed request may still be answered.
            let goes_on = match state {
                ClockState::Withdrawn => false,
                ClockState::Transferred | ClockState::Lapsed => {
                    self.answered.is_some()
                        || matches!(
                            kind,
                            Kind::Responded | Kind::ReviewRequested | Kind::Withdrawn
                        )
                }
                ClockState::Running
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
