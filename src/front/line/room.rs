//! Which connections make room for others, and which readers lag, by what has come and gone on each.

use super::{Line, Stage};
use crate::front::UNREAD;
use std::cmp::Reverse;
use std::time::{Duration, Instant};

/// How old a connection without a request is before it is called half-open: most that were just
/// made are about to ask for something.
const YOUNG: Duration = Duration::from_secs(1);

/// How long a body has come, or a reader been waited for, before it is called slow.
const SETTLED: Duration = Duration::from_secs(3);

/// How long the reader of an answer has been waited for before it can be said to lag.
const JUDGED: Duration = Duration::from_secs(5);

/// What whoever does not lag takes of an answer in a second, in bytes.
const BRISK: u128 = 16 * 1024;

/// What the operating system takes of an answer whose reader takes nothing, in bytes.
const AHEAD: usize = 2 * UNREAD as usize;

/// In what order connections make room for others, the first first. One that is being answered, and
/// waits for nobody but this program, makes none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Yield {
    /// Half-open for this long, or being closed.
    HalfOpen(Reverse<Duration>),
    /// Answered once, and without a request for this long.
    Quiet(Reverse<Duration>),
    /// Its body comes, or its answer is taken, at so many bytes a second.
    Slow(u128),
    /// Just made, this long ago.
    Young(Reverse<Duration>),
}

impl Line {
    /// When its turn is to make room for another; `None` where it makes none.
    pub fn yields(&self, now: Instant) -> Option<Yield> {
        let state = self.state();
        let age = now.saturating_duration_since(state.since);
        let reading = state.answer.waiting();
        match state.stage {
            Stage::Parting => Some(Yield::HalfOpen(Reverse(age))),
            Stage::Open | Stage::Head if age >= YOUNG => Some(Yield::HalfOpen(Reverse(age))),
            Stage::Open | Stage::Head => Some(Yield::Young(Reverse(age))),
            Stage::Quiet if !reading => Some(Yield::Quiet(Reverse(age))),
            Stage::Body { .. } if !reading => {
                let slow = state.upload.waiting() && age >= SETTLED;
                let rate = state.uploaded as u128 * 1_000 / age.as_millis().max(1);
                slow.then_some(Yield::Slow(rate))
            }
            Stage::Body { .. } | Stage::Answer | Stage::Quiet => {
                let slow = state.answer.waited(now) >= SETTLED;
                slow.then(|| Yield::Slow(state.answer.rate(now)))
            }
        }
    }

    /// How many bytes a second whoever reads its answer has taken, if it lags.
    pub fn lags(&self, now: Instant) -> Option<u128> {
        let (rate, waited) = self.read_for(now)?;
        (waited >= JUDGED && rate < BRISK).then_some(rate)
    }

    /// The same of any reader that is waited for, without what the operating system took ahead of it.
    pub fn reads(&self, now: Instant) -> Option<u128> {
        let (_, waited) = self.read_for(now)?;
        let (bytes, _) = self.state().taken;
        Some(bytes.saturating_sub(AHEAD) as u128 * 1_000 / waited.as_millis().max(1))
    }

    fn read_for(&self, now: Instant) -> Option<(u128, Duration)> {
        let state = self.state();
        let (bytes, waited) = state.taken;
        let waited = waited + state.answer.waits_since(now);
        let rate = bytes as u128 * 1_000 / waited.as_millis().max(1);
        state.answer.waiting().then_some((rate, waited))
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{SECOND, line};
    use super::*;

    #[test]
    fn a_reader_lags_by_what_it_took_of_the_whole_answer_and_the_next_one_begins_anew() {
        let (line, begun) = line();
        line.asked(false, begun);
        let mut now = begun;
        for (pieces, lags) in [(4, None), (2, Some(12_000)), (60, Some(12_000))] {
            for _ in 0..pieces {
                line.reader_waits(now);
                now += SECOND;
                line.reader_took(12_000, now);
                line.reader_kept_up();
            }
            assert_eq!(line.lags(now), None, "nothing is waited for");
            line.reader_waits(now);
            assert_eq!(line.lags(now), lags);
        }
        // It takes a lot, and is brisk.
        line.reader_took(2_000_000, now);
        line.reader_waits(now);
        assert_eq!(line.lags(now), None);
        line.answered(now);
        line.asked(false, now);
        assert_eq!(line.lags(now + SECOND * 4), None);
        assert_eq!(line.lags(now + SECOND * 5), Some(0));
    }

    #[test]
    fn a_body_makes_room_by_what_came_in_all_once_it_has_had_its_moments() {
        let (line, begun) = line();
        line.asked(true, begun);
        line.body_waits(begun);
        line.body_came(60_000, begun + SECOND);
        assert_eq!(
            line.yields(begun + SECOND * 9),
            None,
            "this program is busy"
        );
        line.body_waits(begun + SECOND);
        assert_eq!(line.yields(begun + SECOND * 2), None);
        let rate = line.yields(begun + SECOND * 6);
        assert_eq!(rate, Some(Yield::Slow(10_000)));
        // The next request is not held against this one.
        line.body_over(true, begun + SECOND * 6);
        line.answered(begun + SECOND * 6);
        line.asked(true, begun + SECOND * 7);
        line.body_waits(begun + SECOND * 7);
        assert_eq!(line.yields(begun + SECOND * 10), Some(Yield::Slow(0)));
    }
}
