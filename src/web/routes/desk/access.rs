//! Getting in and out: signing in, signing out, and making the first manager.

use super::answer::{Answer, errors};
use crate::casework::CaseworkFault;
use crate::casework::people::PersonToAdd;
use crate::casework::sign_in::SignedIn;
use crate::domain::role::Role;
use crate::web::failure::Failure;
use crate::web::forms::{Short, Typed};
use crate::web::guards::{Desk, SESSION, Visitor, set_session};
use crate::web::pages::access::{SetUp, SignIn};
use crate::web::pages::form::FormErrors;
use crate::web::peer::Peer;
use crate::web::site::Site;
use rocket::form::Form;
use rocket::http::{Cookie, CookieJar, Status};
use rocket::request::FlashMessage;
use rocket::{State, get, post};

/// The desk's first page.
#[get("/desk")]
pub fn index(_desk: Desk) -> Answer {
    Answer::go("/desk/requests".into())
}

/// The sign-in page.
#[get("/desk/sign-in?<next>")]
pub fn sign_in_form(
    site: &State<Site>,
    visitor: Visitor,
    next: Option<&str>,
    flash: Option<FlashMessage<'_>>,
) -> Result<Answer, Failure> {
    let page = SignIn::new("", next.filter(|to| is_ours(to)), FormErrors::default());
    Answer::page(site, &site.entrance(&visitor, flash), &page)
}

/// Signs somebody in.
#[post("/desk/sign-in", data = "<form>")]
pub async fn sign_in(
    site: &State<Site>,
    visitor: Visitor,
    peer: Peer,
    jar: &CookieJar<'_>,
    form: Short<Typed>,
) -> Result<Answer, Failure> {
    let Short(form) = form;
    visitor.check(form.get("csrf"))?;
    let now = site.now();
    let email = form.get("email").trim();
    let next = form.some("next").filter(|to| is_ours(to));
    let signed_in = site
        .casework
        .sign_in(email, form.get("password"), peer.address, now)
        .await?;
    let Some(session) = signed_in else {
        let mut errors = FormErrors::default();
        errors.add("email", "The email address or the password is not right");
        let page = SignIn::new(email, next, errors);
        let frame = site.entrance(&visitor, None);
        return Answer::wrong(site, &frame, &page, Status::UnprocessableEntity);
    };
    begin(site, jar, session);
    Ok(Answer::go(next.unwrap_or("/desk/requests").to_owned()))
}

/// Signs out.
#[post("/desk/sign-out", data = "<form>")]
pub async fn sign_out(
    site: &State<Site>,
    desk: Desk,
    jar: &CookieJar<'_>,
    form: Form<Typed>,
) -> Result<Answer, Failure> {
    desk.check(form.get("csrf"))?;
    if let Some(session) = jar.get(SESSION) {
        site.casework.sign_out(session.value()).await?;
    }
    jar.remove(Cookie::build(SESSION).path("/"));
    Ok(Answer::done("/desk/sign-in".into(), "You have signed out."))
}

/// The page where the first manager is made.
#[get("/setup/<token>")]
pub async fn set_up_form(
    site: &State<Site>,
    visitor: Visitor,
    token: &str,
) -> Result<Answer, Failure> {
    if !site.casework.set_up_link_works(token).await? {
        return Err(Failure::NotFound);
    }
    let page = SetUp::new(token, "", "", FormErrors::default());
    Answer::page(site, &site.entrance(&visitor, None), &page)
}

/// Makes the first manager and signs them in.
#[post("/setup/<token>", data = "<form>")]
pub async fn set_up(
    site: &State<Site>,
    visitor: Visitor,
    token: &str,
    peer: Peer,
    jar: &CookieJar<'_>,
    form: Short<Typed>,
) -> Result<Answer, Failure> {
    let Short(form) = form;
    visitor.check(form.get("csrf"))?;
    let now = site.now();
    let manager = PersonToAdd {
        name: form.text("name"),
        email: form.text("email"),
        password: form.text("password"),
        team: String::new(),
        role: Role::Manager,
    };
    match site.casework.set_up(token, manager, now).await {
        Ok(id) => {
            let session = site.casework.begin_session(id, peer.address, now).await?;
            begin(site, jar, session);
            Ok(Answer::done(
                "/desk/requests".into(),
                "Daylight is set up and you are signed in. Add your colleagues under People.",
            ))
        }
        Err(CaseworkFault::Invalid(faults)) => {
            let page = SetUp::new(token, form.get("name"), form.get("email"), errors(faults));
            let frame = site.entrance(&visitor, None);
            Answer::wrong(site, &frame, &page, Status::UnprocessableEntity)
        }
        Err(other) => Err(other.into()),
    }
}

fn begin(site: &Site, jar: &CookieJar<'_>, session: SignedIn) {
    let lasts = rocket::time::Duration::seconds(session.lasts.num_seconds());
    set_session(jar, site, session.token, lasts);
}

/// Whether an address is a page of the desk: nobody is sent to another site by a link.
fn is_ours(to: &str) -> bool {
    let after = to.strip_prefix("/desk");
    after.is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?']))
        && !to.contains(['\\', '\r', '\n'])
}

#[cfg(test)]
mod tests {
    use super::is_ours;

    #[test]
    fn after_signing_in_nobody_is_sent_to_another_site() {
        for ours in ["/desk", "/desk/requests?stage=drafting", "/desk?x"] {
            assert!(is_ours(ours), "{ours}");
        }
        for other in [
            "//desk.example",
            "/desk.example",
            "https://x.example",
            "/",
            "",
        ] {
            assert!(!is_ours(other), "{other}");
        }
    }
}
