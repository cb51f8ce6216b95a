//! Addresses nothing can be at: those with a control character in their path.

use rocket::fairing::{Fairing, Info, Kind};
use rocket::{Data, Request, uri};

/// Answers an address with a control character in its path as one nothing is at. No reference,
/// number or token has one, and PostgreSQL refuses to look for it.
pub struct PlainAddresses;

#[rocket::async_trait]
impl Fairing for PlainAddresses {
    fn info(&self) -> Info {
        Info {
            name: "Plain addresses",
            kind: Kind::Request,
        }
    }

    async fn on_request(&self, request: &mut Request<'_>, _: &mut Data<'_>) {
        let path = request.uri().path();
        let steered = path.percent_decode_lossy().chars().any(char::is_control);
        if steered {
            request.set_uri(uri!("/nothing-is-here"));
        }
    }
}
