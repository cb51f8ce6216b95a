//! Following a request by its reference and code.

use crate::casework::cases::requester::LONGEST_EMAIL;
use crate::web::Site;
use crate::web::failure::Failure;
use crate::web::flash::{Flash, FlashMessage};
use crate::web::forms::Short;
use crate::web::guards::Visitor;
use crate::web::links;
use crate::web::pages::form::FormErrors;
use crate::web::pages::public::find::FindRequest;
use crate::web::pages::public::lost_link::LostLink;
use crate::web::peer::Peer;
use crate::web::unhurried::unhurried;
use rocket::http::Status;
use rocket::response::Redirect;
use rocket::response::content::RawHtml;
use rocket::{Responder, State, get, post};
use std::sync::Arc;

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
pub fn ask(
    site: &State<Site>,
    visitor: Visitor,
    flash: Option<FlashMessage<'_>>,
) -> Result<RawHtml<String>, Failure> {
    let page = FindRequest::new("", "", FormErrors::default());
    site.render(&site.public(&visitor, flash), &page)
}

/// The form that has the link of a request's page sent again.
#[get("/requests/find/link")]
pub fn lost(site: &State<Site>, visitor: Visitor) -> Result<RawHtml<String>, Failure> {
    site.render(&site.public(&visitor, None), &LostLink::new())
}

/// Has the link sent again. The answer does not wait for what is found, so that neither what it
/// says nor how long it takes tells whether there is such a request.
#[post("/requests/find/link", data = "<typed>")]
pub async fn send_again(
    site: &State<Site>,
    visitor: Visitor,
    peer: Peer,
    typed: Short,
) -> Result<Flash, Failure> {
    let Short(typed) = typed;
    visitor.check(typed.get("csrf"))?;
    let now = site.now();
    site.casework
        .letters()
        .ask_for_link(peer.address, now)
        .await?;
    let (reference, email) = (typed.text("reference"), typed.text("email"));
    if reference.len() <= LONGEST && email.len() <= LONGEST_EMAIL {
        let casework = Arc::clone(&site.casework);
        unhurried("a link was not sent again", async move {
            casework
                .letters()
                .send_link_again(&reference, &email, now)
                .await
        });
    }
    Ok(Flash::success(
        Redirect::to(links::find_request()),
        "If we have a request with this reference and this email address, its link is on its way to that address. We send it at most once an hour, and few times a day.",
    ))
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
        .cases()
        .find_by_code(&reference, &code, peer.address, site.now())
        .await?;
    if let Some(token) = found {
        return Ok(Found::Page(Redirect::to(links::status(&token))));
    }
    let page = FindRequest::not_found(&reference, &code);
    let html = site.render(&site.public(&visitor, None), &page)?;
    Ok(Found::Form((Status::UnprocessableEntity, html)))
}
