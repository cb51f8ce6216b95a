//! The form that records that a review was asked for.

pub(super) use crate::casework::cases::actions::RequestReview;

use super::fields::{area, on, text};
use super::{ActionForm, Offer};
use crate::casework::Invalid;
use crate::domain::words;
use crate::web::forms::Typed;
use crate::web::pages::form::Field;

impl ActionForm for RequestReview {
    const LETTER_NEXT: bool = true;
    const HOLDS: Option<&'static str> = Some("points");

    fn fields(typed: &Typed, offer: &Offer<'_>) -> Vec<Field> {
        let points = "What the requester asks to be looked at again";
        let accepted = "Why it is accepted after the time to ask for it";
        vec![
            on(typed, "Day it reached the authority"),
            area(typed, "points", points, 6),
            area(typed, "accepted", accepted, 3).hint(offer.review_request_by.map_or_else(
                || "Leave it empty: the law names no time to ask for it.".to_owned(),
                |by| format!("Only where it came after {}.", words::long_date(by)),
            )),
        ]
    }

    fn read(typed: &Typed) -> Result<Self, Vec<Invalid>> {
        Ok(Self {
            points: text(typed, "points"),
            accepted: text(typed, "accepted"),
        })
    }
}
