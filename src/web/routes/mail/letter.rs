//! A letter to a postal address: the sheet that is printed, and that it was posted.

use crate::casework::{CaseworkFault, Invalid, postal_lines};
use crate::domain::correspondence::LetterState;
use crate::domain::ids::LetterId;
use crate::mail::letters::unfolded;
use crate::web::failure::Failure;
use crate::web::forms::Typed;
use crate::web::guards::{AtDesk, Desk, to};
use crate::web::links;
use crate::web::pages::form::{DateValue, FormErrors};
use crate::web::pages::frame::Nav;
use crate::web::pages::mail::letter::LetterSheet;
use crate::web::routes::answer::{Answer, on_the_form};
use crate::web::routes::cases::case::find;
use crate::web::site::Site;
use chrono::Datelike;
use rocket::form::Form;
use rocket::http::Status;
use rocket::response::content::RawHtml;
use rocket::{State, get, post};

/// The letter alone, as it is printed.
#[get("/desk/requests/<reference>/letters/<id>/formatted")]
pub async fn printed(
    site: &State<Site>,
    _desk: Desk<to::ReadCases>,
    reference: &str,
    id: LetterId,
) -> Result<RawHtml<String>, Failure> {
    Ok(RawHtml(
        site.casework.letters().letter_sheet(reference, id).await?,
    ))
}

/// The letter with what has to be done about it.
#[get("/desk/requests/<reference>/letters/<id>")]
pub async fn letter(
    site: &State<Site>,
    desk: Desk<to::ReadCases>,
    reference: &str,
    id: LetterId,
) -> Result<Answer, Failure> {
    let today = site.now().today;
    let value = DateValue::new(
        &today.day().to_string(),
        &today.month().to_string(),
        &today.year().to_string(),
    );
    let page = sheet(site, &desk, reference, id, value, FormErrors::default()).await?;
    Answer::page(site, &site.desk(&desk, None).at(Nav::Requests), &page)
}

/// Records that it was posted.
#[post("/desk/requests/<reference>/letters/<id>/postings", data = "<form>")]
pub async fn post(
    site: &State<Site>,
    desk: Desk<to::WorkOnCases>,
    reference: &str,
    id: LetterId,
    form: Form<Typed>,
) -> Result<Answer, Failure> {
    desk.check(form.get("csrf"))?;
    let posted = match form.date("on") {
        Ok(on) => {
            let casework = &site.casework;
            casework
                .letters()
                .post_letter(reference, id, on, desk.actor(), site.now())
                .await
        }
        Err(_) => Err(CaseworkFault::Invalid(vec![Invalid::new(
            "on",
            "Enter a date that exists, for example 27 3 2026",
        )])),
    };
    match posted {
        Ok(()) => Ok(Answer::done(
            links::case(reference),
            "The letter is marked as posted.",
        )),
        Err(fault) => {
            let said = on_the_form(fault)?;
            let page = sheet(site, &desk, reference, id, form.date_value("on"), said).await?;
            let frame = site.desk(&desk, None).at(Nav::Requests);
            Answer::wrong(site, &frame, &page, Status::UnprocessableEntity)
        }
    }
}

async fn sheet(
    site: &Site,
    desk: &AtDesk,
    reference: &str,
    id: LetterId,
    day: DateValue,
    errors: FormErrors,
) -> Result<LetterSheet, Failure> {
    let case = find(site, desk, reference).await?;
    let letter = case.letters.iter().find(|letter| letter.public_id == id);
    let letter = letter.ok_or(Failure::NotFound)?;
    let case_href = links::case(reference);
    let waits = letter.state == LetterState::ToPost;
    let to = postal_lines(&case.requester);
    // What the letter says is never changed; the envelope is another matter.
    let moved = waits
        && to
            .iter()
            .any(|line| !words(&letter.body_text).contains(&words(line)));
    Ok(LetterSheet {
        reference: reference.to_owned(),
        action: if waits {
            links::posting(reference, id)
        } else {
            String::new()
        },
        subject: letter.subject.clone(),
        to: if moved { to.join("\n") } else { String::new() },
        sheet_href: links::letter_formatted(reference, id),
        case_href,
        text: unfolded(&letter.body_text),
        posted: if waits {
            String::new()
        } else {
            letter.answer.clone().unwrap_or_default()
        },
        fields: if waits {
            errors.onto([LetterSheet::day(day)])
        } else {
            Vec::new()
        },
        errors,
    })
}

/// A text with its lines joined, as a long one is folded.
fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
