//! The cookies: none is read by a script or sent with another site's form, and over TLS a browser
//! takes none of them from another host of the domain or from a connection without TLS.

use super::site::Site;
use chrono::TimeDelta;
use rocket::http::{Cookie, CookieJar, SameSite};
use rocket::time::Duration;
use std::borrow::Cow;

/// The session's cookie.
pub const SESSION: &str = "daylight_session";

/// The cookie that holds the token of a visitor's forms.
pub const FORMS: &str = "daylight_forms";

/// The cookie that holds what the last action did, to be shown once.
pub const FLASH: &str = "daylight_flash";

/// The value a browser sent.
#[must_use]
pub fn get<'r>(site: &Site, jar: &'r CookieJar<'_>, name: &'static str) -> Option<&'r str> {
    jar.get(&named(site, name)).map(Cookie::value)
}

/// Sets a cookie, until the browser is closed or for as long as `lasts`.
pub fn set(
    site: &Site,
    jar: &CookieJar<'_>,
    name: &'static str,
    value: String,
    lasts: Option<Duration>,
) {
    let mut cookie = built(site, name, value);
    if let Some(lasts) = lasts {
        cookie.set_max_age(lasts);
    }
    jar.add(cookie);
}

/// Sets the session's cookie for as long as the session lasts.
pub fn set_session(site: &Site, jar: &CookieJar<'_>, token: String, lasts: TimeDelta) {
    let lasts = Duration::seconds(lasts.num_seconds());
    set(site, jar, SESSION, token, Some(lasts));
}

/// Has the browser forget a cookie. What takes one away has to be as secure as what set it.
pub fn remove(site: &Site, jar: &CookieJar<'_>, name: &'static str) {
    jar.remove(built(site, name, String::new()));
}

fn built(site: &Site, name: &'static str, value: String) -> Cookie<'static> {
    Cookie::build((named(site, name), value))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(site.served_over_tls())
        .build()
}

/// The name with the prefix that binds it to this host and to TLS (RFC 6265bis, 4.1.3.2).
fn named(site: &Site, name: &'static str) -> Cow<'static, str> {
    if site.served_over_tls() {
        Cow::Owned(format!("__Host-{name}"))
    } else {
        Cow::Borrowed(name)
    }
}
