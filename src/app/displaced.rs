//! Noticing that the database file is no longer where it was.

use crate::store::{Store, StoreFault};
use std::time::Duration;

/// How often it is looked at. Whoever writes looks too: nothing is acknowledged in between.
const GLANCE: Duration = Duration::from_secs(2);

/// Ends once another file stands in the place of the database: to serve that one, the program has to
/// be started again, and this one's log must not stay beside it. It ends too once the log was taken
/// away: closing the database puts what is in it into the file, and a program that is killed would
/// lose it. While none stands there the program
/// goes on, since a file that was removed is lost when it ends, and says so.
pub async fn replaced(store: &Store) -> StoreFault {
    let mut said = false;
    loop {
        tokio::time::sleep(GLANCE).await;
        match store.in_place() {
            Err(fault @ (StoreFault::Replaced(_) | StoreFault::LogGone(_))) => return fault,
            Err(fault) => {
                if !said {
                    tracing::error!(target: "daylight", "{fault}");
                }
                said = true;
            }
            Ok(()) => said = false,
        }
    }
}
