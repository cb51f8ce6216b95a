//! How long a letter is in the hands of a worker, and by which clock.

use chrono::{DateTime, TimeDelta, Utc};
use std::time::Duration;

/// How long a letter stays in the hands of a worker that says no more.
pub(in crate::casework) const CLAIM: TimeDelta = TimeDelta::minutes(1);

/// How often a worker that waits for the server, or for the database, looks up.
pub(in crate::casework) const GLANCE: Duration = Duration::from_secs(1);

/// Tells the time.
pub(in crate::casework) type Clock<'a> = &'a (dyn Fn() -> DateTime<Utc> + Send + Sync);
