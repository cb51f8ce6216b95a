//! The form that sends the answer: the answer as it was cleared, and a button.

pub(super) use crate::casework::cases::actions::Answer;

use super::ActionForm;
use crate::casework::Invalid;
use crate::domain::regime::Regime;
use crate::store::CasePage as Stored;
use crate::web::failure::Failure;
use crate::web::forms::Typed;
use crate::web::guards::AtDesk;
use crate::web::pages::cases::action::ActionPage;
use crate::web::pages::mail::preview::PreviewPage;
use crate::web::routes::cases::questions::decisions;
use crate::web::site::Site;

/// What whoever sends an answer is told with which no letter goes (FOIA s.17(6)).
const NO_LETTER: &str = "The answer is recorded as it was cleared, and no letter goes: a notice was given for an earlier request. The clock ends today.";

/// What is said once a request was answered without a letter.
const NO_LETTER_WENT: &str = "The request is closed; no letter goes to the requester.";

impl ActionForm for Answer {
    fn read(_: &Typed) -> Result<Self, Vec<Invalid>> {
        Ok(Self)
    }

    fn furnish(page: &mut ActionPage, _: &Site, stored: &Stored) {
        if stored.stored.case.needs_no_notice() {
            NO_LETTER.clone_into(&mut page.explanation);
        }
    }

    fn preview(page: &mut PreviewPage, stored: &Stored, regime: &Regime) {
        page.decisions = decisions(stored, regime);
    }

    async fn done(
        site: &Site,
        desk: &AtDesk,
        reference: &str,
    ) -> Result<Option<&'static str>, Failure> {
        let stored = desk.reads(site).cases().case_page(reference).await?;
        let silent = stored.is_some_and(|stored| stored.stored.case.needs_no_notice());
        Ok(silent.then_some(NO_LETTER_WENT))
    }
}
