//! What a sender has sent lately, and what follows for the next form: it passes, waits longer than the one
//! before, or is in doubt.

use rocket::tokio::time::Instant;
use std::collections::HashMap;
use std::hash::Hash;
use std::time::Duration;

/// What a sender may send.
#[derive(Debug, Clone, Copy)]
pub(super) struct Allowance {
    /// Forms taken at once.
    pub(super) free: f64,
    /// Forms beyond which each is in doubt.
    pub(super) certain: f64,
    /// Forms forgotten in a second.
    pub(super) forgotten: f64,
}

/// Requests in doubt that are kept of one address or household: more of them hide in the tray what
/// others sent, and nobody reads more in a day.
pub(super) const IN_DOUBT: Allowance = Allowance {
    free: 0.0,
    certain: 200.0,
    forgotten: 200.0 / 86_400.0,
};

/// The longest a form waits.
const LONGEST: Duration = Duration::from_secs(5);

/// The most senders remembered; beyond it one who is new is counted only with everybody.
const SENDERS: usize = 20_000;

/// How often senders who have sent nothing for long are forgotten.
const TIDIED: Duration = Duration::from_secs(1);

/// How many forms of a sender count at a moment.
#[derive(Debug, Clone, Copy)]
pub(super) struct Level {
    forms: f64,
    at: Instant,
}

/// The levels of many senders.
pub(super) struct Senders<K> {
    levels: HashMap<K, Level>,
    tidied: Option<Instant>,
}

/// What follows from a level.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Step {
    pub(super) wait: Duration,
    pub(super) doubtful: bool,
}

impl Step {
    /// Nothing follows.
    pub(super) const FREE: Self = Self {
        wait: Duration::ZERO,
        doubtful: false,
    };

    /// What follows from both: the longer wait, and a doubt of either.
    pub(super) fn or(self, other: Self) -> Self {
        Self {
            wait: self.wait.max(other.wait),
            doubtful: self.doubtful || other.doubtful,
        }
    }
}

impl<K> Default for Senders<K> {
    fn default() -> Self {
        Self {
            levels: HashMap::new(),
            tidied: None,
        }
    }
}

impl<K: Eq + Hash> Senders<K> {
    pub(super) fn count(&mut self, who: K, allowance: Allowance, now: Instant) -> Step {
        if self.levels.len() >= SENDERS && self.tidied.is_none_or(|at| now - at > TIDIED) {
            self.tidied = Some(now);
            self.levels
                .retain(|_, level| level.left(allowance, now) > 0.0);
        }
        let before = self.levels.get(&who).copied();
        let (level, step) = counted(before, allowance, now);
        if before.is_some() || self.levels.len() < SENDERS {
            self.levels.insert(who, level);
        }
        step
    }
}

impl Level {
    fn left(&self, allowance: Allowance, now: Instant) -> f64 {
        let gone = (now - self.at).as_secs_f64() * allowance.forgotten;
        (self.forms - gone).max(0.0)
    }
}

/// The level with one form more, and what follows from it.
pub(super) fn counted(before: Option<Level>, allowance: Allowance, now: Instant) -> (Level, Step) {
    let forms = before.map_or(0.0, |level| level.left(allowance, now)) + 1.0;
    let beyond = (forms - allowance.free) / (allowance.certain - allowance.free);
    let step = Step {
        wait: LONGEST.mul_f64(beyond.clamp(0.0, 1.0)),
        doubtful: forms > allowance.certain,
    };
    // A flood is not held against its sender for longer than it lasts.
    let forms = forms.min(allowance.certain);
    (Level { forms, at: now }, step)
}

#[cfg(test)]
mod tests {
    use super::*;

    const OF_ADDRESS: Allowance = Allowance {
        free: 20.0,
        certain: 60.0,
        forgotten: 1.0 / 15.0,
    };

    fn sent(senders: &mut Senders<u32>, who: u32, forms: u32, now: Instant) -> Step {
        let mut last = None;
        for _ in 0..forms {
            last = Some(senders.count(who, OF_ADDRESS, now));
        }
        last.unwrap()
    }

    #[test]
    fn forms_pass_then_wait_ever_longer_then_are_in_doubt_and_all_is_forgotten() {
        let (mut senders, now) = (Senders::default(), Instant::now());
        let first = sent(&mut senders, 1, 20, now);
        assert_eq!((first.wait, first.doubtful), (Duration::ZERO, false));
        let (sooner, later) = (sent(&mut senders, 1, 1, now), sent(&mut senders, 1, 1, now));
        assert!(Duration::ZERO < sooner.wait && sooner.wait < later.wait);
        let longest = sent(&mut senders, 1, 38, now);
        assert_eq!((longest.wait, longest.doubtful), (LONGEST, false));
        assert!(sent(&mut senders, 1, 1000, now).doubtful);
        assert_eq!(sent(&mut senders, 2, 1, now).wait, Duration::ZERO);
        let later = now + Duration::from_secs(16);
        assert!(!sent(&mut senders, 1, 1, later).doubtful);
        let hour = now + Duration::from_secs(3600);
        assert_eq!(sent(&mut senders, 1, 1, hour).wait, Duration::ZERO);
    }

    #[test]
    fn no_more_senders_are_remembered_than_there_is_room_for() {
        let (mut senders, now) = (Senders::default(), Instant::now());
        for who in 0..2 * u32::try_from(SENDERS).unwrap() {
            sent(&mut senders, who, 1, now);
        }
        assert_eq!(senders.levels.len(), SENDERS);
        sent(&mut senders, 0, 1, now + Duration::from_secs(60));
        assert_eq!(senders.levels.len(), 1);
    }
}
