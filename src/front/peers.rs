//! Who is at the other end of each connection that reaches the web server through the front.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Addresses of clients, by the port from which the front passes on what they ask. At most one
/// for each port there is.
#[derive(Debug, Default)]
pub struct Peers(Mutex<HashMap<u16, IpAddr>>);

impl Peers {
    /// Whose request comes from this port of the front; `None` where the front did not pass it on.
    #[must_use]
    pub fn of(&self, port: u16) -> Option<IpAddr> {
        self.ports().get(&port).copied()
    }

    pub(super) fn set(&self, port: u16, peer: IpAddr) {
        self.ports().insert(port, peer);
    }

    pub(super) fn forget(&self, port: u16) {
        self.ports().remove(&port);
    }

    fn ports(&self) -> MutexGuard<'_, HashMap<u16, IpAddr>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
