//! What each kind of event does to a request's clock, or why it cannot be.

use crate::domain::clock::error::ClockError;
use crate::domain::clock::event::{ClockEvent, ClockEventKind as Kind, IN_PART};
use crate::domain::clock::progress::{Extension, Open, Progress, Wait};
use crate::domain::deadline::ClockState;
use crate::domain::regime::{Effect, ExtensionGround, Stop};
use crate::domain::section::Section;
use chrono::NaiveDate;

impl<'a> Progress<'a> {
    pub(super) fn ask(&mut self, wait: Wait, on: NaiveDate) -> Result<(), ClockError> {
        let stop = wait.stop(self.regime);
        if let Some(open) = self.open(wait) {
            return Err(ClockError::StillOpen {
                kind: wait.asked(),
                on,
                since: open.since,
                section: stop.section.clone(),
            });
        }
        let counts = self.counts(wait, stop, on)?;
        let answer_by = match (&stop.answer_within, counts && stop.in_force(on)) {
            (Some(limit), true) => Some(self.last_day_of(limit, on)?),
            (Some(_) | None, _) => None,
        };
        if wait == Wait::Fee {
            self.fee_due_by = answer_by.or(self.fee_due_by);
        }
        if counts {
            self.tell_asked(wait, on);
        } else {
            self.tell_asked_in_vain(wait, on)?;
        }
        self.asked[wait as usize] += 1;
        self.open[wait as usize] = Some(Open {
            since: on,
            place: self.place,
            effect: if counts { stop.effect } else { Effect::Nothing },
            answer_by,
        });
        Ok(())
    }

    /// Whether asking does in this case what the law has it do.
    fn counts(&self, wait: Wait, stop: &Stop, on: NaiveDate) -> Result<bool, ClockError> {
        if stop.suspended(on) {
            return Ok(false);
        }
        let too_often = stop
            .at_most
            .is_some_and(|most| self.asked[wait as usize] >= most);
        let too_late = self.ask_by(stop)?.is_some_and(|(by, _)| on > by);
        if too_often || too_late {
            return Ok(false);
        }
        // A time that is already over cannot be paused; it can begin again.
        let over = stop.effect == Effect::Pause
            && self.waits_for().is_none()
            && stop.pauses_from(on) > self.due()?;
        Ok(!over)
    }

    /// The last day on which the law lets the authority ask, and where it says so.
    pub(super) fn ask_by<'s>(
        &self,
        stop: &'s Stop,
    ) -> Result<Option<(NaiveDate, &'s Section)>, ClockError> {
        let within = match &stop.ask_within {
            Some(limit) => Some((self.last_day_of(limit, self.start)?, &limit.section)),
            None => None,
        };
        let in_time = match &stop.in_time {
            Some(section) if self.waits_for().is_none() => {
                let by = if stop.in_first_time {
                    self.unextended()?.end
                } else {
                    self.due()?
                };
                Some((by, section))
            }
            Some(_) | None => None,
        };
        Ok([within, in_time]
            .into_iter()
            .flatten()
            .min_by_key(|(by, _)| *by))
    }

    pub(super) fn give(&mut self, wait: Wait, event: &ClockEvent) -> Result<(), ClockError> {
        let stop = wait.stop(self.regime);
        let on = event.on;
        let Some(open) = self.open[wait as usize].take() else {
            return Err(ClockError::NotAsked {
                kind: event.kind,
                on,
                missing: wait.asked(),
                section: stop.section.clone(),
            });
        };
        match open.effect {
            Effect::Restart if stop.in_force(on) => {
                if stop.keeps_extensions {
                    self.carry_extensions()?;
                } else {
                    self.extensions.clear();
                }
                self.start = on;
                self.tell_restarted(wait, on);
            }
            Effect::Pause if stop.in_force(on) => {
                let left_out = stop.leaves_out(open.since, on);
                if let Some(run) = left_out {
                    self.pause(open.place, run);
                }
                self.tell_resumed(wait, left_out, on);
            }
            Effect::Restart | Effect::Pause | Effect::Nothing => {}
        }
        Ok(())
    }

    pub(super) fn extend(&mut self, event: &ClockEvent) -> Result<(), ClockError> {
        let ground = self.ground(event)?;
        let extension = Extension {
            ground,
            on: event.on,
            place: self.place,
            until: event.until,
        };
        let end = self.extended(&extension)?;
        if let Some(by) = self.notify_by(ground)?
            && event.on > by
            && !ground.extends_late()
        {
            self.tell_extended_in_vain(&extension, by);
            return Ok(());
        }
        if let (Some(until), true) = (event.until, self.waits_for().is_none()) {
            let due = self.unextended()?.end;
            if until < due {
                return Err(ClockError::ShortensTime {
                    until,
                    due,
                    section: ground.section.clone(),
                });
            }
            if let Some(cap) = self.cap(ground, event.on)?
                && until > cap
            {
                return Err(ClockError::BeyondCap {
                    until,
                    cap,
                    section: ground.section.clone(),
                });
            }
        }
        self.tell_extended(&extension, end)?;
        self.extensions.push(extension);
        Ok(())
    }

    fn ground(&self, event: &ClockEvent) -> Result<&'a ExtensionGround, ClockError> {
        let regime = self.regime;
        if let Some(ground) = regime.ground(event.ground.as_deref()) {
            return Ok(ground);
        }
        let section = regime.limit.section.clone();
        let title = regime.short_title.clone();
        Err(match &event.ground {
            Some(named) if !regime.extension_grounds.is_empty() => ClockError::UnknownGround {
                title,
                ground: named.clone(),
                known: regime
                    .extension_grounds
                    .iter()
                    .map(|g| g.id.as_str())
                    .collect::<Vec<_>>()
                    .join(", "),
                section,
            },
            _ => ClockError::NoExtension {
                title,
                on: event.on,
                section,
            },
        })
    }

    /// A part that another authority has to answer leaves the rest and its time as they are.
    pub(super) fn transfer(&mut self, event: &ClockEvent) -> Result<(), ClockError> {
        match event.ground.as_deref() {
            None => self.ended = Some((ClockState::Transferred, event.on)),
            Some(IN_PART) => self.tell_transferred_in_part(event.on),
            Some(other) => {
                return Err(ClockError::UnknownTransfer {
                    ground: other.to_owned(),
                    section: self.regime.transfer.section.clone(),
                });
            }
        }
        Ok(())
    }

    fn review_section(&self) -> Section {
        let review = &self.regime.review;
        review
            .decision
            .as_ref()
            .or(review.request.as_ref())
            .map_or(&self.regime.limit.section, |limit| &limit.section)
            .clone()
    }

    pub(super) fn complete_review(&mut self, on: NaiveDate) -> Result<(), ClockError> {
        if self.review_requested.is_none() {
            return Err(ClockError::NotAsked {
                kind: Kind::ReviewCompleted,
                on,
                missing: Kind::ReviewRequested,
                section: self.review_section(),
            });
        }
        self.review_completed = Some(on);
        Ok(())
    }

    pub(super) fn review(&mut self, on: NaiveDate) -> Result<(), ClockError> {
        let section = self.review_section();
        if let Some(since) = self.review_requested {
            return Err(ClockError::StillOpen {
                kind: Kind::ReviewRequested,
                on,
                since,
                section,
            });
        }
        let overdue = self.waits_for().is_none() && on > self.due()?;
        if self.answered.is_none() && !overdue {
            return Err(ClockError::NothingToReview { on, section });
        }
        self.review_requested = Some(on);
        Ok(())
    }
}
