//! Work on the bytes of a message, so that nobody waits for a large one.

use crate::casework::CaseworkFault;
use crate::casework::own_thread::on_its_own;

/// A message of at most so many bytes is understood in less time than another thread is woken for it.
pub(super) const SMALL: usize = 64_000;

/// One of more takes memory that is to be given back.
const LARGE: usize = 2_000_000;

/// Does some work on so many bytes: at once where they are few, else without holding up others.
pub(super) async fn aside<T: Send + 'static>(
    bytes: usize,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, CaseworkFault> {
    if bytes <= SMALL {
        return Ok(work());
    }
    if bytes > LARGE {
        return on_its_own(work).await;
    }
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|e| CaseworkFault::Broken(e.to_string()))
}
