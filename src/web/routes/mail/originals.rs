//! What came, byte for byte: a message and what was attached to it.

use super::messages::attachments;
use crate::domain::ids::MessageId;
use crate::mail::inbound::attachment_of;
use crate::web::downloads::named;
use crate::web::failure::Failure;
use crate::web::guards::{Desk, to};
use crate::web::ids::message_number;
use crate::web::site::Site;
use rocket::http::{ContentType, Header};
use rocket::{Responder, State, get};

/// Bytes to keep, never to be shown by the browser itself.
#[derive(Responder)]
pub struct Bytes {
    bytes: Vec<u8>,
    kind: ContentType,
    disposition: Header<'static>,
}

/// The bytes of a message.
#[get("/desk/mail/<id>/message.eml")]
pub async fn bytes(
    site: &State<Site>,
    desk: Desk<to::ReadCases>,
    id: MessageId,
) -> Result<Bytes, Failure> {
    let id = message_number(desk.reads(site), id).await?;
    let kept = desk.reads(site).messages().message_bytes(id).await?;
    let kept = kept.ok_or(Failure::NotFound)?;
    Ok(download(kept.bytes, &format!("message-{id}.eml")))
}

/// One attachment of a message.
#[get("/desk/mail/<id>/attachments/<part>")]
pub async fn attachment(
    site: &State<Site>,
    desk: Desk<to::ReadCases>,
    id: MessageId,
    part: usize,
) -> Result<Bytes, Failure> {
    let id = message_number(desk.reads(site), id).await?;
    let messages = desk.reads(site).messages();
    let row = messages.message(id).await?.ok_or(Failure::NotFound)?;
    let named = attachments(row.public_id, &row.attachments)?
        .into_iter()
        .find(|a| a.part == part);
    let named = named.ok_or(Failure::NotFound)?;
    let kept = messages.message_bytes(id).await?;
    let kept = kept.ok_or(Failure::NotFound)?;
    let bytes = tokio::task::spawn_blocking(move || attachment_of(&kept.bytes, part))
        .await
        .map_err(|e| Failure::Broken(e.to_string()))?;
    Ok(download(bytes.ok_or(Failure::NotFound)?, &named.name))
}

fn download(bytes: Vec<u8>, name: &str) -> Bytes {
    Bytes {
        bytes,
        kind: ContentType::Binary,
        disposition: named(name),
    }
}
