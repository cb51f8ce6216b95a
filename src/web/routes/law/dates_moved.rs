//! The due dates that moved because the law in use changed, for officers and managers.

use crate::domain::words;
use crate::web::failure::Failure;
use crate::web::guards::{Desk, to};
use crate::web::links;
use crate::web::pages::frame::Nav;
use crate::web::pages::law::dates_moved::{DatesMoved, MovedRow};
use crate::web::routes::answer::Answer;
use crate::web::site::Site;
use rocket::{State, get};

/// The list.
#[get("/desk/dates-moved")]
pub async fn dates_moved(site: &State<Site>, desk: Desk<to::ReadCases>) -> Result<Answer, Failure> {
    let now = site.now();
    let moved = site.casework.laws().moved_dates(now).await?;
    let short = |on: Option<_>| on.map_or_else(|| "no date".to_owned(), words::short_date);
    let rows: Vec<MovedRow> = moved
        .into_iter()
        .map(|date| MovedRow {
            href: links::case(&date.reference),
            reference: date.reference,
            subject: date.subject,
            from: short(date.from),
            to: short(date.to),
            cause: date.cause,
            on: words::short_date(site.casework.moment(date.at).today),
            officer: date.officer.unwrap_or_else(|| "Nobody yet".into()),
        })
        .collect();
    let page = DatesMoved {
        summary: summary(rows.len()),
        rows,
    };
    Answer::page(site, &site.desk(&desk, None).at(Nav::Requests), &page)
}

/// How many moved, as a sentence.
#[must_use]
pub fn summary(count: usize) -> String {
    match count {
        0 => "No due date has moved in the last 30 days.".to_owned(),
        1 => "1 due date has moved in the last 30 days.".to_owned(),
        _ => format!(
            "{} have moved in the last 30 days.",
            words::count(count, "due date")
        ),
    }
}
