//! Who makes a request: a visitor, or somebody signed in at the desk. Every form carries the
//! token its guard holds, so that no other site can send it (OWASP: synchroniser token).

use super::cookies::{self, FORMS, SESSION};
use super::failure::Failure;
use super::peer::Peer;
use super::site::Site;
use crate::casework::people::sign_in::Person;
use crate::casework::secrets::{same, token};
use crate::domain::case::Actor;
use crate::domain::network::network;
use crate::domain::rights::Right;
use crate::domain::viewer::Viewer;
use crate::store::Store;
use rocket::http::{CookieJar, Status};
use rocket::outcome::Outcome;
use rocket::request::{FromRequest, Request};
use std::marker::PhantomData;
use std::ops::Deref;
use std::sync::Arc;

/// Anybody, signed in or not.
pub struct Visitor {
    /// What the visitor's forms carry.
    pub csrf: String,
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
pub struct AtDesk {
    /// Who it is.
    pub person: Person,
    /// That they are at the desk.
    viewer: Viewer,
}

/// Somebody signed in at the desk who has the right this takes: a route of the desk that names none
/// is not compiled.
pub struct Desk<R: Takes> {
    at_desk: AtDesk,
    right: PhantomData<R>,
}

impl<R: Takes> Deref for Desk<R> {
    type Target = AtDesk;

    fn deref(&self) -> &AtDesk {
        &self.at_desk
    }
}

/// A right as a type.
pub trait Takes: Send + Sync {
    /// The right.
    const RIGHT: Right;
}

/// The rights that routes take, each as a type: `Desk<to::ReadCases>`.
pub mod to {
    use super::{Right, Takes};

    macro_rules! rights {
        ($($right:ident),*) => {$(
            #[doc = concat!("[`Right::", stringify!($right), "`].")]
            pub struct $right;

            impl Takes for $right {
                const RIGHT: Right = Right::$right;
            }
        )*};
    }

    rights!(
        HaveAnAccount,
        ReadCases,
        ReadFigures,
        SeePeople,
        LogRequests,
        WorkOnCases,
        FileMessages,
        Correct,
        DecideTopics,
        PreparePublication,
        ManagePeople,
        NameTheAuthority
    );
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

impl AtDesk {
    /// Whoever holds the session of the browser, which is kept up by being used.
    ///
    /// # Errors
    /// [`Failure::SignInFirst`] where there is none, it has run out, or its person is none of the
    /// desk.
    async fn in_session(site: &Site, jar: &CookieJar<'_>) -> Result<Self, Failure> {
        let token = cookies::get(site, jar, SESSION).ok_or(Failure::SignInFirst)?;
        let now = site.now();
        let (person, renewed) = site
            .casework
            .sessions()
            .whose(token, now)
            .await?
            .ok_or(Failure::SignInFirst)?;
        let viewer = Viewer::of(person.actor()).ok_or(Failure::SignInFirst)?;
        if let Some(until) = renewed {
            cookies::set_session(site, jar, token.to_owned(), until - now.at);
            // The page does not wait for the writer, and is shown where nothing can be written:
            // the next page tries again.
            let casework = Arc::clone(&site.casework);
            let token = token.to_owned();
            rocket::tokio::spawn(async move {
                if let Err(fault) = casework.sessions().keep_up(&token, until).await {
                    tracing::warn!(target: "daylight", "a session was not kept up: {fault}");
                }
            });
        }
        Ok(Self { person, viewer })
    }

    /// Whether they have a right besides the one the route takes.
    #[must_use]
    pub fn may(&self, right: Right) -> bool {
        self.viewer.may(right)
    }

    /// What the desk reads.
    #[must_use]
    pub fn reads<'a>(&self, site: &'a Site) -> &'a Store {
        site.casework.reads(self.viewer)
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
        self.viewer.actor()
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
impl<'r, R: Takes> FromRequest<'r> for Desk<R> {
    type Error = ();

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, (Status, ()), Status> {
        let Some(site) = request.rocket().state::<Site>() else {
            return Outcome::Forward(Status::InternalServerError);
        };
        let right = PhantomData;
        let allowed = match AtDesk::in_session(site, request.cookies()).await {
            Ok(at_desk) => match at_desk.person.role.needs(R::RIGHT) {
                Ok(()) => Ok(Self { at_desk, right }),
                Err(not_theirs) => Err(not_theirs.into()),
            },
            Err(failure) => Err(failure),
        };
        match allowed {
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
