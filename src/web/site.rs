//! What every route is given: the use cases, the time, and how a page is rendered.

use super::downloads::Downloads;
use super::failure::Failure;
use super::flash::FlashMessage;
use super::guards::{AtDesk, Visitor};
use super::pace::Pace;
use super::pages::Page;
use super::pages::frame::{Frame, Person};
use super::views;
use crate::casework::{Casework, Moment};
use crate::domain::rights::Right;
use chrono::{DateTime, Utc};
use rocket::response::content::RawHtml;
use std::sync::Arc;

/// Tells the time; a test gives one that stands still.
pub type Clock = Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>;

/// What every route is given.
pub struct Site {
    /// The use cases.
    pub casework: Arc<Casework>,
    /// The time.
    pub clock: Clock,
    /// Whether this is a generated authority to try Daylight with.
    pub demo: bool,
    /// How fast forms of the public are taken.
    pub pace: Pace,
    /// The documents that are being sent.
    pub downloads: Arc<Downloads>,
}

impl Site {
    /// The moment of a request.
    #[must_use]
    pub fn now(&self) -> Moment {
        self.casework.moment((self.clock)())
    }

    /// Whether browsers reach this site over TLS.
    #[must_use]
    pub fn served_over_tls(&self) -> bool {
        self.casework.settings.web.base_url.starts_with("https://")
    }

    /// The frame of a public page.
    #[must_use]
    pub fn public(&self, visitor: &Visitor, flash: Option<FlashMessage<'_>>) -> Frame {
        let mut frame = Frame::public(self.casework.authority().heading(), &visitor.csrf);
        self.finish(&mut frame, flash);
        frame
    }

    /// The frame of a desk page before anybody has signed in.
    #[must_use]
    pub fn entrance(&self, visitor: &Visitor, flash: Option<FlashMessage<'_>>) -> Frame {
        let mut frame = self.public(visitor, flash);
        frame.side = super::pages::frame::Side::Desk;
        frame
    }

    /// The frame of a desk page.
    #[must_use]
    pub fn desk(&self, desk: &AtDesk, flash: Option<FlashMessage<'_>>) -> Frame {
        let person = Person {
            name: desk.person.name.clone(),
            role: desk.person.role,
        };
        let mut frame = Frame::desk(
            self.casework.authority().heading(),
            &desk.person.csrf,
            person,
        );
        frame.unknown_authority = !self.casework.authority().is_known();
        frame.mail_to_files = self.casework.mail_to_files();
        if desk.may(Right::Oversee) {
            frame.outbox_held = self.casework.outbox().outbox_was_held();
            frame.overdue_jobs = self.casework.overdue_jobs(self.now().at);
        }
        self.finish(&mut frame, flash);
        frame
    }

    fn finish(&self, frame: &mut Frame, flash: Option<FlashMessage<'_>>) {
        frame.demo = self.demo;
        frame.extra_stylesheet = self
            .casework
            .settings
            .authority
            .stylesheet
            .as_ref()
            .map(|_| "/assets/authority.css".to_owned());
        frame.flash = flash.map(FlashMessage::shown);
    }

    /// A page as HTML.
    ///
    /// # Errors
    /// A template that fails: a fault in the program.
    pub fn render<P: Page>(&self, frame: &Frame, page: &P) -> Result<RawHtml<String>, Failure> {
        Ok(RawHtml(views::render(
            &self.casework.templates,
            frame,
            page,
        )?))
    }
}
