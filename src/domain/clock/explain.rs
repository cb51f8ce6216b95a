//! The clock's arithmetic in sentences, and the dates that follow from it.

use crate::domain::clock::count::{self, Run};
use crate::domain::clock::error::ClockError;
use crate::domain::clock::explain_pause::days_paused;
use crate::domain::clock::progress::{Extension, Progress, Wait};
use crate::domain::deadline::{ClockState, Deadlines, Step, StepKind};
use crate::domain::regime::{AskedFrom, ComplaintFrom, DecidedFrom, Effect, Limit, RunsFrom, Unit};
use crate::domain::section::Section;
use crate::domain::words::{self, long_date};
use chrono::NaiveDate;

impl<'a> Progress<'a> {
    /// All the dates and the explanation.
    pub(super) fn finish(mut self) -> Result<Deadlines, ClockError> {
        let state = self.state();
        let stopped = self.waits_for().is_some() || state == ClockState::Lapsed;
        let due = if stopped || !self.limit().names_a_day() {
            None
        } else {
            Some(self.due()?)
        };
        let latest_extended_due = match due {
            Some(due) => self.furthest(due)?,
            None => None,
        };
        if let Some(due) = due.filter(|_| !self.silent) {
            self.tell_due(due)?;
        }
        let review_request_by = match (&self.regime.review.request, self.answered) {
            (Some(limit), Some(answered)) => {
                let from = match self.regime.review.request_from {
                    AskedFrom::Answer => answered,
                    AskedFrom::LastDayOrLaterAnswer => {
                        due.map_or(answered, |due| due.max(answered))
                    }
                };
                Some(self.last_day_of(limit, from)?)
            }
            _ => None,
        };
        let of_silence = self.regime.review.silence.as_ref();
        let silent = due.filter(|_| {
            self.answered.is_none() && self.review_requested.is_none() && self.ended.is_none()
        });
        let silence_review_by = match (of_silence.and_then(|s| s.within.as_ref()), silent) {
            (Some(limit), Some(due)) => Some(self.last_day_of(limit, due)?),
            (Some(_) | None, _) => None,
        };
        let review_due = match (&self.regime.review.decision, self.review_requested) {
            (Some(limit), Some(requested)) => {
                let from = match (self.regime.review.decision_from, review_request_by) {
                    (DecidedFrom::EndOfTimeToAsk, Some(by)) => by.max(requested),
                    (DecidedFrom::EndOfTimeToAsk, None) | (DecidedFrom::Asked, _) => requested,
                };
                Some(self.last_day_of(limit, from)?)
            }
            _ => None,
        };
        let regulator_by = self.regulator_by(due, review_due)?;
        let lapses_on = self.lapses_on();
        if !self.silent {
            self.tell_answer_by();
            self.tell_afterwards(review_request_by, review_due, regulator_by);
        }
        let last = [
            due,
            latest_extended_due,
            review_due,
            review_request_by,
            regulator_by,
            self.fee_due_by,
            lapses_on,
        ]
        .into_iter()
        .flatten()
        .max();
        let known = self.calendar.known_through();
        let provisional = last.is_some_and(|last| last > known);
        if self.answered.is_some() || self.ended.is_some() {
            self.steps.iter_mut().for_each(Step::over);
        }
        self.steps.sort_by_key(|step| step.on);
        if provisional && !self.silent {
            let text = format!(
                "Holidays after {} are not yet known, so dates after it are provisional",
                words::date(known)
            );
            self.tell(StepKind::Provisional, known, text, None);
        }
        Ok(Deadlines {
            received: self.received,
            due,
            unrecorded_due: None,
            latest_extended_due,
            review_due,
            review_request_by,
            silence_review_by,
            regulator_by,
            fee_due_by: self.fee_due_by,
            lapses_on,
            state,
            counts_from: self.counts_from()?,
            provisional,
            explanation: self.steps,
            disputed: Vec::new(),
        })
    }

    /// Day 0 moved on by the working days of the pauses.
    fn counts_from(&self) -> Result<NaiveDate, ClockError> {
        let unit = Unit::WorkingDay;
        let before = self.start.pred_opt().unwrap_or(self.start);
        let paused = |run: &Run| {
            let before = before.max(run.0.pred_opt().unwrap_or(run.0));
            count::days_in(unit, before, run.1, self.calendar)
        };
        let days = self.pauses.iter().map(paused).sum();
        Ok(self.calendar.add_working_days(self.start, days)?)
    }

    fn regulator_by(
        &self,
        due: Option<NaiveDate>,
        review_due: Option<NaiveDate>,
    ) -> Result<Option<NaiveDate>, ClockError> {
        let Some(regulator) = &self.regime.regulator else {
            return Ok(None);
        };
        let Some(limit) = &regulator.within else {
            return Ok(None);
        };
        let from = match regulator.from {
            ComplaintFrom::FinalResponse if self.review_requested.is_some() => {
                self.review_completed
            }
            ComplaintFrom::FinalResponse | ComplaintFrom::Response => self.answered,
            ComplaintFrom::Review => self.review_completed.or(review_due),
            // Nobody is refused by the silence of an authority that no longer has the request.
            ComplaintFrom::ResponseOrLastDay => {
                self.answered.or(due.filter(|_| self.ended.is_none()))
            }
        };
        from.map(|day| self.last_day_of(limit, day)).transpose()
    }

