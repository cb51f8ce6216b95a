//! Letters that were not delivered: sent again, or settled another way.

use super::preview::{SEEN, shown_first};
use crate::casework::cases::act::Acted;
use crate::casework::mail::undelivered::WITH_A_LINK;
use crate::domain::correspondence::LetterState;
use crate::domain::ids::LetterId;
use crate::domain::words;
use crate::store::{MOST_UNDELIVERED, UNDELIVERED, UndeliveredRow};
use crate::web::failure::Failure;
use crate::web::flash::FlashMessage;
use crate::web::forms::Typed;
use crate::web::guards::{Desk, to};
use crate::web::ids::letter_number;
use crate::web::links;
use crate::web::pages::frame::Nav;
use crate::web::pages::mail::preview::PreviewPage;
use crate::web::pages::mail::undelivered::{Undelivered, UndeliveredLetter};
use crate::web::pages::parts::{Link, Tag, Tone};
use crate::web::routes::answer::Answer;
use crate::web::routes::cases::timeline::moment;
use crate::web::site::Site;
use rocket::form::Form;
use rocket::response::content::RawHtml;
use rocket::{State, get, post};

/// The list, some at a time.
#[get("/desk/mail/undelivered?<after>")]
pub async fn undelivered(
    site: &State<Site>,
    desk: Desk<to::ReadCases>,
    after: Option<&str>,
    flash: Option<FlashMessage<'_>>,
) -> Result<Answer, Failure> {
    let letters = desk.reads(site).letters();
    let after = match after {
        None => None,
        Some(after) => {
            let after = after.parse().map_err(|_| Failure::NotFound)?;
            Some(letter_number(&letters, after).await?)
        }
    };
    let rows = letters.undelivered(after).await?;
    let last = rows.last().filter(|_| rows.len() >= UNDELIVERED);
    let page = Undelivered {
        summary: summary(letters.count_undelivered().await?),
        next: last.map(|row| links::undelivered_after(&row.public_id.to_string())),
        letters: rows.iter().map(|row| letter(site, row)).collect(),
    };
    Answer::page(site, &site.desk(&desk, flash).at(Nav::Mail), &page)
}

/// Sends one again, to the same address or a corrected one.
#[post("/desk/mail/undelivered/<id>/attempts", data = "<form>")]
pub async fn send_again(
    site: &State<Site>,
    desk: Desk<to::WorkOnCases>,
    id: LetterId,
    form: Form<Typed>,
) -> Result<Answer, Failure> {
    desk.check(form.get("csrf"))?;
    let (public, id) = (id, letter_number(desk.reads(site), id).await?);
    let (address, seen) = (form.get("address"), form.get(SEEN));
    let sent = site
        .casework
        .outbox()
        .send_again_seen(id, address, seen, desk.actor(), site.now())
        .await?;
    if let Acted::Unseen(letter) = sent {
        let list = links::undelivered();
        let page = PreviewPage {
            explanation: "It leaves again as it was written. Another address than before becomes the requester\u{2019}s.".to_owned(),
            action: links::send_again(public),
            ..shown_first(&form, &letter, "Letters not delivered", &letter.subject, &list)
        };
        return Answer::page(site, &site.desk(&desk, None).at(Nav::Mail), &page);
    }
    Ok(done("The letter is on its way again."))
}

/// One as it would leave again, formatted.
#[post("/desk/mail/undelivered/<id>/attempts/formatted", data = "<form>")]
pub async fn formatted(
    site: &State<Site>,
    desk: Desk<to::WorkOnCases>,
    id: LetterId,
    form: Form<Typed>,
) -> Result<RawHtml<String>, Failure> {
    desk.check(form.get("csrf"))?;
    let id = letter_number(desk.reads(site), id).await?;
    let letter = site
        .casework
        .outbox()
        .again(id, form.get("address"))
        .await?;
    Ok(RawHtml(letter.ok_or(Failure::NotFound)?.html))
}

/// Says that one reached its recipient another way.
#[post("/desk/mail/undelivered/<id>/settlements", data = "<form>")]
pub async fn settle(
    site: &State<Site>,
    desk: Desk<to::WorkOnCases>,
    id: LetterId,
    form: Form<Typed>,
) -> Result<Answer, Failure> {
    desk.check(form.get("csrf"))?;
    let id = letter_number(desk.reads(site), id).await?;
    site.casework
        .outbox()
        .settle_letter(id, desk.actor(), site.now())
        .await?;
    Ok(done("The letter is off the list; the case says so."))
}

/// Says that one arrived, whatever was reported.
#[post("/desk/mail/undelivered/<id>/arrivals", data = "<form>")]
pub async fn arrived(
    site: &State<Site>,
    desk: Desk<to::WorkOnCases>,
    id: LetterId,
    form: Form<Typed>,
) -> Result<Answer, Failure> {
    desk.check(form.get("csrf"))?;
    let id = letter_number(desk.reads(site), id).await?;
    site.casework
        .outbox()
        .letter_arrived(id, desk.actor(), site.now())
        .await?;
    Ok(done(
        "The report is off the letter; the address is written to as before.",
    ))
}

/// The list again, with what was done.
fn done(what: &str) -> Answer {
    Answer::done(links::undelivered(), what)
}

/// How many, as a sentence.
#[must_use]
pub fn summary(count: i64) -> String {
    if count >= MOST_UNDELIVERED {
        return "More than 10,000 letters were not delivered.".to_owned();
    }
    match usize::try_from(count).unwrap_or(0) {
        0 => "Every letter was delivered, as far as we know.".to_owned(),
        1 => "1 letter was not delivered.".to_owned(),
        count => format!("{} were not delivered.", words::count(count, "letter")),
    }
}

fn letter(site: &Site, row: &UndeliveredRow) -> UndeliveredLetter {
    let (state, ended) = match row.state {
        LetterState::Bounced => (Tag::new("Came back", Tone::Bad), true),
        LetterState::Failed => (Tag::new("Given up", Tone::Bad), true),
        LetterState::Queued | LetterState::Sent | LetterState::ToPost | LetterState::Discarded => {
            (Tag::new("Delayed", Tone::Soon), false)
        }
    };
    let said = row
        .said
        .clone()
        .unwrap_or_else(|| "nothing was said".into());
    let mut detail = format!("{}: {said}.", moment(site, row.since));
    if !ended {
        detail.push_str(&format!(
            " {} so far; the next is {}.",
            words::count(usize::try_from(row.attempts).unwrap_or(0), "attempt"),
            moment(site, row.next_attempt_at)
        ));
    }
    UndeliveredLetter {
        href: format!("{}/{}", links::undelivered(), row.public_id),
        case: row.reference.as_ref().map(|reference| Link {
            href: links::case(reference),
            label: reference.clone(),
        }),
        subject: row.subject.clone(),
        to: row.to_name.clone(),
        address: row.to_address.clone().unwrap_or_default(),
        instead: row.kind.lets_in().then(|| WITH_A_LINK.to_owned()),
        field: format!("address-{}", row.public_id),
        state,
        detail,
        ended,
        came_back: row.state == LetterState::Bounced,
    }
}
