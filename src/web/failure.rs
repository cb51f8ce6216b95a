//! Failures: the one place where a fault becomes a status, a page and a line in the log.
//!
//! The log names no person and no text of a request; the page says what to do next.

use super::guards::Visitor;
use super::links;
use super::pace::Full;
use super::pages::error::ErrorPage;
use super::site::Site;
use crate::casework::{CaseworkFault, Seldom};
use crate::domain::rights::NotYours;
use crate::domain::words;
use crate::store::StoreFault;
use crate::templates::TemplateFault;
use rocket::http::Status;
use rocket::outcome::Outcome;
use rocket::request::Request;
use rocket::response::content::RawHtml;
use rocket::response::{Redirect, Responder};
use rocket::{Catcher, Either, catch, catchers};

/// How many seconds to wait where the service is not to be had at this moment.
const SOON: u64 = 5;

/// When it was said last that the database cannot be reached, that the disk is full, and that the
/// database is another one.
static UNREACHED: Seldom = Seldom::new();
static FULL: Seldom = Seldom::new();
static DISPLACED: Seldom = Seldom::new();

/// Why a request is not answered with what it asked for.
#[derive(Debug)]
pub enum Failure {
    /// There is nothing at this address.
    NotFound,
    /// Nobody is signed in.
    SignInFirst,
    /// The person's role does not allow it.
    Forbidden(String),
    /// The form does not carry the token of whoever sends it.
    ForeignForm,
    /// The form shows the case as it was.
    Stale,
    /// It cannot be done, for the reason given.
    Refused(String),
    /// Nobody has said yet for which public authority this works.
    NotSetUp,
    /// Too many tries; after how many seconds one more is taken.
    TooMany(u64),
    /// Too many people at once.
    Busy,
    /// As many documents are being sent as can be.
    Crowded,
    /// The database cannot be reached.
    Unavailable,
    /// The disk takes nothing more.
    DiskFull,
    /// The database file is not where it was.
    Displaced,
    /// A row of the database that no Daylight wrote: its table, its column and which it is.
    Damaged(String),
    /// A fault in the program.
    Broken(String),
}

impl Failure {
    /// The status of the answer.
    #[must_use]
    pub const fn status(&self) -> Status {
        match self {
            Self::NotFound => Status::NotFound,
            Self::SignInFirst => Status::Unauthorized,
            Self::Forbidden(_) | Self::ForeignForm => Status::Forbidden,
            Self::Stale => Status::Conflict,
            Self::Refused(_) => Status::UnprocessableEntity,
            Self::TooMany(_) => Status::TooManyRequests,
            Self::NotSetUp
            | Self::Busy
            | Self::Crowded
            | Self::Unavailable
            | Self::DiskFull
            | Self::Displaced => Status::ServiceUnavailable,
            Self::Damaged(_) | Self::Broken(_) => Status::InternalServerError,
        }
    }

    /// The failure of a guard, as it is answered.
    pub fn of_guard<S>(self, request: &Request<'_>) -> Outcome<S, (Status, ()), Status> {
        let status = self.status();
        request.local_cache(|| Kept(Some(self)));
        Outcome::Error((status, ()))
    }

    /// After how many seconds it can be tried again, where that is known (RFC 9110 10.2.3).
    const fn retry_after(&self) -> Option<u64> {
        match self {
            Self::TooMany(seconds) => Some(*seconds),
            Self::Busy | Self::Crowded | Self::Unavailable => Some(SOON),
            Self::NotFound
            | Self::SignInFirst
            | Self::Forbidden(_)
            | Self::ForeignForm
            | Self::Stale
            | Self::Refused(_)
            | Self::NotSetUp
            | Self::DiskFull
            | Self::Displaced
            | Self::Damaged(_)
            | Self::Broken(_) => None,
        }
    }