    fn lapses_on(&self) -> Option<NaiveDate> {
        if let Some((ClockState::Lapsed, on)) = self.ended {
            return Some(on);
        }
        if self.answered.is_some() || self.ended.is_some() {
            return None;
        }
        let mut lapses = None;
        for wait in Wait::ALL {
            let by = self.open(wait).and_then(|open| open.answer_by);
            if let Some(after) = by.and_then(|by| by.succ_opt()) {
                lapses = Some(lapses.map_or(after, |first: NaiveDate| first.min(after)));
            }
        }
        lapses
    }

    pub(super) fn tell(
        &mut self,
        kind: StepKind,
        on: NaiveDate,
        text: String,
        section: Option<&Section>,
    ) {
        self.steps.push(Step {
            on,
            text,
            section: section.cloned(),
            kind,
            left_out: Vec::new(),
        });
    }

    pub(super) fn tell_received(&mut self) {
        if self.silent {
            return;
        }
        let counted = if self.limit().names_a_day() {
            format!(", which is day 0. Not counted: {}", self.regime.not_counted)
        } else {
            ". The law names no last day for the answer: it has to come promptly".to_owned()
        };
        let text = format!("Received on {}{counted}", long_date(self.received));
        let section = &self.limit().section;
        self.tell(StepKind::Received, self.received, text, Some(section));
    }

    pub(super) fn tell_asked(&mut self, wait: Wait, on: NaiveDate) {
        if self.silent {
            return;
        }
        let stop = wait.stop(self.regime);
        let asked = wait.asked().noun();
        let sent = format!("{}: {asked} was sent", long_date(on));
        let (kind, text) = match (stop.effect, stop.since.filter(|since| on < *since)) {
            (Effect::Restart | Effect::Pause, Some(since)) => (
                StepKind::Noted,
                format!(
                    "{sent}; it does not stop the clock, because the rule for that has force from {}",
                    words::date(since)
                ),
            ),
            (Effect::Restart, None) => (
                StepKind::Paused,
                format!("{sent}; the whole time begins again on the day it is answered"),
            ),
            (Effect::Pause, None) => (
                StepKind::Paused,
                format!(
                    "{sent}; the clock stops, and {} not counted",
                    days_paused(stop)
                ),
            ),
            (Effect::Nothing, _) => (
                StepKind::Noted,
                format!("{sent}; it does not stop the clock"),
            ),
        };
        let from = match stop.effect {
            Effect::Pause if kind == StepKind::Paused => stop.pauses_from(on),
            Effect::Pause | Effect::Restart | Effect::Nothing => on,
        };
        self.tell(kind, from, text, Some(&stop.section));
    }

    /// Until when what is still asked for may come.
    fn tell_answer_by(&mut self) {
        for wait in Wait::ALL {
            let by = self.open(wait).and_then(|open| open.answer_by);
            let (Some(by), Some(limit)) = (by, &wait.stop(self.regime).answer_within) else {
                continue;
            };
            let day = long_date(by);
            let (kind, text) = match wait {
                Wait::Fee => (StepKind::FeeDue, format!("The fee may be paid until {day}")),
                Wait::Clarification | Wait::Identity => (
                    StepKind::ReplyDue,
                    format!("An answer may come until {day}; without one the request lapses"),
                ),
            };
            self.tell(kind, by, text, Some(&limit.section));
        }
    }

    pub(super) fn tell_restarted(&mut self, wait: Wait, on: NaiveDate) {
        if self.silent {
            return;
        }
        let paused = self.stood_still_at_the_start();
        let first = if paused {
            "; the clock stood still on it for something else, so it is not counted"
        } else {
            ""
        };
        let text = format!(
            "{}: answered, so the whole time begins again with this day as day 0{first}",
            long_date(on)
        );
        let section = &wait.stop(self.regime).section;
        self.tell(StepKind::Restarted, on, text, Some(section));
        self.told.clear();
        if let Some(step) = self.steps.last_mut().filter(|_| paused) {
            step.left_out.push((on, on));
            self.told.push((on, on));
        }
    }

    pub(super) fn tell_extended(
        &mut self,
        extension: &Extension<'_>,
        end: NaiveDate,
    ) -> Result<(), ClockError> {
        if self.silent {
            return Ok(());
        }
        let ground = extension.ground;
        let length = match (self.norm_of(ground), extension.until) {
            (_, Some(until)) => format!("until {}", long_date(until)),
            (Some(norm), None) => match ground.runs_from {
                RunsFrom::Start => format!("to {} in all", amount(norm)),
                RunsFrom::LastDay | RunsFrom::Notice => format!("by {}", amount(norm)),
            },
            (None, None) => format!("until {}", long_date(end)),
        };
        let text = format!(
            "{}: the time was extended {length} ({})",
            long_date(extension.on),
            ground.title
        );
        self.tell(
            StepKind::Extended,
            extension.on,
            text,
            Some(&ground.section),
        );
        if let (Some(notice), Some(by)) = (&ground.notice, self.notify_by(ground)?) {
            let text = if extension.on > by {
                format!(
                    "The extension came after the time was over: by {} was owed: {}",
                    long_date(by),
                    notice.title
                )
            } else {
                format!("{} is the last day for {}", long_date(by), notice.title)
            };
            self.tell(StepKind::NoticeOwed, by, text, Some(&notice.section));
        }
        Ok(())
    }
}

/// A length of time: `40 working days`.
pub(super) fn amount(limit: &Limit) -> String {
    limit.in_words()
}
