//! Who makes a request: a visitor, or somebody signed in at the desk. Every form carries the
//! token its guard holds, so that no other site can send it (OWASP: synchroniser token).

use super::failure::Failure;
use super::site::Site;
use crate::casework::Moment;
use crate::casework::secrets::{hash_of, same, token};
use crate::casework::sign_in::Person;
use crate::domain::case::Actor;
use crate::store::SessionRow;
use rocket::http::{Cookie, CookieJar, SameSite, Status};
use rocket::outcome::Outcome;
use rocket::request::{FromRequest, Request};
use rocket::time::Duration;

/// The session's cookie.
pub const SESSION: &str = "daylight_session";

/// The cookie that holds the token of a visitor's forms.
const FORMS: &str = "daylight_forms";

/// Anybody, signed in or not.
pub struct Visitor {
    /// What the visitor's forms carry.
    pub csrf: String,
}

/// What somebody signed in holds, not looked up yet: for a page that reads the session with the
/// rest of what it shows, and makes a [`Desk`] of it before it shows anything.
pub struct Held {
    /// The hash of the session's token.
    pub token_hash: String,
}

/// Somebody signed in at the desk.
pub struct Desk {
    /// Who it is.
    pub person: Person,
}

impl Visitor {
    /// Refuses a form that does not carry the visitor's token.
    ///
    /// # Errors
    /// [`Failure::ForeignForm`].
    pub fn check(&self, csrf: &str) -> Result<(), Failure> {
        if same(&self.csrf, csrf) {
            Ok(())
        } else {
            Err(Failure::ForeignForm)
        }
    }
}

impl Desk {
    /// Whoever holds this session.
    ///
    /// # Errors
    /// [`Failure::SignInFirst`] where there is none or it has run out.
    pub fn of(session: Option<SessionRow>, now: Moment) -> Result<Self, Failure> {
        let person = Person::of(session, now).ok_or(Failure::SignInFirst)?;
        Ok(Self { person })
    }

    /// Refuses a form that does not carry the session's token.
    ///
    /// # Errors
    /// [`Failure::ForeignForm`].
    pub fn check(&self, csrf: &str) -> Result<(), Failure> {
        if same(&self.person.csrf, csrf) {
            Ok(())
        } else {
            Err(Failure::ForeignForm)
        }
    }

    /// The person as events name them.
    #[must_use]
    pub const fn actor(&self) -> Actor {
        Actor {
            role: self.person.role,
            person: Some(self.person.id),
        }
    }
}

#[rocket::async_trait]
impl<'r> FromRequest<'r> for Visitor {
    type Error = Failure;

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, (Status, Failure), Status> {
        if let Some(held) = request.cookies().get(FORMS)
            && held.value().len() == 52
        {
            return Outcome::Success(Self {
                csrf: held.value().to_owned(),
            });
        }
        match token() {
            Ok(csrf) => {
                request
                    .cookies()
                    .add(cookie(request, FORMS, csrf.clone(), None));
                Outcome::Success(Self { csrf })
            }
            Err(fault) => Outcome::Error((Status::InternalServerError, fault.into())),
        }
    }
}

#[rocket::async_trait]
impl<'r> FromRequest<'r> for Held {
    type Error = Failure;

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, (Status, Failure), Status> {
        match request.cookies().get(SESSION) {
            Some(session) => Outcome::Success(Self {
                token_hash: hash_of(session.value()),
            }),
            None => Outcome::Error((Status::Unauthorized, Failure::SignInFirst)),
        }
    }
}

#[rocket::async_trait]
impl<'r> FromRequest<'r> for Desk {
    type Error = Failure;

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, (Status, Failure), Status> {
        let Some(site) = request.rocket().state::<Site>() else {
            return Outcome::Forward(Status::InternalServerError);
        };
        let Some(session) = request.cookies().get(SESSION) else {
            return Outcome::Error((Status::Unauthorized, Failure::SignInFirst));
        };
        match site.casework.signed_in(session.value(), site.now()).await {
            Ok(Some(person)) => Outcome::Success(Self { person }),
            Ok(None) => Outcome::Error((Status::Unauthorized, Failure::SignInFirst)),
            Err(fault) => {
                let failure = Failure::from(fault);
                Outcome::Error((failure.status(), failure))
            }
        }
    }
}

/// A cookie no script reads and no other site's form sends.
pub fn cookie(
    request: &Request<'_>,
    name: &'static str,
    value: String,
    lasts: Option<Duration>,
) -> Cookie<'static> {
    let secure = request
        .rocket()
        .state::<Site>()
        .is_some_and(|site| site.casework.settings.web.base_url.starts_with("https://"));
    built(name, value, secure, lasts)
}

/// Sets the session's cookie.
pub fn set_session(jar: &CookieJar<'_>, site: &Site, value: String, lasts: Duration) {
    let secure = site.casework.settings.web.base_url.starts_with("https://");
    jar.add(built(SESSION, value, secure, Some(lasts)));
}

fn built(
    name: &'static str,
    value: String,
    secure: bool,
    lasts: Option<Duration>,
) -> Cookie<'static> {
    let mut cookie = Cookie::build((name, value))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(secure);
    if let Some(lasts) = lasts {
        cookie = cookie.max_age(lasts);
    }
    cookie.build()
}
