//! What is said once a minute at most, however often it happens: a stranger fills no log by causing it.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How long what was said is not said again.
const AGAIN: Duration = Duration::from_secs(60);

/// When something was said last.
#[derive(Debug, Default)]
pub struct Seldom(Mutex<Option<Instant>>);

impl Seldom {
    /// What was never said.
    #[must_use]
    pub const fn new() -> Self {
        Self(Mutex::new(None))
    }

    /// Whether it is time to say it; it counts as said then.
    pub fn is_time(&self) -> bool {
        self.is_time_at(Instant::now())
    }

    fn is_time_at(&self, now: Instant) -> bool {
        let mut said = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let is_time = said.is_none_or(|at| now.saturating_duration_since(at) >= AGAIN);
        if is_time {
            *said = Some(now);
        }
        is_time
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_happens_often_is_said_once_a_minute() {
        let (seldom, now) = (Seldom::new(), Instant::now());
        let said = |seconds| seldom.is_time_at(now + Duration::from_secs(seconds));
        let said: Vec<u64> = (0..200).filter(|seconds| said(*seconds)).collect();
        assert_eq!(said, [0, 60, 120, 180]);
    }
}
