//! The one clock that all nodes go by: that of PostgreSQL's server, as a node's own may be wrong. SQLite
//! is of this machine.

use super::connect::Store;
use super::sql;
use crate::store::StoreFault;
use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{ConnectionTrait, FromQueryResult};
use std::sync::atomic::{AtomicI64, Ordering::SeqCst};
use std::time::{Duration, Instant};

/// How long the server may take to tell the time before it is asked again.
const AT_ONCE: Duration = Duration::from_secs(1);

/// How long it may take at the most: what it said is as old as that.
const LONGEST: Duration = Duration::from_secs(10);

/// How often it is asked.
const TIMES: usize = 3;

/// By how much the server's clock is ahead of this machine's, as it was last seen.
#[derive(Debug, Default)]
pub struct Ahead(AtomicI64);

impl Ahead {
    /// The same in milliseconds, which may be fewer than none.
    fn by(&self) -> TimeDelta {
        TimeDelta::milliseconds(self.0.load(SeqCst))
    }

    /// Looks at both clocks.
    pub(super) async fn look(&self, database: &impl ConnectionTrait) -> Result<(), StoreFault> {
        #[derive(FromQueryResult)]
        struct Row {
            at: DateTime<Utc>,
        }
        let mut best: Option<(Duration, TimeDelta)> = None;
        for _ in 0..TIMES {
            let asked = Instant::now();
            let row: Option<Row> =
                sql::one(database, "SELECT clock_timestamp() AS at", vec![]).await?;
            let (took, here) = (asked.elapsed(), crate::now::now());
            let Some(Row { at }) = row else { continue };
            let since = TimeDelta::from_std(took / 2).unwrap_or_default();
            if best.is_none_or(|(shortest, _)| took < shortest) {
                best = Some((took, at + since - here));
            }
            if took <= AT_ONCE {
                break;
            }
        }
        match best {
            Some((took, ahead)) if took <= LONGEST => {
                self.0.store(ahead.num_milliseconds(), SeqCst);
                Ok(())
            }
            Some(_) | None => Err(StoreFault::Unavailable(
                "it does not say soon enough what time it is".into(),
            )),
        }
    }
}

impl Store {
    /// The present moment by the clock that all nodes go by.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        crate::now::now() + self.clock_ahead()
    }

    /// By how much that clock is ahead of this machine's own, as it was last seen.
    #[must_use]
    pub fn clock_ahead(&self) -> TimeDelta {
        self.ahead.by()
    }

    /// Looks at that clock once more: either may have been set since.
    ///
    /// # Errors
    /// What the database says.
    pub async fn follow_clock(&self) -> Result<(), StoreFault> {
        if self.is_postgres() {
            self.ahead.look(&self.read).await?;
        }
        Ok(())
    }
}
