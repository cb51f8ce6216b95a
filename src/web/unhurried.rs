//! What is done after its answer, at a moment nobody foretells: whoever asks and measures how long
//! the next page takes would else learn whether there was anything to do.

use crate::casework::CaseworkFault;
use std::time::Duration;
use uuid::Uuid;

/// The longest it is put off.
const LONGEST: u64 = 2_500;

/// Puts something off that `what` names where it fails.
pub fn unhurried(
    what: &'static str,
    work: impl Future<Output = Result<(), CaseworkFault>> + Send + 'static,
) {
    let (random, _) = Uuid::new_v4().as_u64_pair();
    let wait = Duration::from_millis(random % LONGEST);
    rocket::tokio::spawn(async move {
        rocket::tokio::time::sleep(wait).await;
        if let Err(fault) = work.await {
            tracing::warn!(target: "daylight", "{what}: {fault}");
        }
    });
}
