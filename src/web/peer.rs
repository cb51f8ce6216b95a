//! Whoever is at the other end of the connection.

use rocket::outcome::Outcome;
use rocket::request::{FromRequest, Request};
use std::convert::Infallible;
use std::net::{IpAddr, Ipv4Addr};

/// Whoever is at the other end of the connection.
pub struct Peer {
    /// Their address.
    pub address: IpAddr,
}

#[rocket::async_trait]
impl<'r> FromRequest<'r> for Peer {
    type Error = Infallible;

    async fn from_request(request: &'r Request<'_>) -> rocket::request::Outcome<Self, Infallible> {
        let remote = request.remote().map(|remote| remote.ip());
        Outcome::Success(Self {
            address: remote.unwrap_or(IpAddr::V4(Ipv4Addr::LOCALHOST)),
        })
    }
}
