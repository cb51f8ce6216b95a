//! A node that freezes in the middle of a unit, or is cut off without a word.

use crate::support::App;
use daylight::store::StoreFault;
use std::time::{Duration, Instant};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_unit_that_stands_still_is_ended_and_whoever_waits_for_it_is_told_to_come_again() {
    let Some(app) = App::on_postgresql().await else {
        return;
    };
    let store = app.store();
    let frozen = store.begin().await.unwrap();
    frozen.hold("counted").await.unwrap();

    let waits = store.begin().await.unwrap();
    let begun = Instant::now();
    let fault = waits.hold("counted").await.unwrap_err();
    assert!(matches!(fault, StoreFault::Unavailable(_)), "{fault:?}");
    assert!(
        begun.elapsed() < Duration::from_secs(14),
        "{:?}",
        begun.elapsed()
    );
    waits.leave().await;

    // What the other held is free again, and it has changed nothing.
    let goes_on = store.begin().await.unwrap();
    goes_on.hold("counted").await.unwrap();
    goes_on.commit().await.unwrap();
    assert!(
        begun.elapsed() < Duration::from_secs(25),
        "{:?}",
        begun.elapsed()
    );
    assert!(frozen.commit().await.is_err());
}
