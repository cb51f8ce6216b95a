//! What counts as one sender on the network. It tells nothing of who that is.

use std::net::{IpAddr, Ipv6Addr};

/// What is counted as one address: an IPv4 address, or the /64 network of an IPv6 one, all of
/// whose addresses one household or host has to itself (RFC 6177).
#[must_use]
pub fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(v6) => Ipv6Addr::from_bits(v6.to_bits() & (u128::MAX << 64)).into(),
        v4 @ IpAddr::V4(_) => v4,
    }
}

/// The /56 network of an IPv6 address: as many such networks as a household is often given (RFC 6177,
/// section 2), who would count as many. An IPv4 address has none.
#[must_use]
pub fn site(address: IpAddr) -> Option<IpAddr> {
    match address.to_canonical() {
        IpAddr::V6(v6) => Some(Ipv6Addr::from_bits(v6.to_bits() & (u128::MAX << 72)).into()),
        IpAddr::V4(_) => None,
    }
}

/// Whose an address is, as far as its network tells.
#[must_use]
pub fn household(address: IpAddr) -> IpAddr {
    site(address).unwrap_or_else(|| network(address))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_addresses_of_one_ipv6_network_count_as_one() {
        let of = |text: &str| network(text.parse().unwrap());
        assert_eq!(of("2001:db8:1:2:3::4"), of("2001:db8:1:2:ffff::1"));
        assert_ne!(of("2001:db8:1:2::4"), of("2001:db8:1:3::4"));
        assert_ne!(of("192.0.2.1"), of("192.0.2.2"));
        assert_eq!(of("::ffff:192.0.2.1"), of("192.0.2.1"));
    }

    #[test]
    fn the_networks_of_one_household_are_one_site_and_an_ipv4_address_has_none() {
        let of = |text: &str| site(text.parse().unwrap());
        assert_eq!(of("2001:db8:1:2::3"), of("2001:db8:1:ff::1"));
        assert_ne!(of("2001:db8:1:2::3"), of("2001:db8:1:102::3"));
        assert_eq!((of("192.0.2.1"), of("::ffff:192.0.2.1")), (None, None));
    }
}
