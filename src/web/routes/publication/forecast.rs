//! Forecasts in words and in figures.

use crate::domain::publication::forecast::Forecast;
use crate::domain::words;

/// A forecast in a sentence; empty where there is none.
#[must_use]
pub fn sentence(found: Option<Forecast>) -> String {
    let Some(found) = found else {
        return String::new();
    };
    let past = found.past_error.map_or_else(
        || "There are too few quarters to say how far such forecasts were off.".to_owned(),
        |error| {
            format!(
                "In {} such forecasts were off by {error:.1} requests on average.",
                words::count(found.tried, "earlier quarter")
            )
        },
    );
    format!("About {:.0} requests. {past}", found.requests)
}

/// A forecast in a cell of a table, with how far such forecasts were off: `14 ± 3`.
#[must_use]
pub fn cell(found: Option<&Forecast>) -> String {
    found.map_or_else(String::new, |found| match found.past_error {
        // Not "± 0", which would read as certainty.
        Some(error) if error < 1.0 => format!("{:.0} ± {error:.1}", found.requests),
        Some(error) => format!("{:.0} ± {error:.0}", found.requests),
        None => format!("{:.0}", found.requests),
    })
}
