//! Work that takes much memory, on a thread that ends with it: what the allocator keeps for a thread is
//! free once the thread is gone, and those for other work stay.

use super::CaseworkFault;
use tokio::sync::oneshot;

/// Does it, without holding up anything else.
///
/// # Errors
/// Where the system gives no thread, or the work panics.
pub(super) async fn on_its_own<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, CaseworkFault> {
    let (done, told) = oneshot::channel();
    std::thread::Builder::new()
        .spawn(move || {
            // Whoever waited may have gone.
            let _ = done.send(work());
        })
        .map_err(|e| CaseworkFault::Broken(format!("the system gives no thread: {e}")))?;
    told.await
        .map_err(|_| CaseworkFault::Broken("work ended without an answer".into()))
}
