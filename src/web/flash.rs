//! What the last action did, shown once on the next page. Rocket's own cookie for it can be read
//! by scripts and set by other hosts of the domain.

use super::cookies::{self, FLASH};
use super::pages::frame::{self, FlashKind};
use super::site::Site;
use rocket::http::Status;
use rocket::outcome::Outcome;
use rocket::request::{FromRequest, Request};
use rocket::response::{self, Redirect, Responder};
use rocket::time::Duration;

/// How long it waits for its page.
const LASTS: Duration = Duration::minutes(5);

/// On to another page, which says what was done.
#[derive(Debug)]
pub struct Flash {
    to: Redirect,
    success: bool,
    text: String,
}

/// What there is to show on this page; shown, it is gone.
pub struct FlashMessage<'r> {
    kind: FlashKind,
    text: &'r str,
}

impl Flash {
    /// It was done.
    #[must_use]
    pub fn success(to: Redirect, text: impl Into<String>) -> Self {
        let text = text.into();
        Self {
            to,
            success: true,
            text,
        }
    }

    /// It was not.
    #[must_use]
    pub fn error(to: Redirect, text: impl Into<String>) -> Self {
        let text = text.into();
        Self {
            to,
            success: false,
            text,
        }
    }
}

impl<'r> Responder<'r, 'static> for Flash {
    fn respond_to(self, request: &'r Request<'_>) -> response::Result<'static> {
        let site = request.rocket().state::<Site>();
        let site = site.ok_or(Status::InternalServerError)?;
        let mark = if self.success { '+' } else { '!' };
        let value = format!("{mark}{}", self.text);
        cookies::set(site, request.cookies(), FLASH, value, Some(LASTS));
        self.to.respond_to(request)
    }
}

impl FlashMessage<'_> {
    /// As a page's frame shows it.
    #[must_use]
    pub fn shown(self) -> frame::Flash {
        frame::Flash {
            kind: self.kind,
            text: self.text.to_owned(),
        }
    }
}

#[rocket::async_trait]
impl<'r> FromRequest<'r> for FlashMessage<'r> {
    type Error = ();

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, (Status, ()), Status> {
        let site = request.rocket().state::<Site>();
        let held = site.and_then(|site| {
            let held = cookies::get(site, request.cookies(), FLASH)?;
            cookies::remove(site, request.cookies(), FLASH);
            Some(held)
        });
        let kinds = [('+', FlashKind::Success), ('!', FlashKind::Important)];
        let found = held.and_then(|held| {
            let (_, kind) = kinds
                .into_iter()
                .find(|(mark, _)| held.starts_with(*mark))?;
            Some(Self {
                kind,
                text: held.get(1..)?,
            })
        });
        match found {
            Some(message) => Outcome::Success(message),
            None => Outcome::Forward(Status::NotFound),
        }
    }
}
