//! The requester's own page, opened by its secret link, and replies written on it.

use super::progress::status_page;
use crate::casework::cases::actions;
use crate::casework::secrets::form_token as one_time;
use crate::casework::{CaseworkFault, Instruction};
use crate::domain::case::Channel;
use crate::domain::ids::DocumentId;
use crate::domain::network::household;
use crate::domain::words;
use crate::web::Site;
use crate::web::downloads::{Download, Reader, document};
use crate::web::failure::Failure;
use crate::web::flash::{Flash, FlashMessage};
use crate::web::forms::{Long, Short};
use crate::web::guards::Visitor;
use crate::web::links;
use crate::web::pace::Full;
use crate::web::pages::form::FormErrors;
use crate::web::pages::frame::Frame;
use crate::web::pages::public::status::{PublicDocument, Wish};
use crate::web::peer::Peer;
use rocket::http::{Header, Status};
use rocket::response::Redirect;
use rocket::response::content::RawHtml;
use rocket::{Responder, State, get, post};

/// What somebody reads who sends more than anybody can answer.
pub struct Slower;

impl Slower {
    /// It says so at the field.
    pub const SAYS: &'static str = "You have sent many messages in a short time, and this one was not taken. Wait a minute and send it again; it still stands here";
}

/// Back to the page, or the form with what is wrong.
#[derive(Responder)]
#[expect(
    clippy::large_enum_variant,
    reason = "one is made for each answer and sent at once"
)]
pub enum Sent {
    /// It was taken.
    Taken(Flash),
    /// It was not.
    Form((Status, RawHtml<String>)),
    /// It was not, because there were so many.
    Slower(Box<(Status, RawHtml<String>)>, Header<'static>),
}

impl Sent {
    /// The form again, to be sent in a minute.
    pub fn slower(html: RawHtml<String>) -> Self {
        let wait = Header::new("Retry-After", "60");
        Self::Slower(Box::new((Status::TooManyRequests, html)), wait)
    }
}

/// Where a request stands. A link that is not genuine is answered like any unknown address.
#[get("/status/<token>")]
pub async fn status(
    site: &State<Site>,
    visitor: Visitor,
    flash: Option<FlashMessage<'_>>,
    token: &str,
) -> Result<RawHtml<String>, Failure> {
    let frame = site.public(&visitor, flash);
    rendered(
        site,
        &frame,
        token,
        "",
        &one_time()?.to_string(),
        FormErrors::default(),
    )
    .await
}

/// A document that went out with one of our letters.
#[get("/status/<token>/documents/<id>")]
pub async fn released(
    site: &State<Site>,
    peer: Peer,
    token: &str,
    id: DocumentId,
) -> Result<Download, Failure> {
    let page = site.casework.cases().status(token).await?;
    let page = page.ok_or(Failure::NotFound)?;
    let row = page
        .documents
        .iter()
        .find(|row| row.public_id == id && row.sent_at.is_some());
    let reader = Reader::Public(household(peer.address));
    document(site, row.ok_or(Failure::NotFound)?, reader)
}

/// Files a reply. A second click files nothing more.
#[post("/status/<token>/replies", data = "<typed>")]
pub async fn reply(
    site: &State<Site>,
    visitor: Visitor,
    peer: Peer,
    token: &str,
    typed: Long,
) -> Result<Sent, Failure> {
    let Long(typed) = typed;
    visitor.check(typed.get("csrf"))?;
    let one_time = typed.form_token()?;
    let submission = one_time.to_string();
    let text = typed.get("reply").replace("\r\n", "\n");
    // What waits is the message alone.
    drop(typed);
    let mut place = site.pace.enter()?;
    let reference = site.casework.cases().opened_by(token).await?;
    let reference = reference.ok_or(Failure::NotFound)?;
    if place.message(&reference, peer.address).await {
        let mut errors = FormErrors::default();
        errors.add("reply", Slower::SAYS);
        let frame = site.public(&visitor, None);
        let html = rendered(site, &frame, token, &text, &submission, errors).await?;
        return Ok(Sent::slower(html));
    }
    let _turn = place.turn().await;
    let reply = Instruction::ReceiveReply(actions::ReceiveReply {
        text: text.trim().to_owned(),
        channel: Channel::WebForm,
    });
    let filed = site
        .casework
        .cases()
        .by_requester(token, reply, one_time, site.now())
        .await;
    match filed {
        Ok(()) => Ok(Sent::Taken(Flash::success(
            Redirect::to(links::status(token)),
            "We have your message and have put it with your request.",
        ))),
        Err(CaseworkFault::Invalid(faults)) => {
            let mut errors = FormErrors::default();
            for fault in faults {
                errors.add("reply", fault.message);
            }
            let frame = site.public(&visitor, None);
            let html = rendered(site, &frame, token, &text, &submission, errors).await?;
            Ok(Sent::Form((Status::UnprocessableEntity, html)))
        }
        Err(other) => Err(other.into()),
    }
}

/// Notes that the requester wants to be told. A second click changes nothing.
#[post("/status/<token>/wishes", data = "<typed>")]
pub async fn wish(
    site: &State<Site>,
    visitor: Visitor,
    peer: Peer,
    token: &str,
    typed: Short,
) -> Result<Flash, Failure> {
    let Short(typed) = typed;
    visitor.check(typed.get("csrf"))?;
    let mut place = site.pace.enter()?;
    let reference = site.casework.cases().opened_by(token).await?;
    let reference = reference.ok_or(Failure::NotFound)?;
    if place.message(&reference, peer.address).await {
        return Err(Full.into());
    }
    let _turn = place.turn().await;
    site.casework.publishing().wish_to_be_told(token).await?;
    Ok(Flash::success(
        Redirect::to(links::status(token)),
        "We will write to you when we publish what you asked about.",
    ))
}

async fn rendered(
    site: &Site,
    frame: &Frame,
    token: &str,
    typed: &str,
    submission: &str,
    errors: FormErrors,
) -> Result<RawHtml<String>, Failure> {
    let page = site
        .casework
        .cases()
        .status(token)
        .await?
        .ok_or(Failure::NotFound)?;
    let mut shown = status_page(&site.casework, &page, token, site.now())?;
    let wished = site.casework.publishing().wishes(page.stored.id).await?;
    shown.wish = Some(if wished {
        Wish {
            action: None,
            text: "We will write to you when we publish what you asked about.".to_owned(),
        }
    } else {
        Wish {
            action: Some(links::wish(token)),
            text: "We may publish what many people ask for. If you want us to, we write to you once, when we do."
                .to_owned(),
        }
    });
    shown.documents = page
        .documents
        .iter()
        .filter(|row| row.sent_at.is_some())
        .map(|row| PublicDocument {
            name: row.name.clone(),
            href: links::released(token, row.public_id),
            size: words::size(row.size),
        })
        .collect();
    shown.reply = Some(super::progress::reply_form(
        &page, token, typed, submission, errors,
    ));
    site.render(frame, &shown)
}
