//! Passwords: chosen by a link that works once, changed, and asked for again.

use crate::casework::cases::requester::LONGEST_EMAIL;
use crate::casework::secrets::hash_of;
use crate::web::cookies::{self, SESSION};
use crate::web::failure::Failure;
use crate::web::flash::FlashMessage;
use crate::web::forms::Short;
use crate::web::guards::{Desk, Visitor, to};
use crate::web::links;
use crate::web::pages::form::FormErrors;
use crate::web::pages::people::account::{ChangePassword, ChoosePassword, Forgotten};
use crate::web::peer::Peer;
use crate::web::routes::answer::{Answer, on_the_form};
use crate::web::site::Site;
use crate::web::unhurried::unhurried;
use rocket::http::{CookieJar, Status};
use rocket::{State, get, post};
use std::sync::Arc;

/// The form that has a link sent.
#[get("/desk/forgotten")]
pub fn forgotten_form(site: &State<Site>, visitor: Visitor) -> Result<Answer, Failure> {
    Answer::page(site, &site.entrance(&visitor, None), &Forgotten::new())
}

/// Has a link sent; what is said is the same whether anybody has the address.
#[post("/desk/forgotten", data = "<form>")]
pub async fn forgotten(
    site: &State<Site>,
    visitor: Visitor,
    peer: Peer,
    form: Short,
) -> Result<Answer, Failure> {
    let Short(form) = form;
    visitor.check(form.get("csrf"))?;
    let now = site.now();
    site.casework
        .letters()
        .ask_for_link(peer.address, now)
        .await?;
    let email = form.get("email").trim().to_lowercase();
    if email.len() <= LONGEST_EMAIL {
        let casework = Arc::clone(&site.casework);
        unhurried("a link to choose a password was not sent", async move {
            casework
                .accounts()
                .forgotten(&email, peer.address, now)
                .await
        });
    }
    Ok(Answer::done(
        links::sign_in(),
        "If somebody at the desk signs in with this address, a link is on its way to it. It works for an hour; no second one is sent within that hour, and few in a day.",
    ))
}

/// The page where a password is chosen.
#[get("/password/<token>")]
pub async fn choose_form(
    site: &State<Site>,
    visitor: Visitor,
    token: &str,
) -> Result<Answer, Failure> {
    let page = choosing(site, token, FormErrors::default()).await?;
    Answer::page(site, &site.entrance(&visitor, None), &page)
}

/// Chooses a password.
#[post("/password/<token>", data = "<form>")]
pub async fn choose(
    site: &State<Site>,
    visitor: Visitor,
    token: &str,
    form: Short,
) -> Result<Answer, Failure> {
    let Short(form) = form;
    visitor.check(form.get("csrf"))?;
    let chosen = site
        .casework
        .accounts()
        .choose_password(token, form.get("password"), site.now())
        .await;
    match chosen {
        Ok(()) => Ok(Answer::done(
            links::sign_in(),
            "Your password is chosen. Sign in with it.",
        )),
        Err(fault) => {
            let said = on_the_form(fault)?;
            let page = choosing(site, token, said).await?;
            let frame = site.entrance(&visitor, None);
            Answer::wrong(site, &frame, &page, Status::UnprocessableEntity)
        }
    }
}

/// The form of somebody signed in.
#[get("/desk/password")]
pub fn change_form(
    site: &State<Site>,
    desk: Desk<to::HaveAnAccount>,
    flash: Option<FlashMessage<'_>>,
) -> Result<Answer, Failure> {
    let page = ChangePassword::new(FormErrors::default());
    Answer::page(site, &site.desk(&desk, flash), &page)
}

/// Changes the password of whoever is signed in.
#[post("/desk/password", data = "<form>")]
pub async fn change(
    site: &State<Site>,
    desk: Desk<to::HaveAnAccount>,
    peer: Peer,
    jar: &CookieJar<'_>,
    form: Short,
) -> Result<Answer, Failure> {
    let Short(form) = form;
    desk.check(form.get("csrf"))?;
    let session = cookies::get(site, jar, SESSION).map(hash_of);
    let session = session.unwrap_or_default();
    let typed = (form.get("present"), form.get("password"));
    let changed = site
        .casework
        .accounts()
        .change_password(desk.person.id, typed, &session, peer.address, site.now())
        .await;
    match changed {
        Ok(()) => Ok(Answer::done(
            links::own_password(),
            "Your password is changed, and you are signed out everywhere but here.",
        )),
        Err(fault) => {
            let said = on_the_form(fault)?;
            let page = ChangePassword::new(said);
            let frame = site.desk(&desk, None);
            Answer::wrong(site, &frame, &page, Status::UnprocessableEntity)
        }
    }
}

async fn choosing(site: &Site, token: &str, errors: FormErrors) -> Result<ChoosePassword, Failure> {
    let link = site
        .casework
        .accounts()
        .password_link(token, site.now())
        .await?;
    let link = link.ok_or(Failure::NotFound)?;
    Ok(ChoosePassword::new(token, link.name, errors))
}
