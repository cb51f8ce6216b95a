//! From where a request comes, as far as that can be believed.

use super::site::Site;
use crate::front::Peers;
use rocket::request::{FromRequest, Outcome, Request};
use std::convert::Infallible;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;

/// Who sends a request: the other end of the connection, or, behind a proxy that
/// `web.trusted_proxies` names, whom the proxy names.
///
/// Everything a proxy names beyond the last hop was said by the client and is believed of
/// trusted proxies alone, so that nobody can forge an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Peer {
    /// The address; one of IPv4 within IPv6 is of IPv4.
    pub address: IpAddr,
}

impl Peer {
    /// Who sends this request.
    #[must_use]
    pub fn of_request(request: &Request<'_>) -> Self {
        let rocket = request.rocket();
        let peers = rocket.state::<Arc<Peers>>().map(Arc::as_ref);
        let Some(socket) = client(peers, request.remote()) else {
            return Self {
                address: Ipv4Addr::UNSPECIFIED.into(),
            };
        };
        let trusted = rocket
            .state::<Site>()
            .map_or(&[][..], |site| &site.casework.settings.web.trusted_proxies);
        Self::of(socket, request.headers().get("X-Forwarded-For"), trusted)
    }

    /// The peer of a connection from `socket` whose request has these `X-Forwarded-For` lines.
    fn of<'a>(
        socket: IpAddr,
        forwarded: impl Iterator<Item = &'a str>,
        trusted: &[IpAddr],
    ) -> Self {
        let mut address = socket.to_canonical();
        let hops = forwarded.flat_map(|line| line.split(','));
        let hops: Vec<&str> = hops.collect();
        for hop in hops.into_iter().rev() {
            if !trusted.contains(&address) {
                break;
            }
            match named(hop) {
                Some(before) => address = before,
                // What cannot be read is nobody's address: the last one known counts.
                None => break,
            }
        }
        Self { address }
    }
}

/// Whose connection it is. `None` where requests come through the front and this one did not, or
/// its client has left: nobody who might be trusted, and all of them count as one.
fn client(peers: Option<&Peers>, remote: Option<SocketAddr>) -> Option<IpAddr> {
    match peers {
        Some(peers) => peers.of(remote?),
        None => Some(remote.map_or(Ipv4Addr::LOCALHOST.into(), |remote| remote.ip())),
    }
}

/// The address a hop names: `192.0.2.1`, `192.0.2.1:80`, `2001:db8::1`, `[2001:db8::1]:80`.
fn named(hop: &str) -> Option<IpAddr> {
    let hop = hop.trim();
    let address = hop.parse().ok();
    let with_port = || Some(hop.parse::<SocketAddr>().ok()?.ip());
    let bracketed = || hop.strip_prefix('[')?.strip_suffix(']')?.parse().ok();
    let address: IpAddr = address.or_else(with_port).or_else(bracketed)?;
    Some(address.to_canonical())
}

#[rocket::async_trait]
impl<'r> FromRequest<'r> for Peer {
    type Error = Infallible;

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, Infallible> {
        Outcome::Success(Self::of_request(request))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whom a request is from that comes over a connection from `socket`.
    fn peer(socket: &str, forwarded: &[&str]) -> String {
        let trusted = ["127.0.0.1", "10.0.0.2", "2001:db8::2"].map(|a| a.parse().unwrap());
        let socket = socket.parse().unwrap();
        let peer = Peer::of(socket, forwarded.iter().copied(), &trusted);
        peer.address.to_string()
    }

    #[test]
    fn a_header_from_anybody_else_than_a_trusted_proxy_is_not_believed() {
        assert_eq!(peer("192.0.2.7", &["203.0.113.5"]), "192.0.2.7");
        assert_eq!(peer("10.0.0.3", &["203.0.113.5"]), "10.0.0.3");
        assert_eq!(peer("192.0.2.7", &["127.0.0.1", "10.0.0.2"]), "192.0.2.7");
    }

    #[test]
    fn who_did_not_come_through_the_front_is_nobody_and_certainly_no_proxy() {
        let local: SocketAddr = "127.0.0.1:4711".parse().unwrap();
        assert_eq!(client(Some(&Peers::default()), Some(local)), None);
        assert_eq!(client(Some(&Peers::default()), None), None);
        let peers = Peers::default();
        peers.set(local, [192, 0, 2, 7].into());
        assert_eq!(
            client(Some(&peers), Some(local)),
            Some([192, 0, 2, 7].into())
        );
        // The same port at another address of this machine is somebody else's.
        let beside: SocketAddr = "127.0.0.2:4711".parse().unwrap();
        assert_eq!(client(Some(&peers), Some(beside)), None);
        assert_eq!(client(None, Some(local)), Some(local.ip()));
    }

    #[test]
    fn behind_trusted_proxies_the_last_hop_that_is_none_of_them_counts() {
        assert_eq!(peer("127.0.0.1", &["203.0.113.5"]), "203.0.113.5");
        // The client wrote the first two, the proxies added the others.
        let forged = "127.0.0.1, 198.51.100.1, 203.0.113.5, 10.0.0.2";
        assert_eq!(peer("127.0.0.1", &[forged]), "203.0.113.5");
        assert_eq!(
            peer("127.0.0.1", &["198.51.100.1", "203.0.113.5"]),
            "203.0.113.5"
        );
        assert_eq!(peer("2001:db8::2", &["2001:db8:5::1"]), "2001:db8:5::1");
        assert_eq!(
            peer("::ffff:127.0.0.1", &["::ffff:203.0.113.5"]),
            "203.0.113.5"
        );
        assert_eq!(peer("127.0.0.1", &["203.0.113.5:4711"]), "203.0.113.5");
        assert_eq!(
            peer("127.0.0.1", &["[2001:db8:5::1]:4711"]),
            "2001:db8:5::1"
        );
        assert_eq!(peer("127.0.0.1", &["[2001:db8:5::1]"]), "2001:db8:5::1");
    }

    #[test]
    fn a_hop_that_is_no_address_ends_the_chain_at_the_proxy_that_sent_it() {
        assert_eq!(peer("127.0.0.1", &[]), "127.0.0.1");
        assert_eq!(peer("127.0.0.1", &["203.0.113.5, unknown"]), "127.0.0.1");
        assert_eq!(peer("127.0.0.1", &["203.0.113.5, , 10.0.0.2"]), "10.0.0.2");
        assert_eq!(peer("127.0.0.1", &["10.0.0.2, 127.0.0.1"]), "10.0.0.2");
    }
}
