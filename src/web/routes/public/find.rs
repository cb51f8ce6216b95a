//! Following a request by its reference and code.

use crate::web::Site;
use crate::web::failure::Failure;
use crate::web::forms::Typed;
use crate::web::guards::Visitor;
use crate::web::pages::form::FormErrors;
use crate::web::pages::public::find::FindRequest;
use rocket::form::Form;
use rocket::http::Status;
use rocket::response::Redirect;
use rocket::response::content::RawHtml;
use rocket::{Responder, State, get, post};

/// To the status page, or the form again.
#[derive(Responder)]
#[expect(
    clippy::large_enum_variant,
    reason = "one is made for each answer and sent at once"
)]
pub enum Found {
    /// The pair was right.
    Page(Redirect),
    /// It was not.
    Form((Status, RawHtml<String>)),
}

/// The form.
#[get("/requests/find")]
pub fn ask(site: &State<Site>, visitor: Visitor) -> Result<RawHtml<String>, Failure> {
    let page = FindRequest::new("", "", FormErrors::default());
    site.render(&site.public(&visitor, None), &page)
}

/// Opens the status page. A wrong code and an unknown reference are answered alike.
#[post("/requests/find", data = "<typed>")]
pub async fn find(
    site: &State<Site>,
    visitor: Visitor,
    typed: Form<Typed>,
) -> Result<Found, Failure> {
    visitor.check(typed.get("csrf"))?;
    let now = site.now().at;
    let reference: String = typed.get("reference").trim().chars().take(60).collect();
    let tried = format!("code {}", reference.to_uppercase());
    if !site.throttle.allows(&tried, now) {
        return Err(Failure::TooMany);
    }
    if let Some(token) = site
        .casework
        .find_by_code(&reference, typed.get("code"))
        .await?
    {
        return Ok(Found::Page(Redirect::to(format!("/status/{token}"))));
    }
    site.throttle.wrong(&tried, now);
    let page = FindRequest::not_found(&reference, typed.get("code"));
    let html = site.render(&site.public(&visitor, None), &page)?;
    Ok(Found::Form((Status::UnprocessableEntity, html)))
}
