//! What a route of the desk answers with.

use crate::casework::{CaseworkFault, Invalid};
use crate::domain::words;
use crate::web::failure::Failure;
use crate::web::flash::Flash;
use crate::web::pages::Page;
use crate::web::pages::form::{FORM, FormErrors};
use crate::web::pages::frame::Frame;
use crate::web::site::Site;
use rocket::Responder;
use rocket::http::{ContentType, Header, Status};
use rocket::response::Redirect;
use rocket::response::content::RawHtml;

/// A page, a page that says what is wrong, or a way on.
#[derive(Responder)]
pub enum Answer {
    /// A page.
    Page(RawHtml<String>),
    /// A page with a status that says something is wrong with what was sent.
    Wrong((Status, RawHtml<String>)),
    /// A file to keep.
    File(Box<(ContentType, String)>, Header<'static>),
    /// It was done; the next page says so.
    Done(Box<Flash>),
    /// Somewhere else, without a word.
    Go(Box<Redirect>),
}

impl Answer {
    /// A page as it is.
    ///
    /// # Errors
    /// A template that fails.
    pub fn page<P: Page>(site: &Site, frame: &Frame, page: &P) -> Result<Self, Failure> {
        Ok(Self::Page(site.render(frame, page)?))
    }

    /// A page with what is wrong.
    ///
    /// # Errors
    /// A template that fails.
    pub fn wrong<P: Page>(
        site: &Site,
        frame: &Frame,
        page: &P,
        status: Status,
    ) -> Result<Self, Failure> {
        Ok(Self::Wrong((status, site.render(frame, page)?)))
    }

    /// A file to keep under this name.
    #[must_use]
    pub fn file(text: String, kind: ContentType, name: &str) -> Self {
        let disposition = format!("attachment; filename=\"{name}\"");
        Self::File(
            Box::new((kind, text)),
            Header::new("Content-Disposition", disposition),
        )
    }

    /// It was done: on to this address, where `said` is shown once.
    #[must_use]
    pub fn done(to: String, said: impl Into<String>) -> Self {
        Self::Done(Box::new(Flash::success(Redirect::to(to), said.into())))
    }

    /// On to this address.
    #[must_use]
    pub fn go(to: String) -> Self {
        Self::Go(Box::new(Redirect::to(to)))
    }
}

/// What a form shows of a fault that is about what was typed into it; every other fault is a page of
/// its own.
///
/// # Errors
/// Those others.
pub fn on_the_form(fault: CaseworkFault) -> Result<FormErrors, Failure> {
    match fault {
        CaseworkFault::Invalid(faults) => Ok(errors(faults)),
        CaseworkFault::Refused(reason) => Ok(at_the_top(&reason)),
        CaseworkFault::NotAllowed(_)
        | CaseworkFault::NotYours(_)
        | CaseworkFault::NotSetUp
        | CaseworkFault::NotFound
        | CaseworkFault::Stale
        | CaseworkFault::Store(_)
        | CaseworkFault::Template(_)
        | CaseworkFault::TooMany(_)
        | CaseworkFault::Busy
        | CaseworkFault::Broken(_) => Err(fault.into()),
    }
}

/// A reason shown above the form; it links to the form as a whole.
#[must_use]
pub fn at_the_top(reason: &str) -> FormErrors {
    let mut errors = FormErrors::default();
    errors.add(FORM, words::sentence(reason).trim_end_matches('.'));
    errors
}

/// The faults of what was typed as a page shows them.
#[must_use]
pub fn errors(faults: Vec<Invalid>) -> FormErrors {
    let mut errors = FormErrors::default();
    for fault in faults {
        errors.add(fault.field, fault.message);
    }
    errors
}
