//! Logging a request that came by any channel.

use crate::casework::cases::log_request::{Logging, RequestToLog};
use crate::casework::secrets::form_token;
use crate::casework::{CATEGORIES, CaseworkFault, Invalid};
use crate::domain::case::Channel;
use crate::domain::words;
use crate::web::failure::Failure;
use crate::web::forms::Typed;
use crate::web::guards::{Desk, to};
use crate::web::laws::laws;
use crate::web::links;
use crate::web::pages::cases::log::{LogChoices, LogRequest, LogValues};
use crate::web::pages::form::{Choice, DateValue, FormErrors};
use crate::web::pages::frame::Nav;
use crate::web::pages::mail::preview::PreviewPage;
use crate::web::routes::answer::{Answer, errors, on_the_form};
use crate::web::routes::mail::preview::{SEEN, shown_first};
use crate::web::site::Site;
use rocket::form::Form;
use rocket::http::Status;
use rocket::response::content::RawHtml;
use rocket::{State, get, post};

/// The form that logs a request, with today as its day of receipt.
#[get("/desk/requests/new")]
pub fn form(site: &State<Site>, desk: Desk<to::LogRequests>) -> Result<Answer, Failure> {
    let today = site.now().today;
    let part = |format| today.format(format).to_string();
    let values = LogValues {
        received: DateValue::new(&part("%-d"), &part("%-m"), &part("%Y")),
        channel: Channel::Email.as_str().to_owned(),
        regime: site.casework.authority().regime.clone(),
        acknowledge: true,
        ..LogValues::default()
    };
    let page = LogRequest::new(
        &values,
        &choices(site),
        &form_token()?.to_string(),
        FormErrors::default(),
    );
    Answer::page(site, &site.desk(&desk, None).at(Nav::LogRequest), &page)
}

/// Logs a request.
#[post("/desk/requests", data = "<form>")]
pub async fn log(
    site: &State<Site>,
    desk: Desk<to::LogRequests>,
    form: Form<Typed>,
) -> Result<Answer, Failure> {
    desk.check(form.get("csrf"))?;
    if form.ticked("change") {
        let submission = form.get("submission");
        let errors = FormErrors::default();
        let page = LogRequest::new(&values(&form), &choices(site), submission, errors);
        return Answer::page(site, &site.desk(&desk, None).at(Nav::LogRequest), &page);
    }
    let said = match entered(&form) {
        Err(faults) => errors(faults),
        Ok(request) => {
            let logged = site
                .casework
                .cases()
                .log_request_seen(request, form.get(SEEN), desk.actor(), site.now())
                .await;
            match logged {
                Ok(Logging::Unseen { subject, letter }) => {
                    let page = PreviewPage {
                        explanation: LOGGED_WITH_IT.to_owned(),
                        action: links::log(),
                        change: true,
                        ..shown_first(
                            &form,
                            &letter,
                            "Log a request",
                            &subject,
                            &links::log_request(),
                        )
                    };
                    let frame = site.desk(&desk, None).at(Nav::LogRequest);
                    return Answer::page(site, &frame, &page);
                }
                Ok(Logging::Done(logged)) => {
                    let said = if logged.repeated {
                        "This request was logged already."
                    } else {
                        "The request is logged and its clock runs."
                    };
                    return Ok(Answer::done(links::case(&logged.reference), said));
                }
                Err(fault) => on_the_form(fault)?,
            }
        }
    };
    let submission = form.get("submission");
    let page = LogRequest::new(&values(&form), &choices(site), submission, said);
    let frame = site.desk(&desk, None).at(Nav::LogRequest);
    Answer::wrong(site, &frame, &page, Status::UnprocessableEntity)
}

/// The acknowledgement of a request that is not logged yet, as it is formatted.
#[post("/desk/requests/formatted", data = "<form>")]
pub async fn formatted(
    site: &State<Site>,
    desk: Desk<to::LogRequests>,
    form: Form<Typed>,
) -> Result<RawHtml<String>, Failure> {
    desk.check(form.get("csrf"))?;
    let request = entered(&form).map_err(CaseworkFault::Invalid)?;
    let letter = site
        .casework
        .cases()
        .acknowledgement_of(request, desk.actor(), site.now())
        .await?;
    Ok(RawHtml(letter.ok_or(Failure::NotFound)?.html))
}

/// What whoever logs a request is told of its acknowledgement.
pub const LOGGED_WITH_IT: &str = "Once you go on, the request is logged and this letter acknowledges it. Nothing has happened yet.";

fn entered(typed: &Typed) -> Result<RequestToLog, Vec<Invalid>> {
    let received = typed.date("received").ok().flatten();
    let channel = Channel::parse(typed.get("channel")).filter(|c| *c != Channel::EarlierLog);
    let mut faults = Vec::new();
    if received.is_none() {
        faults.push(Invalid::new(
            "received",
            "Enter the day of receipt, like 23 11 2026",
        ));
    }
    if channel.is_none() {
        faults.push(Invalid::new("channel", "Choose how the request came"));
    }
    let token = typed.form_token().ok();
    if token.is_none() {
        faults.push(Invalid::new(
            "form",
            "The form came without its hidden fields; load it again",
        ));
    }
    let (Some(received), Some(channel), Some(token), true) =
        (received, channel, token, faults.is_empty())
    else {
        return Err(faults);
    };
    Ok(RequestToLog {
        received,
        channel,
        regime: typed.some("regime").map(str::to_owned),
        variant: typed.some("variant").map(str::to_owned),
        name: typed.text("name"),
        email: typed.text("email"),
        address: typed.text("address"),
        category: typed.text("category"),
        subject: typed.text("subject"),
        request: typed.text("request"),
        acknowledge: typed.ticked("acknowledge"),
        submission: token.to_string(),
    })
}

fn values(typed: &Typed) -> LogValues {
    LogValues {
        received: typed.date_value("received"),
        channel: typed.text("channel"),
        regime: typed.text("regime"),
        variant: typed.text("variant"),
        name: typed.text("name"),
        email: typed.text("email"),
        address: typed.text("address"),
        category: typed.text("category"),
        subject: typed.text("subject"),
        request: typed.text("request"),
        acknowledge: typed.ticked("acknowledge"),
    }
}

fn choices(site: &Site) -> LogChoices {
    let mut categories = vec![Choice::new("", "Not known")];
    categories.extend(CATEGORIES.map(|(word, title)| Choice::new(word, title)));
    LogChoices {
        channels: Channel::ALL
            .into_iter()
            .filter(|channel| *channel != Channel::EarlierLog)
            .map(|channel| Choice::new(channel.as_str(), channel.title()))
            .collect(),
        regimes: laws(&site.casework.law()),
        variants: variants(site),
        categories,
    }
}

/// The other time limits of every law there is, each once.
fn variants(site: &Site) -> Vec<Choice> {
    let law = site.casework.law();
    let mut choices = vec![Choice::new("", "The usual one")];
    for regime in law.regimes() {
        for variant in &regime.variants {
            let title = words::sentence(&variant.title);
            let label = format!("{} ({})", title.trim_end_matches('.'), regime.short_title);
            if choices.iter().all(|c| c.value != variant.id) {
                choices.push(Choice::new(variant.id.clone(), label));
            }
        }
    }
    choices
}
