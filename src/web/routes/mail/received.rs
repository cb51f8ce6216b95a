//! All that was sent on a case, some at a time.

use super::messages::message;
use crate::mail::letters::reflowed;
use crate::store::{CaseMessage, NEWEST, ReceivedRow};
use crate::web::failure::Failure;
use crate::web::guards::{Desk, to};
use crate::web::links;
use crate::web::pages::frame::Nav;
use crate::web::pages::mail::received::{Received, ReceivedText};
use crate::web::pages::parts::Link;
use crate::web::routes::answer::Answer;
use crate::web::routes::cases::case::find;
use crate::web::routes::cases::timeline::{heading_of, moment};
use crate::web::site::Site;
use rocket::{State, get};

/// The list; `texts` and `messages` say before which of each it begins.
#[get("/desk/requests/<reference>/received?<texts>&<messages>")]
pub async fn received(
    site: &State<Site>,
    desk: Desk<to::ReadCases>,
    reference: &str,
    texts: Option<i64>,
    messages: Option<i64>,
) -> Result<Answer, Failure> {
    let stored = find(site, &desk, reference).await?.stored;
    let store = desk.reads(site);
    let written = store.messages().received_before(stored.id, texts).await?;
    let filed = store
        .messages()
        .messages_before(stored.id, messages)
        .await?;
    let case = links::case(&stored.reference);
    let older = |what: &str, last: Option<i64>, count: usize| {
        let last = last.filter(|_| count == NEWEST)?;
        Some(Link::new(
            "Older ones",
            format!("{case}/received?{what}={last}"),
        ))
    };
    let last_text = written.last().map(|row: &ReceivedRow| row.id);
    let last_message = filed.last().map(|row: &CaseMessage| row.id);
    let messages: Result<Vec<_>, _> = filed.iter().map(|row| message(site, row)).collect();
    let page = Received {
        reference: stored.reference.clone(),
        older_texts: older("texts", last_text, written.len()),
        older_messages: older("messages", last_message, filed.len()),
        texts: written.iter().map(|row| text(site, row)).collect(),
        messages: messages?,
        case_href: case,
    };
    Answer::page(site, &site.desk(&desk, None).at(Nav::Requests), &page)
}

fn text(site: &Site, row: &ReceivedRow) -> ReceivedText {
    ReceivedText {
        what: heading_of(&row.kind).to_owned(),
        when: moment(site, row.at),
        text: reflowed(&row.body),
        message: row
            .message
            .map(|id| Link::new("The message itself", links::message(id))),
    }
}
