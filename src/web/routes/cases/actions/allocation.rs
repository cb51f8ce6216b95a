//! The form that gives the case to an officer and a team.

pub(super) use crate::casework::cases::actions::Allocate;

use super::fields::one;
use super::{ActionForm, Offer};
use crate::casework::Invalid;
use crate::domain::case::Stage;
use crate::domain::ids::MessageId;
use crate::store::CasePage as Stored;
use crate::web::failure::Failure;
use crate::web::forms::Typed;
use crate::web::pages::form::{Choice, Field};
use crate::web::site::Site;

impl ActionForm for Allocate {
    const OFFERS_PEOPLE: bool = true;

    fn begun(_: &Site, stored: &Stored, _: Option<MessageId>) -> Result<Typed, Failure> {
        let case = &stored.stored.case;
        let officer = case.officer.map(|id| id.to_string()).unwrap_or_default();
        Ok(Typed::default()
            .with("officer", &officer)
            .with("team", case.team.as_deref().unwrap_or_default()))
    }

    fn fields(typed: &Typed, offer: &Offer<'_>) -> Vec<Field> {
        let mut officers = vec![Choice::new("", "Nobody yet")];
        // Whoever had a part in the answer is not offered its review.
        let reviewing = offer.case.stage() == Stage::Review && offer.review_by_others;
        let active = offer.people.iter().filter(|p| p.active);
        let active = active.filter(|p| !(reviewing && offer.case.hands.took_part(p.id)));
        officers.extend(active.map(|p| Choice::new(p.id.to_string(), p.name.clone())));
        let mut fields = vec![Field::select(
            "officer",
            "Officer",
            Choice::with_chosen(&officers, &[typed.get("officer")]),
        )];
        if !offer.teams.is_empty() {
            let mut teams = vec![Choice::new("", "No team")];
            teams.extend(offer.teams.iter().map(|t| Choice::new(t, t)));
            fields.push(Field::select(
                "team",
                "Team",
                Choice::with_chosen(&teams, &[typed.get("team")]),
            ));
        }
        fields
    }

    fn read(typed: &Typed) -> Result<Self, Vec<Invalid>> {
        let officer = typed.some("officer").map(str::parse).transpose();
        Ok(Self {
            team: typed.some("team").map(str::to_owned),
            officer: officer.map_err(|_| one("officer", "Choose an officer from the list"))?,
        })
    }
}
