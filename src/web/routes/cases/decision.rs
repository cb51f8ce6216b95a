//! Deciding a question, and refusing a request on a ground that is no exemption: in two steps.

use super::action::{read, refused};
use super::case::find;
use super::deciding::{Decides, Shown};
use super::timeline::timeline;
use crate::casework::CaseworkFault;
use crate::casework::cases::actions::{DecideQuestion, Refuse};
use crate::casework::secrets::form_token;
use crate::domain::case::permit;
use crate::domain::section::Section;
use crate::web::failure::Failure;
use crate::web::forms::Typed;
use crate::web::guards::{AtDesk, Desk, to};
use crate::web::links;
use crate::web::pages::cases::decision::DecisionPage;
use crate::web::pages::frame::Nav;
use crate::web::routes::answer::{Answer, errors};
use crate::web::site::Site;
use rocket::form::Form;
use rocket::http::Status;
use rocket::{State, get, post};

/// The form that decides a question.
#[get("/desk/requests/<reference>/decisions/new?<question>")]
pub async fn decision(
    site: &State<Site>,
    desk: Desk<to::WorkOnCases>,
    reference: &str,
    question: Option<u16>,
) -> Result<Answer, Failure> {
    begin::<DecideQuestion>(site, &desk, reference, question).await
}

/// A step of deciding a question, or its end.
#[post("/desk/requests/<reference>/decisions", data = "<form>")]
pub async fn decide(
    site: &State<Site>,
    desk: Desk<to::WorkOnCases>,
    reference: &str,
    form: Form<Typed>,
) -> Result<Answer, Failure> {
    go_on::<DecideQuestion>(site, &desk, reference, form.into_inner()).await
}

/// The form that refuses a request, or one question of it.
#[get("/desk/requests/<reference>/refusals/new?<question>")]
pub async fn refusal(
    site: &State<Site>,
    desk: Desk<to::WorkOnCases>,
    reference: &str,
    question: Option<u16>,
) -> Result<Answer, Failure> {
    begin::<Refuse>(site, &desk, reference, question).await
}

/// A step of refusing, or its end.
#[post("/desk/requests/<reference>/refusals", data = "<form>")]
pub async fn refuse(
    site: &State<Site>,
    desk: Desk<to::WorkOnCases>,
    reference: &str,
    form: Form<Typed>,
) -> Result<Answer, Failure> {
    go_on::<Refuse>(site, &desk, reference, form.into_inner()).await
}

async fn begin<D: Decides>(
    site: &Site,
    desk: &AtDesk,
    reference: &str,
    question: Option<u16>,
) -> Result<Answer, Failure> {
    let stored = find(site, desk, reference).await?;
    let now = site.now();
    let case = &stored.stored.case;
    let (regime, calendar) = site.casework.law_of(case)?;
    let circumstances = site
        .casework
        .circumstances(&regime, &calendar, desk.actor(), now.today);
    permit(case, D::KIND, &circumstances).map_err(CaseworkFault::from)?;
    let typed = D::begun_for(&stored, &regime, question)?
        .with("version", &stored.stored.version.to_string())
        .with("submission", &form_token()?.to_string());
    let shown = Shown {
        site,
        stored: &stored,
        regime,
    };
    let chosen = typed.ticked(D::CHOICE);
    let page = if chosen {
        shown.write::<D>(&typed)
    } else {
        shown.choose::<D>(&typed, &[])
    };
    Answer::page(site, &site.desk(desk, None).at(Nav::Requests), &page)
}

async fn go_on<D: Decides>(
    site: &Site,
    desk: &AtDesk,
    reference: &str,
    typed: Typed,
) -> Result<Answer, Failure> {
    desk.check(typed.get("csrf"))?;
    let stored = find(site, desk, reference).await?;
    let (regime, _) = site.casework.law_of(&stored.stored.case)?;
    let shown = Shown {
        site,
        stored: &stored,
        regime,
    };
    let frame = || site.desk(desk, None).at(Nav::Requests);
    let wrong = |page: DecisionPage, faults, status| {
        Answer::wrong(site, &frame(), &page.with_errors(faults), status)
    };
    let unprocessable = Status::UnprocessableEntity;
    match typed.get("step") {
        "choose" => Answer::page(site, &frame(), &shown.choose::<D>(&typed, &[])),
        "find" => {
            let (found, faults) = shown.look_up(&typed);
            let page = shown.choose::<D>(&typed, &found);
            if faults.is_empty() {
                Answer::page(site, &frame(), &page)
            } else {
                wrong(page, errors(faults), unprocessable)
            }
        }
        "write" => {
            let (found, faults) = shown.look_up(&typed);
            let faults = if found.len() > 1 || !faults.is_empty() {
                faults
            } else {
                let typed = with_found(&typed, &found);
                let faults = D::unfit(&shown.regime, &typed);
                if faults.is_empty() {
                    return Answer::page(site, &frame(), &shown.write::<D>(&typed));
                }
                faults
            };
            let page = shown.choose::<D>(&typed, &found);
            if faults.is_empty() {
                Answer::page(site, &frame(), &page)
            } else {
                wrong(page, errors(faults), unprocessable)
            }
        }
        _ => {
            let fault = match read(reference, D::KIND, &typed) {
                Err(faults) => CaseworkFault::Invalid(faults),
                Ok(instructed) => {
                    let done = site
                        .casework
                        .cases()
                        .act(instructed, desk.actor(), site.now())
                        .await;
                    match done {
                        Ok(()) => {
                            let to = links::case(reference);
                            return Ok(Answer::done(to, D::said(&shown.regime, &typed)));
                        }
                        Err(fault) => fault,
                    }
                }
            };
            // Whoever was first may have been so while this form was read.
            let stored = Box::pin(find(site, desk, reference)).await?;
            let (regime, _) = site.casework.law_of(&stored.stored.case)?;
            let (status, faults) = refused(site, desk, &stored, fault).await?;
            let currency = regime.currency;
            let shown = Shown {
                site,
                stored: &stored,
                regime,
            };
            let mut page = shown.write::<D>(&typed);
            if status == Status::Conflict {
                let seen = typed.get("version").parse().unwrap_or(0);
                page.changed = timeline(site, &stored, currency, seen);
                page.stands = shown.stands(&typed);
                page.version = stored.stored.version.to_string();
                page.submission = form_token()?.to_string();
            }
            wrong(page, faults, status)
        }
    }
}

fn with_found(typed: &Typed, found: &[Section]) -> Typed {
    let chosen = typed.all("exemptions");
    let new = found.iter().filter(|s| !chosen.contains(&s.as_str()));
    new.fold(typed.clone(), |typed, section| {
        typed.with("exemptions", section.as_str())
    })
}
