//! Counts wrong passwords and codes, so that they cannot be tried out.

use chrono::{DateTime, TimeDelta, Utc};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// Wrong tries taken within [`WINDOW`] before more are refused.
const TRIES: usize = 10;

/// How long a wrong try counts.
const WINDOW: TimeDelta = TimeDelta::minutes(15);

/// The most names counted at once; beyond it those whose tries no longer count are forgotten.
const MOST: usize = 50_000;

/// Wrong tries by what they were tried on: an address, a reference.
#[derive(Default)]
pub struct Throttle {
    tries: Mutex<HashMap<String, Vec<DateTime<Utc>>>>,
}

impl Throttle {
    /// Whether one more try may be made.
    #[must_use]
    pub fn allows(&self, name: &str, now: DateTime<Utc>) -> bool {
        let tries = self.tries.lock().unwrap_or_else(PoisonError::into_inner);
        tries
            .get(name)
            .is_none_or(|t| t.iter().filter(|at| now - **at < WINDOW).count() < TRIES)
    }

    /// Counts a wrong try.
    pub fn wrong(&self, name: &str, now: DateTime<Utc>) {
        let mut tries = self.tries.lock().unwrap_or_else(PoisonError::into_inner);
        if tries.len() >= MOST {
            tries.retain(|_, t| t.iter().any(|at| now - *at < WINDOW));
        }
        let of_name = tries.entry(name.to_owned()).or_default();
        of_name.retain(|at| now - *at < WINDOW);
        of_name.push(now);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_wrong_tries_shut_the_door_for_a_quarter_of_an_hour() {
        let throttle = Throttle::default();
        let now = DateTime::UNIX_EPOCH;
        for _ in 0..TRIES {
            assert!(throttle.allows("a", now));
            throttle.wrong("a", now);
        }
        assert!(!throttle.allows("a", now));
        assert!(throttle.allows("b", now));
        assert!(throttle.allows("a", now + WINDOW));
    }
}
