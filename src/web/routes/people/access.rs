//! Getting in and out: signing in, signing out, and making the first manager.

use super::authority;
use crate::casework::people::authority::AuthorityTyped;
use crate::casework::people::invited::FirstManager;
use crate::web::cookies::{self, SESSION};
use crate::web::failure::Failure;
use crate::web::flash::FlashMessage;
use crate::web::forms::{Short, Typed};
use crate::web::guards::{Desk, Visitor, to};
use crate::web::laws::laws;
use crate::web::links;
use crate::web::pages::form::{Field, FormErrors};
use crate::web::pages::frame::Nav;
use crate::web::pages::parts::SummaryRow;
use crate::web::pages::people::access::{SetUp, SignIn};
use crate::web::pages::people::authority::fields;
use crate::web::peer::Peer;
use crate::web::routes::answer::{Answer, on_the_form};
use crate::web::site::Site;
use rocket::form::Form;
use rocket::http::uri::Origin;
use rocket::http::{CookieJar, Status};
use rocket::{State, get, post};

/// The desk's first page.
#[get("/desk")]
pub fn index(desk: Desk<to::HaveAnAccount>) -> Answer {
    Answer::go(Nav::home(desk.person.role).into())
}

/// The sign-in page.
#[get("/desk/sign-in?<next>")]
pub fn sign_in_form(
    site: &State<Site>,
    visitor: Visitor,
    next: Option<&str>,
    flash: Option<FlashMessage<'_>>,
) -> Result<Answer, Failure> {
    let next = next.and_then(here);
    let page = SignIn::new("", next.as_deref(), FormErrors::default());
    Answer::page(site, &site.entrance(&visitor, flash), &page)
}

/// Signs somebody in.
#[post("/desk/sign-in", data = "<form>")]
pub async fn sign_in(
    site: &State<Site>,
    visitor: Visitor,
    peer: Peer,
    jar: &CookieJar<'_>,
    form: Short,
) -> Result<Answer, Failure> {
    let Short(form) = form;
    visitor.check(form.get("csrf"))?;
    let now = site.now();
    let email = form.get("email").trim();
    let next = form.some("next").and_then(here);
    let signed_in = site
        .casework
        .sessions()
        .sign_in(email, form.get("password"), peer.address, now)
        .await?;
    let Some(session) = signed_in else {
        let mut errors = FormErrors::default();
        errors.add("email", "The email address or the password is not right");
        let page = SignIn::new(email, next.as_deref(), errors);
        let frame = site.entrance(&visitor, None);
        return Answer::wrong(site, &frame, &page, Status::UnprocessableEntity);
    };
    let session_token = session.token.clone();
    cookies::set_session(site, jar, session.token, session.lasts);
    let to = match next {
        Some(next) => next,
        None => {
            let whose = site.casework.sessions().whose(&session_token, now).await?;
            whose.map_or_else(links::desk, |(person, _)| Nav::home(person.role).to_owned())
        }
    };
    Ok(Answer::go(to))
}

/// Signs out.
#[post("/desk/sign-out", data = "<form>")]
pub async fn sign_out(
    site: &State<Site>,
    desk: Desk<to::HaveAnAccount>,
    jar: &CookieJar<'_>,
    form: Form<Typed>,
) -> Result<Answer, Failure> {
    desk.check(form.get("csrf"))?;
    if let Some(token) = cookies::get(site, jar, SESSION) {
        site.casework.sessions().sign_out(token).await?;
    }
    cookies::remove(site, jar, SESSION);
    Ok(Answer::done(links::sign_in(), "You have signed out."))
}

/// The page where the authority is named and the first manager made.
#[get("/setup/<token>")]
pub async fn set_up_form(
    site: &State<Site>,
    visitor: Visitor,
    token: &str,
) -> Result<Answer, Failure> {
    if !site.casework.accounts().set_up_link_works(token).await? {
        return Err(Failure::NotFound);
    }
    let authority = of_authority(
        site,
        &AuthorityTyped {
            regime: site.casework.authority().regime.clone(),
            ..AuthorityTyped::default()
        },
    );
    let page = SetUp::new(token, authority, ("", ""), FormErrors::default());
    Answer::page(site, &site.entrance(&visitor, None), &page)
}

/// Keeps what was said of the authority, makes the first manager and signs them in.
#[post("/setup/<token>", data = "<form>")]
pub async fn set_up(
    site: &State<Site>,
    visitor: Visitor,
    token: &str,
    peer: Peer,
    jar: &CookieJar<'_>,
    form: Short,
) -> Result<Answer, Failure> {
    let Short(form) = form;
    visitor.check(form.get("csrf"))?;
    let now = site.now();
    let manager = FirstManager {
        name: form.text("name"),
        email: form.text("email"),
        password: form.text("password"),
    };
    let authority = authority::typed(&form);
    match site
        .casework
        .accounts()
        .set_up(token, manager, &authority, now)
        .await
    {
        Ok(id) => {
            let session = site
                .casework
                .sessions()
                .begin_session(id, peer.address, now)
                .await?;
            cookies::set_session(site, jar, session.token, session.lasts);
            Ok(Answer::done(
                links::cases(),
                "Daylight is set up and you are signed in. Invite your colleagues under People.",
            ))
        }
        Err(fault) => {
            let said = on_the_form(fault)?;
            let authority = of_authority(site, &authority);
            let typed = (form.get("name"), form.get("email"));
            let page = SetUp::new(token, authority, typed, said);
            let frame = site.entrance(&visitor, None);
            Answer::wrong(site, &frame, &page, Status::UnprocessableEntity)
        }
    }
}

/// What the settings say of the authority, and the fields of the rest as typed so far.
fn of_authority(site: &Site, typed: &AuthorityTyped) -> (Vec<SummaryRow>, Vec<Field>) {
    let values = authority::values(site, typed);
    let fields = fields(&values, &laws(&site.casework.law()));
    (authority::set(site), fields)
}

/// An address on this site as a browser is sent there, whatever characters it has: nobody is sent
/// to another site by a link. A second slash, or what browsers take for one, begins another site.
fn here(to: &str) -> Option<String> {
    let rest = to.strip_prefix('/')?;
    if rest.starts_with(['/', '\\']) || to.chars().any(char::is_control) {
        return None;
    }
    let mut address = String::with_capacity(to.len());
    for byte in to.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/?&=+%:@!$'()*,;".contains(&byte) {
            address.push(char::from(byte));
        } else {
            address.push_str(&format!("%{byte:02X}"));
        }
    }
    Origin::parse_owned(address)
        .ok()
        .map(|origin| origin.to_string())
}

#[cfg(test)]
mod tests {
    use super::here;

    #[test]
    fn after_signing_in_nobody_is_sent_to_another_site() {
        for ours in [
            "/",
            "/desk",
            "/desk/requests?stage=drafting&q=caf%C3%A9+100%25",
            "/desk?next=https://x.example//y",
        ] {
            assert_eq!(here(ours).as_deref(), Some(ours));
        }
        let odd = here("/desk/requests?q=caf\u{e9} \\ \"<#>").unwrap();
        assert_eq!(odd, "/desk/requests?q=caf%C3%A9%20%5C%20%22%3C%23%3E");
        for other in [
            "//desk.example",
            "/\\desk.example",
            "/\t/desk.example",
            "\\\\desk.example",
            "https://x.example",
            "javascript:alert(1)",
            "desk",
            "/desk\r\nSet-Cookie: a=b",
            "",
        ] {
            assert_eq!(here(other), None, "{other:?}");
        }
    }
}
