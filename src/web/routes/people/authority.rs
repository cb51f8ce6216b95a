//! What is known of the authority, for managers.

use crate::casework::people::authority::{AuthorityTyped, InSettings};
use crate::web::failure::Failure;
use crate::web::flash::FlashMessage;
use crate::web::forms::{Short, Typed};
use crate::web::guards::{Desk, to};
use crate::web::laws::laws;
use crate::web::links;
use crate::web::pages::form::FormErrors;
use crate::web::pages::frame::Nav;
use crate::web::pages::parts::SummaryRow;
use crate::web::pages::people::authority::{Authority, AuthorityValues};
use crate::web::routes::answer::{Answer, on_the_form};
use crate::web::site::Site;
use rocket::http::Status;
use rocket::{State, get, post};

/// What is known of the authority.
#[get("/desk/authority")]
pub fn form(
    site: &State<Site>,
    desk: Desk<to::NameTheAuthority>,
    flash: Option<FlashMessage<'_>>,
) -> Result<Answer, Failure> {
    let known = site.casework.authority();
    let typed = AuthorityTyped {
        name: known.name.clone(),
        email: known.email.clone(),
        postal_address: known.postal_address.join("\n"),
        regime: known.regime.clone(),
    };
    let page = page(site, &typed, FormErrors::default());
    Answer::page(site, &site.desk(&desk, flash).at(Nav::People), &page)
}

/// Changes what the settings do not say.
#[post("/desk/authority", data = "<form>")]
pub async fn change(
    site: &State<Site>,
    desk: Desk<to::NameTheAuthority>,
    form: Short,
) -> Result<Answer, Failure> {
    let Short(form) = form;
    desk.check(form.get("csrf"))?;
    let typed = typed(&form);
    let changed = site
        .casework
        .change_authority(typed.clone(), desk.actor(), site.now())
        .await;
    match changed {
        Ok(()) => Ok(Answer::done(
            links::authority(),
            "The authority is saved. Letters written from now on say it.",
        )),
        Err(fault) => {
            let said = on_the_form(fault)?;
            let page = page(site, &typed, said);
            let frame = site.desk(&desk, None).at(Nav::People);
            Answer::wrong(site, &frame, &page, Status::UnprocessableEntity)
        }
    }
}

/// The authority as a form sends it.
pub(in crate::web::routes) fn typed(form: &Typed) -> AuthorityTyped {
    AuthorityTyped {
        name: form.text("authority_name"),
        email: form.text("authority_email"),
        postal_address: form.text("postal_address"),
        regime: form.text("regime"),
    }
}

/// What can be typed, as typed so far: all that the settings do not say.
pub(in crate::web::routes) fn values(site: &Site, typed: &AuthorityTyped) -> AuthorityValues {
    let set = InSettings::of(&site.casework.settings);
    let open = |set: bool, typed: &str| (!set).then(|| typed.to_owned());
    AuthorityValues {
        name: open(set.name, &typed.name),
        email: open(set.email, &typed.email),
        postal_address: open(set.postal_address, &typed.postal_address),
        regime: open(set.regime, &typed.regime),
    }
}

/// What the settings say.
pub(in crate::web::routes) fn set(site: &Site) -> Vec<SummaryRow> {
    let casework = &site.casework;
    let (set, known) = (InSettings::of(&casework.settings), casework.authority());
    let law = casework.law();
    let title = law.regimes().find(|r| r.id.as_str() == known.regime);
    let title = title.map_or_else(|| known.regime.clone(), |regime| regime.title.clone());
    [
        (set.name, "Name", known.name.clone()),
        (set.email, "Email address", known.email.clone()),
        (
            set.postal_address,
            "Postal address",
            known.postal_address.join("\n"),
        ),
        (set.regime, "Law", title),
    ]
    .into_iter()
    .filter(|(set, ..)| *set)
    .map(|(_, label, value)| SummaryRow::new(label, value))
    .collect()
}

fn page(site: &Site, typed: &AuthorityTyped, errors: FormErrors) -> Authority {
    Authority::new(
        set(site),
        &values(site, typed),
        &laws(&site.casework.law()),
        errors,
    )
}
