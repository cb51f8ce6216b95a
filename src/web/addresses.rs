//! Addresses nothing can be at: those with a control character in their path. And forms, which are
//! sent by POST alone.

use rocket::fairing::{Fairing, Info, Kind};
use rocket::http::Method;
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

/// What a form says of its own method is not heard. Rocket takes a first field `_method` for the
/// method of the request, and answers a form that says HEAD with a length and no body, for which the
/// front waits in vain.
pub struct FormsArePosted;

#[rocket::async_trait]
impl Fairing for FormsArePosted {
    fn info(&self) -> Info {
        Info {
            name: "Forms are posted",
            kind: Kind::Request,
        }
    }

    async fn on_request(&self, request: &mut Request<'_>, _: &mut Data<'_>) {
        let form = request.content_type().is_some_and(|kind| kind.is_form());
        if form && request.method() != Method::Post {
            request.set_method(Method::Post);
        }
    }
}
