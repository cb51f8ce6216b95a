//! Ports for servers that are told theirs before they listen.

use std::net::TcpListener;
use std::sync::atomic::{AtomicU16, Ordering};

/// Ports are taken from here on: below those the system itself gives to a socket that asks for any
/// (32768 and above on Linux), so that none is lost between its choice and its use.
const FIRST: u16 = 10_000;

/// How many there are from there on.
const COUNT: u16 = 22_000;

static TAKEN: AtomicU16 = AtomicU16::new(0);

/// A port of 127.0.0.1 that nobody listens on, given out once by this process; processes beside it
/// begin elsewhere.
pub fn free_port() -> u16 {
    let begin = std::process::id().wrapping_mul(7919) % u32::from(COUNT);
    for _ in 0..COUNT {
        let next = u32::from(TAKEN.fetch_add(1, Ordering::Relaxed));
        let offset = u16::try_from((begin + next) % u32::from(COUNT)).unwrap_or_default();
        if TcpListener::bind(("127.0.0.1", FIRST + offset)).is_ok() {
            return FIRST + offset;
        }
    }
    panic!("there is no free port on 127.0.0.1");
}