    fn page(&self) -> ErrorPage {
        let page = ErrorPage::of(self.status().code);
        match self {
            Self::ForeignForm => page.saying(
                "The form had been open too long, or it was not sent from this site. Go back, load the page again and send it once more.",
            ),
            Self::DiskFull => page.saying(
                "Nothing can be saved at the moment, because the disk of this service is full or fails. What you sent has not been kept: keep a copy and send it again later.",
            ),
            Self::Displaced => page.saying(
                "Nothing can be saved at the moment, because the records of this service were moved. What you sent has not been kept: keep a copy and send it again later.",
            ),
            Self::Damaged(what) => page.saying(format!(
                "The record is damaged, and nothing is shown in place of what it should say. Tell whoever runs this service: {what}."
            )),
            Self::Refused(reason) | Self::Forbidden(reason) => page.saying(words::sentence(reason)),
            Self::NotSetUp => page.saying(
                "This service is still being set up: the public authority\u{2019}s name and addresses are not known yet, so nothing can be sent to it or in its name. Nothing has been kept.",
            ),
            Self::TooMany(seconds) => {
                let minutes = usize::try_from(seconds.div_ceil(60)).unwrap_or(usize::MAX);
                let minutes = words::count(minutes, "minute");
                page.saying(format!("Wait {minutes} and try again."))
            }
            Self::Busy => page.saying(
                "Too many people are sending something at this moment, and what you sent has not been kept. Wait a few seconds and send it again.",
            ),
            Self::Crowded => page.saying(
                "Too many documents are being downloaded at this moment. Wait until those you have begun are complete, or a few seconds, and try again.",
            ),
            Self::NotFound
            | Self::SignInFirst
            | Self::Stale
            | Self::Unavailable
            | Self::Broken(_) => page,
        }
    }
}

impl From<CaseworkFault> for Failure {
    fn from(fault: CaseworkFault) -> Self {
        match fault {
            CaseworkFault::NotFound => Self::NotFound,
            CaseworkFault::Stale => Self::Stale,
            CaseworkFault::Invalid(_) | CaseworkFault::Refused(_) => {
                Self::Refused(fault.to_string())
            }
            CaseworkFault::NotAllowed(refusal) => Self::Refused(refusal.to_string()),
            CaseworkFault::NotYours(not_theirs) => not_theirs.into(),
            CaseworkFault::TooMany(wait) => {
                Self::TooMany(u64::try_from(wait.num_seconds()).unwrap_or(0) + 1)
            }
            CaseworkFault::Busy => Self::Busy,
            CaseworkFault::NotSetUp => Self::NotSetUp,
            CaseworkFault::Store(fault) => fault.into(),
            CaseworkFault::Template(fault) => fault.into(),
            CaseworkFault::Broken(text) => Self::Broken(text),
        }
    }
}

impl From<NotYours> for Failure {
    fn from(not_theirs: NotYours) -> Self {
        Self::Forbidden(not_theirs.to_string())
    }
}

impl From<StoreFault> for Failure {
    fn from(fault: StoreFault) -> Self {
        match fault {
            StoreFault::Stale => Self::Stale,
            StoreFault::Unavailable(text) => {
                if UNREACHED.is_time() {
                    tracing::error!(target: "daylight", "the database cannot be reached: {text}");
                }
                Self::Unavailable
            }
            StoreFault::Disk(text) | StoreFault::ReadOnly(text) | StoreFault::ReadsAlone(text) => {
                if FULL.is_time() {
                    tracing::error!(target: "daylight", "the disk takes nothing more: {text}");
                }
                Self::DiskFull
            }
            StoreFault::Replaced(_) | StoreFault::Gone(_) | StoreFault::LogGone(_) => {
                if DISPLACED.is_time() {
                    tracing::error!(target: "daylight", "{fault}");
                }
                Self::Displaced
            }
            StoreFault::Damaged(what) => Self::Damaged(what),
            other @ (StoreFault::Newer(_)
            | StoreFault::Served(_)
            | StoreFault::Duplicate
            | StoreFault::Failed(_)) => Self::Broken(other.to_string()),
        }
    }
}

impl From<TemplateFault> for Failure {
    fn from(fault: TemplateFault) -> Self {
        Self::Broken(fault.to_string())
    }
}

