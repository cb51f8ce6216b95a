//! How many connections are served at once, by what the operating system lets the program open.

use std::io;

/// What everything else holds open: the database and its journals, files on their way in and out,
/// the mail server, standard streams.
const OTHERS: u64 = 124;

/// What a connection may hold: itself, and both ends of its passage to the web server behind.
const EACH: u64 = 3;

/// The most connections whatever the system allows; each costs about 20 kB while it waits, and up to
/// 70 kB where a head of many lines has come and its body has not: 84 MB then.
const MOST: usize = 1_200;

/// The most connections of one address: an office behind one address is many people.
const MOST_OF_ONE: usize = 256;

/// How many connections are served at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// File descriptors the program may have.
    pub descriptors: u64,
    /// Connections in all.
    pub connections: usize,
    /// Connections of one address that is no trusted proxy.
    pub of_one: usize,
}

impl Limits {
    /// Raises the limit of file descriptors as far as the system allows without rights.
    ///
    /// # Errors
    /// When the system does not tell its limit.
    pub fn raised() -> io::Result<Self> {
        rlimit::increase_nofile_limit(u64::MAX).map(Self::under)
    }

    fn under(descriptors: u64) -> Self {
        let possible = descriptors.saturating_sub(OTHERS) / EACH;
        let connections = usize::try_from(possible).unwrap_or(MOST).clamp(8, MOST);
        Self {
            descriptors,
            connections,
            of_one: (connections / 4).clamp(8, MOST_OF_ONE),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn connections_stay_below_the_descriptors_and_one_address_never_has_all() {
        for descriptors in [256, 1_024, 20_000, 1_048_576, u64::MAX] {
            let limits = Limits::under(descriptors);
            let held = limits.connections as u64 * EACH + OTHERS;
            assert!(held <= descriptors, "{limits:?}");
            assert!(limits.of_one <= limits.connections / 4, "{limits:?}");
        }
        assert_eq!(Limits::under(1_024).connections, 300);
        assert_eq!(Limits::under(1_024).of_one, 75);
    }
}
