//! Following a request by its reference and code.

use crate::web::Site;
use crate::web::failure::Failure;
use crate::web::forms::Short;
use crate::web::guards::Visitor;
use crate::web::pages::form::FormErrors;
use crate::web::pages::public::find::FindRequest;
use crate::web::peer::Peer;
use rocket::http::Status;
use rocket::response::Redirect;
use rocket::response::content::RawHtml;
use rocket::{Responder, State, get, post};

/// The most characters of a reference or a code that are read.
const LONGEST: usize = 60;

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
    peer: Peer,
    typed: Short,
) -> Result<Found, Failure> {
    let Short(typed) = typed;
    visitor.check(typed.get("csrf"))?;
    let short = |name| {
        typed
            .get(name)
            .trim()
            .chars()
            .take(LONGEST)
            .collect::<String>()
    };
    let (reference, code) = (short("reference"), short("code"));
    let found = site
        .casework
        .find_by_code(&reference, &code, peer.address, site.now())
        .await?;
    if let Some(token) = found {
        return Ok(Found::Page(Redirect::to(format!("/status/{token}"))));
    }
    let page = FindRequest::not_found(&reference, &code);
    let html = site.render(&site.public(&visitor, None), &page)?;
    Ok(Found::Form((Status::UnprocessableEntity, html)))
}