impl From<Full> for Failure {
    fn from(_: Full) -> Self {
        Self::Busy
    }
}

/// What a guard failed with, kept for the catcher: Rocket passes on nothing but its status.
struct Kept(Option<Failure>);

impl<'r> Responder<'r, 'static> for Failure {
    fn respond_to(self, request: &'r Request<'_>) -> rocket::response::Result<'static> {
        (&self).respond_to(request)
    }
}

impl<'r> Responder<'r, 'static> for &Failure {
    fn respond_to(self, request: &'r Request<'_>) -> rocket::response::Result<'static> {
        if let Failure::Broken(text) | Failure::Damaged(text) = self {
            tracing::error!(target: "daylight", method = %request.method(), "a request failed: {text}");
        }
        if matches!(self, Failure::SignInFirst) {
            return sign_in(request).respond_to(request);
        }
        let mut response = answer(request, self.status(), &self.page())?.respond_to(request)?;
        if let Some(seconds) = self.retry_after() {
            response.set_raw_header("Retry-After", seconds.to_string());
        }
        Ok(response)
    }
}

/// The catchers of what no route answers.
#[must_use]
pub fn catchers() -> Vec<Catcher> {
    catchers![any]
}

#[catch(default)]
fn any<'r>(
    status: Status,
    request: &'r Request<'_>,
) -> Either<&'r Failure, Result<(Status, RawHtml<String>), Status>> {
    match &request.local_cache(|| Kept(None)).0 {
        Some(failure) => Either::Left(failure),
        None => {
            let status = of_address(request, status);
            Either::Right(answer(request, status, &ErrorPage::of(status.code)))
        }
    }
}

/// What no route answers: where a part of an address is no identifier of ours, there is no such
/// page, though Rocket says that it cannot be processed.
fn of_address(request: &Request<'_>, status: Status) -> Status {
    let asked = matches!(
        request.method(),
        rocket::http::Method::Get | rocket::http::Method::Head
    );
    if asked && status == Status::UnprocessableEntity {
        Status::NotFound
    } else {
        status
    }
}

/// To the sign-in page, and from there back to where the person was going.
fn sign_in(request: &Request<'_>) -> Redirect {
    let asked = request.uri().to_string();
    if request.method() == rocket::http::Method::Get && asked != links::desk() {
        let next = rocket::http::RawStr::new(&asked).percent_encode();
        Redirect::to(format!("{}?next={next}", links::sign_in()))
    } else {
        Redirect::to(links::sign_in())
    }
}

fn answer(
    request: &Request<'_>,
    status: Status,
    page: &ErrorPage,
) -> Result<(Status, RawHtml<String>), Status> {
    let site = request.rocket().state::<Site>().ok_or(status)?;
    // An error page has no form, so its frame needs no token.
    let visitor = Visitor {
        csrf: String::new(),
    };
    let frame = if request.uri().path().starts_with("/desk/") {
        site.entrance(&visitor, None)
    } else {
        site.public(&visitor, None)
    };
    let page = with_ways_on(request, status, page.clone());
    let html = site.render(&frame, &page).map_err(|_| status)?;
    Ok((status, html))
}

/// Where to go from here: at the desk back to the case or the requests, and from an unknown address
/// of the public to the start.
fn with_ways_on(request: &Request<'_>, status: Status, page: ErrorPage) -> ErrorPage {
    let path = request.uri().path().as_str();
    let Some(desk) = path.strip_prefix("/desk/") else {
        return if status == Status::NotFound {
            page.next("Go to the start page", "/")
        } else {
            page
        };
    };
    let reference = desk
        .strip_prefix("requests/")
        .and_then(|rest| rest.split_once('/'))
        .map(|(reference, _)| reference);
    match reference.filter(|_| status != Status::NotFound) {
        Some(reference) => page.next(format!("Go back to {reference}"), links::case(reference)),
        None if status == Status::Forbidden => page.next("Go to your first page", links::desk()),
        None => page.next("Go to the requests", links::cases()),
    }
}
