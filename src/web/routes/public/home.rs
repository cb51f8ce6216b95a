//! The front page.

use crate::web::Site;
use crate::web::failure::Failure;
use crate::web::flash::FlashMessage;
use crate::web::guards::Visitor;
use crate::web::pages::public::home::{Home, Law};
use rocket::response::content::RawHtml;
use rocket::{State, get};

/// What can be done here, and how long an answer takes.
#[get("/")]
pub fn home(
    site: &State<Site>,
    visitor: Visitor,
    flash: Option<FlashMessage<'_>>,
) -> Result<RawHtml<String>, Failure> {
    let casework = &site.casework;
    let authority = casework.authority();
    let today = site.now().today;
    let law = casework.law();
    let default = law
        .regime(&authority.regime, today)
        .map_err(|unknown| Failure::Broken(unknown.to_string()))?;
    let page = Home {
        ready: authority.is_known(),
        authority: authority.name.clone(),
        laws: vec![Law {
            name: default.title.clone(),
            limit: default.limit.in_words(),
            section: default.limit.section.to_string(),
        }],
        email: authority.email.clone(),
        postal_address: authority.postal_address.join(", "),
    };
    site.render(&site.public(&visitor, flash), &page)
}
