//! Headers on every answer that keep a browser from doing what no page here needs.

use super::site::Site;
use rocket::fairing::{Fairing, Info, Kind};
use rocket::http::Header;
use rocket::{Request, Response};

/// Content-Security-Policy and its companions.
pub struct SecurityHeaders;

#[rocket::async_trait]
impl Fairing for SecurityHeaders {
    fn info(&self) -> Info {
        Info {
            name: "Security headers",
            kind: Kind::Response,
        }
    }

    async fn on_response<'r>(&self, request: &'r Request<'_>, response: &mut Response<'r>) {
        // As a route is found: decoded, and whatever slashes stand between.
        let path: Vec<&str> = request.uri().path().segments().collect();
        let formatted = path.first() == Some(&"desk") && path.last() == Some(&"formatted");
        // Under Mail a letter of ours is one that acknowledges a message, or is sent again.
        let sent = path.ends_with(&["requests", "formatted"])
            || path.ends_with(&["attempts", "formatted"]);
        let strangers = formatted && path.get(1) == Some(&"mail") && !sent;
        // A letter of ours, as its recipient's mail program shows it: its frame has styles of its own.
        let ours = formatted && !strangers;
        let policy = if ours {
            "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox"
        } else if strangers {
            // What a stranger formatted is words only: nothing is fetched, nothing is sent.
            "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox allow-popups"
        } else {
            "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
        };
        response.set_header(Header::new("Content-Security-Policy", policy));
        response.set_header(Header::new("X-Content-Type-Options", "nosniff"));
        // A status page's address is a secret: it is told to no other site.
        response.set_header(Header::new("Referrer-Policy", "no-referrer"));
        response.set_header(Header::new(
            "Permissions-Policy",
            "camera=(), geolocation=(), microphone=()",
        ));
        let secure = request
            .rocket()
            .state::<Site>()
            .is_some_and(Site::served_over_tls);
        if secure {
            response.set_header(Header::new("Strict-Transport-Security", "max-age=31536000"));
        }
        if path.first() != Some(&"assets") {
            response.set_header(Header::new("Cache-Control", "no-store"));
        }
    }
}
