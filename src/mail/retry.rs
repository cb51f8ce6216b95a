//! When a letter that could not be delivered is tried again, and when it is given up.

use std::time::Duration;

/// How long to wait before the next attempt, after so many failed ones (1 or more), or
/// nothing when the letter is to be given up.
///
/// `waits` are the pauses in order; the last is repeated. The letter is given up when the
/// next attempt would come later than `give_up_after` from the first.
#[must_use]
pub fn backoff(waits: &[Duration], give_up_after: Duration, attempts: u32) -> Option<Duration> {
    let last = *waits.last()?;
    let pause = |failed: u32| {
        let place = usize::try_from(failed).unwrap_or(usize::MAX);
        waits.get(place).copied().unwrap_or(last)
    };
    let mut since_first = Duration::ZERO;
    for failed in 0..attempts {
        since_first = since_first.saturating_add(pause(failed));
        if since_first > give_up_after {
            return None;
        }
    }
    Some(pause(attempts.saturating_sub(1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: u64 = 60;
    const HOUR: u64 = 60 * MINUTE;

    fn wait(attempts: u32) -> Option<u64> {
        let waits = [1, 5, 30, 120, 480, 1440].map(|m| Duration::from_secs(m * MINUTE));
        backoff(&waits, Duration::from_secs(5 * 24 * HOUR), attempts).map(|w| w.as_secs())
    }

    #[test]
    fn waits_grow_and_the_last_is_repeated_until_five_days_have_passed() {
        let waits: Vec<_> = (1..=10).map(wait).collect();
        let expected = [
            MINUTE,
            5 * MINUTE,
            30 * MINUTE,
            2 * HOUR,
            8 * HOUR,
            24 * HOUR,
            24 * HOUR,
            24 * HOUR,
            24 * HOUR,
        ];
        // The sixth wait ends 34 h 36 min after the first attempt; three more days make 106 h 36 min,
        // and a fourth would pass the 120 h.
        assert_eq!(waits[..9], expected.map(Some));
        assert_eq!(waits[9], None);
    }

    #[test]
    fn without_a_schedule_nothing_is_tried_again() {
        assert_eq!(backoff(&[], Duration::MAX, 1), None);
    }

    #[test]
    fn any_number_of_attempts_is_answered_at_once() {
        assert_eq!(wait(u32::MAX), None);
    }
}
