//! The form that sends the draft for clearance.

pub(super) use crate::casework::cases::actions::SendForClearance;

use super::fields::{area, hours, minutes, text, tick};
use super::{ActionForm, Offer};
use crate::casework::Invalid;
use crate::domain::ids::MessageId;
use crate::store::CasePage as Stored;
use crate::web::failure::Failure;
use crate::web::forms::Typed;
use crate::web::pages::form::Field;
use crate::web::site::Site;

impl ActionForm for SendForClearance {
    fn begun(_: &Site, stored: &Stored, _: Option<MessageId>) -> Result<Typed, Failure> {
        let mut written = stored.writings.iter().rev();
        let advice = written.find(|row| row.kind == "advice");
        let typed = Typed::default().with("help", advice.map_or("", |row| row.body.as_str()));
        Ok(if stored.stored.case.already_public {
            typed.with("already_public", "yes")
        } else {
            typed
        })
    }

    fn fields(typed: &Typed, _: &Offer<'_>) -> Vec<Field> {
        let help = "Advice and help, or anything else to say (optional)";
        let public = "What was asked for was public already";
        vec![
            area(typed, "help", help, 5),
            hours(typed).hint("Optional. In all, for example 2.5 or 2:30."),
            tick(typed, "already_public", "Already public", public),
        ]
    }

    fn read(typed: &Typed) -> Result<Self, Vec<Invalid>> {
        Ok(Self {
            help: text(typed, "help"),
            minutes: minutes(typed)?,
            already_public: typed.ticked("already_public"),
        })
    }
}
