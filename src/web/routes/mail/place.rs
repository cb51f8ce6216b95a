//! What is done with a message: placed, logged, set aside, taken back.

use super::preview::{SEEN, shown_first};
use crate::casework::CaseworkFault;
use crate::casework::cases::log_request::{Logged, Logging};
use crate::domain::ids::MessageId;
use crate::web::failure::Failure;
use crate::web::forms::Typed;
use crate::web::guards::{AtDesk, Desk, to};
use crate::web::ids::message_number;
use crate::web::links;
use crate::web::pages::form::FormErrors;
use crate::web::pages::frame::Nav;
use crate::web::pages::mail::preview::PreviewPage;
use crate::web::routes::answer::Answer;
use crate::web::routes::cases::log::LOGGED_WITH_IT;
use crate::web::routes::mail::tray::page;
use crate::web::site::Site;
use rocket::form::Form;
use rocket::http::Status;
use rocket::response::content::RawHtml;
use rocket::{State, post};

/// Puts it on the cases chosen and the one typed.
#[post("/desk/mail/<id>/placements", data = "<form>")]
pub async fn place(
    site: &State<Site>,
    desk: Desk<to::FileMessages>,
    id: MessageId,
    form: Form<Typed>,
) -> Result<Answer, Failure> {
    desk.check(form.get("csrf"))?;
    let number = message_number(desk.reads(site), id).await?;
    let mut references: Vec<String> = form.all("case").into_iter().map(str::to_owned).collect();
    references.extend(form.some("reference").map(str::to_uppercase));
    let placed = site
        .casework
        .tray()
        .place_message(number, &references, desk.actor(), site.now())
        .await;
    answered(
        site,
        &desk,
        number,
        &form,
        placed,
        "The message is on its case.",
    )
    .await
}

/// Logs it as a new request.
#[post("/desk/mail/<id>/requests", data = "<form>")]
pub async fn log(
    site: &State<Site>,
    desk: Desk<to::WorkOnCases>,
    id: MessageId,
    form: Form<Typed>,
) -> Result<Answer, Failure> {
    desk.check(form.get("csrf"))?;
    let number = message_number(desk.reads(site), id).await?;
    let logged = site
        .casework
        .tray()
        .log_from_message_seen(number, form.get(SEEN), desk.actor(), site.now())
        .await;
    match logged {
        Ok(Logging::Unseen { subject, letter }) => {
            let page = PreviewPage {
                explanation: LOGGED_WITH_IT.to_owned(),
                action: links::log_message(id),
                ..shown_first(&form, &letter, "Message", &subject, &links::message(id))
            };
            Answer::page(site, &site.desk(&desk, None).at(Nav::Mail), &page)
        }
        Ok(Logging::Done(Logged { reference, .. })) => Ok(Answer::done(
            links::case(&reference),
            format!("The message was logged as {reference}."),
        )),
        Err(fault) => answered(site, &desk, number, &form, Err(fault), "").await,
    }
}

/// The acknowledgement of a message that is not logged yet, as it is formatted.
#[post("/desk/mail/<id>/requests/formatted", data = "<form>")]
pub async fn formatted(
    site: &State<Site>,
    desk: Desk<to::WorkOnCases>,
    id: MessageId,
    form: Form<Typed>,
) -> Result<RawHtml<String>, Failure> {
    desk.check(form.get("csrf"))?;
    let number = message_number(desk.reads(site), id).await?;
    let letter = site
        .casework
        .tray()
        .acknowledgement_of_message(number, desk.actor(), site.now())
        .await?;
    Ok(RawHtml(letter.ok_or(Failure::NotFound)?.html))
}

/// Sets it aside.
#[post("/desk/mail/<id>/dismissals", data = "<form>")]
pub async fn dismiss(
    site: &State<Site>,
    desk: Desk<to::WorkOnCases>,
    id: MessageId,
    form: Form<Typed>,
) -> Result<Answer, Failure> {
    desk.check(form.get("csrf"))?;
    let number = message_number(desk.reads(site), id).await?;
    let spam = form.get("as") == "spam";
    let done = site
        .casework
        .tray()
        .set_message_aside(number, spam, desk.actor(), site.now())
        .await;
    answered(
        site,
        &desk,
        number,
        &form,
        done,
        "The message was set aside; it can be taken back.",
    )
    .await
}

/// Puts it back into the tray.
#[post("/desk/mail/<id>/returns", data = "<form>")]
pub async fn take_back(
    site: &State<Site>,
    desk: Desk<to::WorkOnCases>,
    id: MessageId,
    form: Form<Typed>,
) -> Result<Answer, Failure> {
    desk.check(form.get("csrf"))?;
    let number = message_number(desk.reads(site), id).await?;
    let done = site
        .casework
        .tray()
        .take_message_back(number, desk.actor(), site.now())
        .await;
    match done {
        Ok(()) => Ok(Answer::done(
            links::message(id),
            "The message is back in the tray.",
        )),
        Err(fault) => Err(fault.into()),
    }
}

/// Back to the tray, or the message's page with what is wrong.
async fn answered(
    site: &Site,
    desk: &AtDesk,
    id: i64,
    form: &Typed,
    done: Result<(), CaseworkFault>,
    said: &str,
) -> Result<Answer, Failure> {
    let message = match done {
        Ok(()) => return Ok(Answer::done(links::tray(), said)),
        Err(CaseworkFault::Refused(message)) => message,
        Err(CaseworkFault::Invalid(faults)) => faults
            .into_iter()
            .next()
            .map(|fault| fault.message)
            .unwrap_or_default(),
        Err(other) => return Err(other.into()),
    };
    let mut errors = FormErrors::default();
    errors.add("reference", message.clone());
    let page = page(site, desk, id, form, errors).await?;
    if !page.waits {
        return Err(Failure::Refused(message));
    }
    let frame = site.desk(desk, None).at(Nav::Mail);
    Answer::wrong(site, &frame, &page, Status::UnprocessableEntity)
}
