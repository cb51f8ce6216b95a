//! A job's rounds: one after another until the program stops, whatever becomes of any of them.

use super::Clock;
use crate::casework::Casework;
use crate::domain::job::Job;
use futures_util::FutureExt;
use std::any::Any;
use std::future::Future;
use std::panic::AssertUnwindSafe;
use std::time::Duration;
use tokio::sync::{Notify, watch};

/// The longest pause after failures, where rounds are not further apart anyway.
const LONGEST: Duration = Duration::from_secs(300);

/// One job and what its rounds need.
pub struct Rounds<'a> {
    /// Which.
    pub job: Job,
    /// How far its rounds are apart.
    pub every: Duration,
    /// What calls for a round before that.
    pub bell: Option<&'a Notify>,
    /// The use cases.
    pub casework: &'a Casework,
    /// The clock.
    pub clock: &'a Clock,
}

impl Rounds<'_> {
    /// Does round after round until `stop` turns true. One that fails or panics is told, counted and
    /// followed by another after a pause that grows with each.
    pub async fn run<F>(self, mut stop: watch::Receiver<bool>, mut round: impl FnMut() -> F)
    where
        F: Future<Output = Result<(), String>>,
    {
        if let Ok(at) = self.now() {
            self.casework.job_begins(self.job, at).await;
        }
        let mut failures = 0;
        while !*stop.borrow() {
            let caught = AssertUnwindSafe(async { round().await }).catch_unwind();
            let went = caught.await.unwrap_or_else(|panic| Err(said(&*panic)));
            failures = if went.is_ok() { 0 } else { failures + 1 };
            if let Ok(at) = self.now() {
                self.casework.job_went(self.job, at, went).await;
            }
            let rung = async {
                match self.bell {
                    Some(bell) => bell.notified().await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                () = rung => {}
                () = tokio::time::sleep(pause_after(failures, self.every)) => {}
                _ = stop.changed() => {}
            }
        }
    }

    /// The moment; nothing where the clock itself panics.
    fn now(&self) -> std::thread::Result<chrono::DateTime<chrono::Utc>> {
        std::panic::catch_unwind(AssertUnwindSafe(|| (self.clock)()))
    }
}

/// How long the next round waits after so many failures one after another.
fn pause_after(failures: u32, every: Duration) -> Duration {
    let doubled = every.saturating_mul(2_u32.saturating_pow(failures.saturating_sub(1)));
    doubled.min(LONGEST.max(every))
}

/// What a panic says.
fn said(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    let text = text.or_else(|| panic.downcast_ref::<&str>().copied());
    format!(
        "a fault in the program: {}",
        text.unwrap_or("it says nothing")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_with_each_failure_up_to_five_minutes_or_the_usual_pause() {
        let after = |failures, every| pause_after(failures, Duration::from_secs(every)).as_secs();
        let tried: Vec<u64> = (0..8).map(|failures| after(failures, 20)).collect();
        assert_eq!(tried, [20, 20, 40, 80, 160, 300, 300, 300]);
        assert_eq!(
            (after(0, 3600), after(9, 3600), after(u32::MAX, 20)),
            (3600, 3600, 300)
        );
    }
}
