//! A request that lapses: nothing came of what was asked for until its last day.

use crate::domain::clock::event::{ClockEvent, ClockEventKind as Kind};
use crate::domain::clock::progress::{Progress, Wait};
use crate::domain::deadline::{ClockState, StepKind};
use crate::domain::words::{self, long_date};
use chrono::NaiveDate;

impl Progress<'_> {
    /// The request lapses where the last day for what was asked is over and it has not come.
    pub(super) fn lapse_before(&mut self, on: NaiveDate) {
        let over = Wait::ALL.into_iter().filter_map(|wait| {
            let by = self.open(wait)?.answer_by?;
            (by < on).then_some((by, wait))
        });
        if let Some((last, wait)) = over.min_by_key(|(by, _)| *by) {
            let lapsed = last.succ_opt().unwrap_or(last);
            self.open[wait as usize] = None;
            self.ended = Some((ClockState::Lapsed, lapsed));
            self.tell_lapsed(wait, last, lapsed);
        }
    }

    /// Whether the request has lapsed, so that this changes nothing: an authority may answer it
    /// all the same, and the requester may have that looked at.
    pub(super) fn comes_to_nothing(&self, kind: Kind) -> bool {
        let lapsed = self
            .ended
            .is_some_and(|(state, _)| state == ClockState::Lapsed);
        lapsed && self.answered.is_none() && !kind.follows_a_lapse()
    }

    fn tell_lapsed(&mut self, wait: Wait, last: NaiveDate, on: NaiveDate) {
        if self.silent {
            return;
        }
        let text = format!(
            "{}: the request lapsed, because nothing came by {}",
            long_date(on),
            words::date(last)
        );
        let stop = wait.stop(self.regime);
        let within = stop.answer_within.as_ref().map(|limit| &limit.section);
        let section = within.unwrap_or(&stop.section);
        self.tell(StepKind::Ended, on, text, Some(section));
    }

    /// Something after the request had lapsed.
    pub(super) fn tell_after_lapse(&mut self, event: &ClockEvent) {
        if self.silent {
            return;
        }
        let text = format!(
            "{}: {} came after the request had lapsed and changes nothing",
            long_date(event.on),
            event.kind.noun()
        );
        self.tell(StepKind::Noted, event.on, text, None);
    }
}
