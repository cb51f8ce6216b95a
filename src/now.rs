//! The wall clock: the only place that reads it.
//!
//! Everything else takes the time as a parameter, so that a test can be any day.

use chrono::{DateTime, Utc};

/// The present moment in UTC.
#[expect(
    clippy::disallowed_methods,
    reason = "this is the one place that reads the clock"
)]
#[must_use]
pub fn now() -> DateTime<Utc> {
    Utc::now()
}
