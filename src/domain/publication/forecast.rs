//! How many requests a topic will have next quarter, and how far such forecasts were off.
//!
//! The forecast follows the quarters, the later ones more (exponential smoothing). Each past
//! quarter is forecast from those before it in the same way, and the mean of how far that was off
//! stands beside the forecast. It knows no season and no news.

use serde::Serialize;

/// How much the last quarter counts against all before it.
const LAST: f64 = 0.4;

/// Quarters before anything is forecast.
const LEAST: usize = 3;

/// A forecast of the next quarter.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Forecast {
    /// Requests expected.
    pub requests: f64,
    /// The mean distance of past forecasts from what came; none while there are too few.
    pub past_error: Option<f64>,
    /// How many past quarters that rests on.
    pub tried: usize,
}

/// The forecast from the requests of each quarter, the oldest first.
#[must_use]
pub fn forecast(quarters: &[u32]) -> Option<Forecast> {
    if quarters.len() < LEAST {
        return None;
    }
    let errors: Vec<f64> = (LEAST..quarters.len())
        .map(|at| (level(&quarters[..at]) - f64::from(quarters[at])).abs())
        .collect();
    #[expect(clippy::cast_precision_loss, reason = "a handful of quarters")]
    let past_error = (!errors.is_empty()).then(|| errors.iter().sum::<f64>() / errors.len() as f64);
    Some(Forecast {
        requests: level(quarters),
        past_error,
        tried: errors.len(),
    })
}

fn level(quarters: &[u32]) -> f64 {
    let mut quarters = quarters.iter().map(|q| f64::from(*q));
    let first = quarters.next().unwrap_or(0.0);
    quarters.fold(first, |level, quarter| level + LAST * (quarter - level))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_never_changes_is_forecast_without_error() {
        let found = forecast(&[7; 6]).unwrap();
        assert!((found.requests - 7.0).abs() < 1e-9);
        assert_eq!((found.past_error, found.tried), (Some(0.0), 3));
    }

    #[test]
    fn the_past_error_is_that_of_forecasts_made_before_the_quarter() {
        // 10, 10, 10 forecast 10 where 20 came; then 14 is forecast where 20 came again.
        let found = forecast(&[10, 10, 10, 20, 20]).unwrap();
        assert_eq!(found.past_error, Some(8.0));
        assert!((found.requests - 16.4).abs() < 1e-9, "{found:?}");
    }

    #[test]
    fn two_quarters_forecast_nothing() {
        assert_eq!(forecast(&[3, 4]), None);
        assert_eq!(forecast(&[3, 4, 5]).unwrap().past_error, None);
    }
}
