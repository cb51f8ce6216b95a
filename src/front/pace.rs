//! How fast one side of a connection goes, by the time that was spent waiting for it alone.

use std::time::{Duration, Instant};

/// What makes the waiting start afresh, in bytes: over ten seconds of waiting, about 1 kB a second.
const ENOUGH: usize = 10_000;

/// Time spent waiting for the other side since it last gave, or took, [`ENOUGH`].
///
/// Time in which this program itself was busy does not count against it.
#[derive(Debug, Default)]
pub struct Pace {
    since: Option<Instant>,
    waited: Duration,
    bytes: usize,
}

impl Pace {
    /// From now on the other side is waited for.
    pub fn waits(&mut self, now: Instant) {
        self.since.get_or_insert(now);
    }

    /// The other side gave or took so many bytes; how long it was waited for just now.
    pub fn moved(&mut self, bytes: usize, now: Instant) -> Duration {
        let waited = self.waits_since(now);
        self.since = None;
        self.waited += waited;
        self.bytes += bytes;
        if self.bytes >= ENOUGH {
            *self = Self::default();
        }
        waited
    }

    /// Whether the other side is being waited for.
    pub const fn waiting(&self) -> bool {
        self.since.is_some()
    }

    /// How many bytes a second it gave or took since the waiting began afresh, while it is waited for.
    pub fn rate(&self, now: Instant) -> u128 {
        self.bytes as u128 * 1_000 / self.waited(now).as_millis().max(1)
    }

    /// How long it has been waited for, while it is.
    pub fn waited(&self, now: Instant) -> Duration {
        let before = self.since.map_or(Duration::ZERO, |_| self.waited);
        before + self.waits_since(now)
    }

    /// How long it is waited for just now.
    pub fn waits_since(&self, now: Instant) -> Duration {
        self.since
            .map_or(Duration::ZERO, |since| now.saturating_duration_since(since))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    /// The longest wait of a side that moves so many bytes each second, over a minute.
    fn longest(bytes: usize) -> Duration {
        let begun = Instant::now();
        let mut pace = Pace::default();
        let waits = (0..60).map(|second| {
            pace.waits(begun + SECOND * second);
            let now = begun + SECOND * (second + 1);
            let waited = pace.waited(now);
            pace.moved(bytes, now);
            waited
        });
        waits.max().unwrap()
    }

    #[test]
    fn slow_but_steady_is_waited_for_and_a_trickle_is_not() {
        assert!(longest(1_200) < SECOND * 10, "{:?}", longest(1_200));
        assert!(longest(900) > SECOND * 10, "{:?}", longest(900));
        assert!(longest(1) > SECOND * 30);
    }

    #[test]
    fn time_in_which_nobody_was_waited_for_does_not_count() {
        let begun = Instant::now();
        let mut pace = Pace::default();
        pace.waits(begun);
        pace.moved(1, begun + SECOND);
        assert_eq!(pace.waited(begun + SECOND * 60), Duration::ZERO);
        pace.waits(begun + SECOND * 60);
        assert_eq!(pace.waited(begun + SECOND * 61), SECOND * 2);
    }
}
