//! What time it is by the one clock that all nodes go by, and whether this machine's is another.

use crate::casework::{Casework, CaseworkFault, Moment};
use crate::domain::words;
use chrono::TimeDelta;

/// By how much the clocks may differ before it is said.
const UNSAID: TimeDelta = TimeDelta::seconds(10);

impl Casework {
    /// The present moment by the clock that all nodes go by.
    #[must_use]
    pub fn now(&self) -> Moment {
        self.moment(self.store.now())
    }

    /// What is to be said of this machine's clock, where it differs from that.
    #[must_use]
    pub fn clock_differs(&self) -> Option<String> {
        clock_differs(self.store.clock_ahead())
    }

    /// Looks at that clock once more, and says so where this machine's has begun to differ from it.
    pub(crate) async fn follow_clock(&self) -> Result<(), CaseworkFault> {
        let before = self.clock_differs();
        self.store.follow_clock().await?;
        if let Some(said) = self.clock_differs()
            && before.is_none()
        {
            tracing::warn!(target: "daylight", "{said}");
        }
        Ok(())
    }
}

/// What is to be said of a machine's clock that the database server's is ahead of by this much.
#[must_use]
pub fn clock_differs(ahead: TimeDelta) -> Option<String> {
    let seconds = (ahead.num_milliseconds().unsigned_abs() + 500) / 1000;
    let seconds = usize::try_from(seconds).unwrap_or(usize::MAX);
    (ahead.abs() > UNSAID).then(|| {
        format!(
            "this machine\u{2019}s clock is {} {} that of PostgreSQL\u{2019}s server, by which Daylight goes; let a time server set both",
            words::count(seconds, "second"),
            if ahead > TimeDelta::zero() { "behind" } else { "ahead of" }
        )
    })
}
