//! The form of a fees notice.

pub(super) use crate::casework::cases::actions::IssueFeesNotice;

use super::fields::{area, text};
use super::{ActionForm, Offer};
use crate::casework::Invalid;
use crate::domain::ids::MessageId;
use crate::store::CasePage as Stored;
use crate::web::failure::Failure;
use crate::web::forms::Typed;
use crate::web::pages::form::Field;
use crate::web::pages::parts::SummaryRow;
use crate::web::site::Site;

impl ActionForm for IssueFeesNotice {
    const LETTER_NEXT: bool = true;

    fn begun(site: &Site, _: &Stored, _: Option<MessageId>) -> Result<Typed, Failure> {
        let how_to_pay = &site.casework.settings.fees.how_to_pay;
        Ok(Typed::default().with("how_to_pay", &how_to_pay.join("\n")))
    }

    fn fields(typed: &Typed, offer: &Offer<'_>) -> Vec<Field> {
        vec![
            area(typed, "charges", "What is the money for?", 4).hint(format!(
                "One charge a line, in {}, with its amount at the end: \u{201c}Copies of 40 pages: 4.00\u{201d}. The fee is what they come to.",
                offer.regime.currency.units()
            )),
            area(typed, "how_to_pay", "How to pay", 3)
                .hint("One step a line. The requester reads it word for word."),
        ]
    }

    fn read(typed: &Typed) -> Result<Self, Vec<Invalid>> {
        Ok(Self {
            charges: text(typed, "charges"),
            how_to_pay: text(typed, "how_to_pay"),
        })
    }

    fn material(stored: &Stored) -> Vec<SummaryRow> {
        vec![SummaryRow::new("The request", stored.body.clone())]
    }
}
