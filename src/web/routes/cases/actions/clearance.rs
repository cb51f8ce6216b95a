//! The form that clears the answer: the answer as it will leave, and a button.

pub(super) use crate::casework::cases::actions::Clear;

use super::ActionForm;
use crate::casework::Invalid;
use crate::domain::case::ActionKind;
use crate::domain::regime::Regime;
use crate::store::CasePage as Stored;
use crate::web::forms::Typed;
use crate::web::pages::mail::preview::PreviewPage;
use crate::web::routes::cases::questions::decisions;

impl ActionForm for Clear {
    fn read(_: &Typed) -> Result<Self, Vec<Invalid>> {
        Ok(Self)
    }

    fn preview(page: &mut PreviewPage, stored: &Stored, regime: &Regime) {
        let clear = ActionKind::Clear;
        page.decisions = decisions(stored, regime);
        clear.title().clone_into(&mut page.submit);
        if page.goes {
            "Clear this answer for sending".clone_into(&mut page.heading);
            page.explanation = format!(
                "{} Only the dates that follow from the day it is sent will be those of that day.",
                clear.explanation(regime)
            );
        } else {
            "Clear this answer, with which no letter goes".clone_into(&mut page.heading);
        }
    }
}
