//! The form that says which limit applies.

pub(super) use crate::casework::cases::actions::ChooseVariant;

use super::{ActionForm, Offer};
use crate::casework::Invalid;
use crate::domain::ids::MessageId;
use crate::domain::regime::Limit;
use crate::domain::words;
use crate::store::CasePage as Stored;
use crate::web::failure::Failure;
use crate::web::forms::Typed;
use crate::web::pages::form::{Choice, Field};
use crate::web::site::Site;

impl ActionForm for ChooseVariant {
    fn begun(_: &Site, stored: &Stored, _: Option<MessageId>) -> Result<Typed, Failure> {
        let variant = stored.stored.case.variant.as_deref();
        Ok(Typed::default().with("variant", variant.unwrap_or_default()))
    }

    fn fields(typed: &Typed, offer: &Offer<'_>) -> Vec<Field> {
        let regime = offer.regime;
        let label = |limit: &Limit, title: &str| {
            format!("{title}: {} ({})", limit.in_words(), limit.section)
        };
        let mut choices = vec![Choice::new("", label(&regime.limit, "Every other request"))];
        choices.extend(regime.variants.iter().map(|v| {
            Choice::new(
                v.id.clone(),
                label(&v.limit, words::sentence(&v.title).trim_end_matches('.')),
            )
        }));
        vec![Field::radios(
            "variant",
            "Time limit",
            Choice::with_chosen(&choices, &[typed.get("variant")]),
        )]
    }

    fn read(typed: &Typed) -> Result<Self, Vec<Invalid>> {
        Ok(Self {
            variant: typed.some("variant").map(str::to_owned),
        })
    }
}
