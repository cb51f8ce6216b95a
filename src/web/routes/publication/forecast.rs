//! Forecasts in words and in figures.

use crate::domain::publication::forecast::{Forecast, LEAST_QUARTERS, LEAST_TRIALS, TooShort};
use crate::domain::words;

/// A forecast in a sentence or two, or what is missing for one.
#[must_use]
pub fn sentence(found: Result<Forecast, TooShort>) -> String {
    match found {
        Ok(found) => format!(
            "About {}; nine of ten such quarters lie between {:.0} and {:.0}. \
             That rests on {} of such a forecast on earlier quarters, which was off by {:.1} requests on average.",
            words::count(whole(found.requests), "request"),
            found.low,
            found.high,
            words::count(found.trials, "trial"),
            found.past_error
        ),
        Err(short) => format!(
            "No forecast yet: it is tried on {LEAST_TRIALS} earlier quarters first, which takes {LEAST_QUARTERS} whole quarters of requests, and there {} {}.",
            if short.quarters == 1 { "is" } else { "are" },
            short.quarters
        ),
    }
}

/// A forecast in a cell of a table, with its range: `14 (9 to 20)`.
#[must_use]
pub fn cell(found: &Result<Forecast, TooShort>) -> String {
    found.map_or_else(
        |_| "\u{2013}".to_owned(),
        |found| {
            format!(
                "{:.0} ({:.0} to {:.0})",
                found.requests, found.low, found.high
            )
        },
    )
}

fn whole(requests: f64) -> usize {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a whole number that is not below zero"
    )]
    let whole = requests.round() as usize;
    whole
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_forecast_says_its_range_and_its_trials_or_what_is_missing() {
        let found = Forecast {
            requests: 12.25,
            low: 7.0,
            high: 19.0,
            past_error: 2.4,
            trials: 6,
        };
        assert_eq!(
            sentence(Ok(found)),
            "About 12 requests; nine of ten such quarters lie between 7 and 19. That rests on 6 \
             trials of such a forecast on earlier quarters, which was off by 2.4 requests on average."
        );
        assert_eq!(cell(&Ok(found)), "12 (7 to 19)");
        let short = Err(TooShort { quarters: 5 });
        assert_eq!(
            sentence(short),
            "No forecast yet: it is tried on 4 earlier quarters first, which takes 8 whole quarters of requests, and there are 5."
        );
        assert_eq!(cell(&short), "\u{2013}");
    }
}
