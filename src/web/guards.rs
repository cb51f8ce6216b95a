//! Who makes a request: a visitor, or somebody signed in at the desk. Every form carries the
//! token its guard holds, so that no other site can send it (OWASP: synchroniser token).

use super::cookies::{self, FORMS, SESSION};
use super::failure::Failure;
use super::peer::Peer;
use super::site::Site;
use crate::casework::people::sign_in::Person;
use crate::casework::secrets::{hash_of, same, token};
use crate::domain::case::Actor;
use crate::domain::network::network;
use crate::store::SessionRow;
use rocket::http::{CookieJar, Status};
use rocket::outcome::Outcome;
use rocket::request::{FromRequest, Request};
use std::sync::Arc;

/// Anybody, signed in or not.
pub struct Visitor {
    /// What the visitor's forms carry.
    pub csrf: String,
}

/// What somebody signed in holds, not looked up yet: for a page that reads the session with the
/// rest of what it shows, and makes a [`Desk`] of it before it shows anything.
pub struct Held<'r> {
    /// The hash of the session's token.
    pub token_hash: String,
    token: &'r str,
    jar: &'r CookieJar<'r>,
}

/// Who reads what is published.
pub struct Reader {
    /// What tells one reader from another: where they come from.
    pub address: String,
    /// Whether it is somebody with a browser that has been here before. Programs that follow
    /// links keep no cookies.
    pub counts: bool,
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

impl Held<'_> {
    /// Whoever holds this session, which is kept up by being used.
    ///
    /// # Errors
    /// [`Failure::SignInFirst`] where there is none or it has run out.
    pub fn desk(self, site: &Site, session: Option<SessionRow>) -> Result<Desk, Failure> {
        let now = site.now();
        let session =
            session.filter(|one| site.casework.sessions().can_last_until(now, one.expires_at));
        let ends = session.as_ref().map(|session| session.expires_at);
        let person = Person::of(session, now).ok_or(Failure::SignInFirst)?;
        if let Some(until) = ends.and_then(|ends| site.casework.sessions().renewed(now, ends)) {
            cookies::set_session(site, self.jar, self.token.to_owned(), until - now.at);
            // The page does not wait for the writer, and is shown where nothing can be written:
            // the next page tries again.
            let casework = Arc::clone(&site.casework);
            rocket::tokio::spawn(async move {
                if let Err(fault) = casework.sessions().keep_up(&self.token_hash, until).await {
                    tracing::warn!(target: "daylight", "a session was not kept up: {fault}");
                }
            });
        }
        Ok(Desk { person })
    }
}

impl Desk {
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
    type Error = ();

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, (Status, ()), Status> {
        let Some(site) = request.rocket().state::<Site>() else {
            return Outcome::Forward(Status::InternalServerError);
        };
        let jar = request.cookies();
        if let Some(held) = forms_token(site, jar) {
            return Outcome::Success(Self {
                csrf: held.to_owned(),
            });
        }
        match token() {
            Ok(csrf) => {
                cookies::set(site, jar, FORMS, csrf.clone(), None);
                Outcome::Success(Self { csrf })
            }
            Err(fault) => Failure::from(fault).of_guard(request),
        }
    }
}

#[rocket::async_trait]
impl<'r> FromRequest<'r> for Held<'r> {
    type Error = ();

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, (Status, ()), Status> {
        let Some(site) = request.rocket().state::<Site>() else {
            return Outcome::Forward(Status::InternalServerError);
        };
        let jar = request.cookies();
        match cookies::get(site, jar, SESSION) {
            Some(token) => Outcome::Success(Self {
                token_hash: hash_of(token),
                token,
                jar,
            }),
            None => Failure::SignInFirst.of_guard(request),
        }
    }
}

#[rocket::async_trait]
impl<'r> FromRequest<'r> for Desk {
    type Error = ();

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, (Status, ()), Status> {
        let Some(site) = request.rocket().state::<Site>() else {
            return Outcome::Forward(Status::InternalServerError);
        };
        let held = match Held::from_request(request).await {
            Outcome::Success(held) => held,
            Outcome::Error(error) => return Outcome::Error(error),
            Outcome::Forward(status) => return Outcome::Forward(status),
        };
        let session = site.casework.store.people().session(&held.token_hash).await;
        let desk = session.map_err(Failure::from);
        match desk.and_then(|session| held.desk(site, session)) {
            Ok(desk) => Outcome::Success(desk),
            Err(failure) => failure.of_guard(request),
        }
    }
}

#[rocket::async_trait]
impl<'r> FromRequest<'r> for Reader {
    type Error = ();

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, (Status, ()), Status> {
        let Some(site) = request.rocket().state::<Site>() else {
            return Outcome::Forward(Status::InternalServerError);
        };
        let peer = Peer::of_request(request);
        Outcome::Success(Self {
            address: network(peer.address).to_string(),
            counts: forms_token(site, request.cookies()).is_some(),
        })
    }
}

/// The token of a visitor's forms that the browser holds.
fn forms_token<'r>(site: &Site, jar: &'r CookieJar<'_>) -> Option<&'r str> {
    cookies::get(site, jar, FORMS).filter(|held| held.len() == 52)
}
