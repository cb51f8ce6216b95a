//! How many requests a topic will have next quarter, and between which counts nine of ten such
//! quarters lie.
//!
//! The forecast is the mean of the last four quarters: a whole year, so that no season weighs more
//! than another. It is tried on every quarter that has four before it, and how far it was off there
//! makes the range: counts scatter about a mean at least as chance makes them (Poisson), and as much
//! more as the trials did (negative binomial), all of them or the last four, which were further off;
//! few trials widen it as Student's t does. It is the
//! smallest range that holds nine of ten. Where there are fewer than four trials nothing is said. It knows no news. How often such ranges held on real
//! logs is printed by `benches/forecast.rs`.

use super::regression::real;
use super::spread;

/// Quarters whose mean is the forecast.
const BASE: usize = 4;

/// Trials before anything is forecast.
pub const LEAST_TRIALS: usize = 4;

/// Whole quarters that takes.
pub const LEAST_QUARTERS: usize = BASE + LEAST_TRIALS;

/// How many times the mean a quarter scatters by chance alone: by itself once, and the mean of four
/// by a quarter of that.
const BY_CHANCE: f64 = 1.25;

/// What nobody asked for in four quarters is expected half a time in four (after Jeffreys): none
/// in so few does not mean never.
const LEAST_MEAN: f64 = 0.125;

/// A forecast of the next quarter.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Forecast {
    /// Requests expected.
    pub requests: f64,
    /// The lower end of the range in which nine of ten such quarters lie, itself within it.
    pub low: f64,
    /// The upper end, within it too.
    pub high: f64,
    /// The mean distance of the trials from what came.
    pub past_error: f64,
    /// How many past quarters it was tried on, at least [`LEAST_TRIALS`].
    pub trials: usize,
}

/// A past too short for a forecast.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooShort {
    /// The whole quarters there are, of the [`LEAST_QUARTERS`] it takes.
    pub quarters: usize,
}

/// The forecast from the requests of each quarter, the oldest first.
///
/// # Errors
/// Where there are fewer quarters than it takes to try it.
pub fn forecast(quarters: &[u32]) -> Result<Forecast, TooShort> {
    if quarters.len() < LEAST_QUARTERS {
        return Err(TooShort {
            quarters: quarters.len(),
        });
    }
    let errors: Vec<f64> = (BASE..quarters.len())
        .map(|at| last_four(&quarters[..at]) - f64::from(quarters[at]))
        .collect();
    let trials = errors.len();
    let past_error = errors.iter().map(|e| e.abs()).sum::<f64>() / real(trials);
    let requests = last_four(quarters);
    let mean = requests.max(LEAST_MEAN);
    let recent = &errors[trials - LEAST_TRIALS..];
    let by_trials = scatter(&errors).max(scatter(recent));
    let (low, high) = spread::shortest(mean, by_trials.max(mean * BY_CHANCE), 0.9);
    Ok(Forecast {
        requests,
        low,
        // None of which nobody asked in a year is no promise.
        high: high.max(1.0),
        past_error,
        trials,
    })
}

/// The variance that errors speak for, wider where they are few.
fn scatter(errors: &[f64]) -> f64 {
    let squares: f64 = errors.iter().map(|e| e * e).sum();
    squares / real(errors.len()) * (ninety(errors.len()) / 1.645).powi(2)
}

fn last_four(quarters: &[u32]) -> f64 {
    let last = &quarters[quarters.len().saturating_sub(BASE)..];
    last.iter().map(|q| f64::from(*q)).sum::<f64>() / real(last.len())
}

/// The two-sided 90% point of Student's t, from four degrees of freedom.
fn ninety(freedom: usize) -> f64 {
    const TABLE: [f64; 9] = [
        2.132, 2.015, 1.943, 1.895, 1.860, 1.833, 1.812, 1.796, 1.782,
    ];
    // Beyond the table by the first term of its expansion about the normal.
    TABLE
        .get(freedom.saturating_sub(4))
        .copied()
        .unwrap_or_else(|| 1.645 + 1.524 / real(freedom))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_never_changes_scatters_as_chance_makes_it() {
        let found = forecast(&[7; 10]).unwrap();
        assert_eq!(
            (found.requests, found.past_error, found.trials),
            (7.0, 0.0, 6)
        );
        // Of the negative binomial of mean 7 and variance 8.75, 2 to 11 hold nine tenths (by SciPy).
        assert_eq!((found.low, found.high), (2.0, 11.0));
    }

    /// Reckoned by hand: the means of four are 5, 5, 6.25 and 6.25, what came 5, 10, 5 and 8, so the
    /// squares are 0, 25, 1.5625 and 3.0625: 7.40625 in the mean, times (2.132 / 1.645) squared
    /// 12.44. Of the negative binomial of mean 7 and that variance, 2 to 13 hold nine tenths (by SciPy).
    #[test]
    fn the_range_rests_on_forecasts_made_before_each_quarter() {
        let found = forecast(&[5, 5, 5, 5, 5, 10, 5, 8]).unwrap();
        assert_eq!((found.requests, found.trials), (7.0, 4));
        assert_eq!(found.past_error, 2.0);
        assert_eq!((found.low, found.high), (2.0, 13.0), "{found:?}");
        let quiet = forecast(&[5, 5, 5, 5, 5, 6, 5, 6]).unwrap();
        assert!(found.high - found.low > quiet.high - quiet.low);
    }

    #[test]
    fn fewer_than_four_trials_say_what_is_missing() {
        for quarters in 0..LEAST_QUARTERS {
            let past = vec![3; quarters];
            assert_eq!(forecast(&past), Err(TooShort { quarters }));
        }
        assert_eq!(forecast(&[3; LEAST_QUARTERS]).unwrap().trials, LEAST_TRIALS);
    }

    #[test]
    fn what_nobody_asked_for_may_come_all_the_same() {
        let found = forecast(&[4, 0, 2, 3, 0, 0, 0, 0]).unwrap();
        assert_eq!((found.requests, found.low), (0.0, 0.0));
        assert!(found.high >= 1.0, "{found:?}");
    }

    /// Of counts about a mean that does not move, nine of ten or more lie in the range: trials that were
    /// off by chance widen it, and none makes it narrower than chance is. Whole
    /// counts leave no finer choice.
    #[test]
    fn nine_of_ten_quarters_by_chance_lie_in_the_range() {
        let mut state = 5_u64;
        let mut share = move || {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            f64::from(u32::try_from(state >> 33).unwrap()) / f64::from(1_u32 << 31)
        };
        let mut count = |mean: f64| {
            let (least, mut left, mut count) = ((-mean).exp(), share(), 0_u32);
            while left > least {
                left *= share();
                count += 1;
            }
            count
        };
        for (mean, unruly) in [(3.0, 0.0), (12.0, 0.0), (12.0, 0.7)] {
            let mut held = 0;
            for round in 0..1000 {
                let mut quarter = |at: u32| {
                    let turn = if (round + at * 7).is_multiple_of(3) {
                        1.0 + unruly
                    } else {
                        1.0 - unruly / 2.0
                    };
                    count(mean * turn)
                };
                let past: Vec<u32> = (0..12).map(&mut quarter).collect();
                let found = forecast(&past).unwrap();
                let came = f64::from(quarter(12));
                held += u32::from(found.low <= came && came <= found.high);
            }
            assert!(
                (865..=975).contains(&held),
                "{held} of 1000 at {mean}, {unruly}"
            );
        }
    }
}
