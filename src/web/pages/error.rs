//! The page shown when something cannot be done.

use super::Page;
use super::parts::Link;
use serde::Serialize;

/// Why a page cannot be shown and what to do next.
#[derive(Debug, Clone, Serialize)]
pub struct ErrorPage {
    /// The HTTP status.
    pub status: u16,
    /// What went wrong, as a heading.
    pub heading: String,
    /// One sentence that says what to do.
    pub sentence: String,
    /// Where to go from here.
    pub what_next: Vec<Link>,
}

impl ErrorPage {
    /// The page for a status, with the words that fit it.
    ///
    /// A status without words of its own is told as a fault of the service.
    #[must_use]
    pub fn of(status: u16) -> Self {
        let (heading, sentence) = match status {
            400 => (
                "We could not understand that",
                "The address or what was sent with it could not be read. Go back and try again.",
            ),
            401 => (
                "Sign in to continue",
                "This page is for the authority\u{2019}s officers. Sign in with your work email address.",
            ),
            403 => (
                "You cannot do this",
                "Your role does not allow it, or the page was open for too long. Go back, reload the page and try again.",
            ),
            404 => (
                "Page not found",
                "Check the address. If you followed a link to a request, it may have been cut in two by your mail program.",
            ),
            409 => (
                "Somebody else changed this first",
                "Reload the page to see what changed, then decide again.",
            ),
            413 => (
                "That is too large",
                "Shorten the text or send fewer pages, then try again.",
            ),
            422 => (
                "That was not done",
                "What was sent cannot be used. Go back, check it and send it again.",
            ),
            429 => ("Too many attempts", "Wait a few minutes and try again."),
            503 => (
                "The service is not available",
                "It is starting or being maintained. What you sent last may not have been kept: send it again in a few minutes; sent twice, it is taken once. What was confirmed before is not lost.",
            ),
            _ => (
                "Something went wrong",
                "It is our fault, and it has been recorded. Nothing was changed; try again in a few minutes.",
            ),
        };
        Self {
            status,
            heading: heading.into(),
            sentence: sentence.into(),
            what_next: Vec::new(),
        }
    }

    /// The same page with another sentence.
    #[must_use]
    pub fn saying(mut self, sentence: impl Into<String>) -> Self {
        self.sentence = sentence.into();
        self
    }

    /// The same page with one more way on.
    #[must_use]
    pub fn next(mut self, label: impl Into<String>, href: impl Into<String>) -> Self {
        self.what_next.push(Link::new(label, href));
        self
    }
}

impl Page for ErrorPage {
    const TEMPLATE: &'static str = "pages/error";

    fn title(&self) -> String {
        self.heading.clone()
    }

    fn samples() -> Vec<Self> {
        let mut samples: Vec<Self> = [400, 401, 403, 404, 409, 413, 422, 429, 500, 503]
            .map(Self::of)
            .into();
        samples.push(
            Self::of(404)
                .saying("There is no request FOI-2026-0099. Check the reference.")
                .next("All requests", "/desk/requests")
                .next("Make a request", "/requests/new"),
        );
        samples
    }
}
