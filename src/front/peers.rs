//! Who is at the other end of each connection that reaches the web server through the front.

use std::collections::HashMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Addresses of clients, by the address and port from which the front passes on what they ask: the
/// port alone another address of this machine may have as well. At most one for each port.
#[derive(Debug, Default)]
pub struct Peers(Mutex<HashMap<SocketAddr, IpAddr>>);

impl Peers {
    /// Whose request comes from this address and port; `None` where the front did not pass it on.
    #[must_use]
    pub fn of(&self, passage: SocketAddr) -> Option<IpAddr> {
        self.passages().get(&passage).copied()
    }

    pub(crate) fn set(&self, passage: SocketAddr, peer: IpAddr) {
        self.passages().insert(passage, peer);
    }

    pub(super) fn forget(&self, passage: SocketAddr) {
        self.passages().remove(&passage);
    }

    fn passages(&self) -> MutexGuard<'_, HashMap<SocketAddr, IpAddr>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
