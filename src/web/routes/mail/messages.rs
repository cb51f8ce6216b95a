//! What came in by email, as a case page shows it.

use crate::casework::CaseworkFault;
use crate::domain::ids::MessageId;
use crate::domain::words;
use crate::mail::inbound::Attachment;
use crate::store::{CaseMessage as Row, CasePage as Stored};
use crate::web::failure::Failure;
use crate::web::links;
use crate::web::pages::cases::case::Notice;
use crate::web::pages::cases::correspondence::CaseMessage;
use crate::web::pages::parts::Link;
use crate::web::routes::cases::timeline::moment;
use crate::web::routes::mail::tray::tag;
use crate::web::site::Site;

/// The messages of a case.
///
/// # Errors
/// One whose attachments cannot be read.
pub fn messages(site: &Site, stored: &Stored) -> Result<Vec<CaseMessage>, Failure> {
    stored
        .messages
        .iter()
        .map(|row| message(site, row))
        .collect()
}

/// Where the rest of what was sent is, where the page does not show all.
pub fn rest(stored: &Stored) -> Option<Link> {
    let href = links::received(&stored.stored.reference);
    let all_shown = stored.older == 0 && stored.messages_left == 0;
    (!all_shown).then(|| {
        Link::new(
            "Older messages are not shown here. Read all that was sent",
            href,
        )
    })
}

/// What wants a decision: an address that fails.
pub fn notices(stored: &Stored) -> Vec<Notice> {
    let mut notices = Vec::new();
    if let (Some(said), Some(email)) = (&stored.requester.failing, &stored.requester.email) {
        notices.push(Notice {
            text: format!(
                "Letters to {email} do not arrive ({}). Correct the address, or write by post.",
                said.trim_end_matches('.')
            ),
            link: Link::new("See the letters", links::undelivered()),
        });
    }
    notices
}

/// What is attached to a message, as it is stored.
///
/// # Errors
/// Damage, named with its message.
pub fn attachments(message: MessageId, stored: &str) -> Result<Vec<Attachment>, Failure> {
    serde_json::from_str(stored).map_err(|e| {
        let damage = format!("messages, row {message}, attachments: {e}");
        Failure::from(CaseworkFault::Broken(damage))
    })
}

/// One of them.
///
/// # Errors
/// Its attachments cannot be read.
pub fn message(site: &Site, row: &Row) -> Result<CaseMessage, Failure> {
    let attached = attachments(row.public_id, &row.attachments)?;
    let mut detail = row.why.clone();
    if !attached.is_empty() {
        detail.push_str(&format!(
            " Attached: {}.",
            words::count(attached.len(), "file")
        ));
    }
    Ok(CaseMessage {
        href: links::message(row.public_id),
        subject: if row.subject.is_empty() {
            "(no subject)".to_owned()
        } else {
            row.subject.clone()
        },
        from: if row.from_address.is_empty() {
            row.from_name.clone()
        } else {
            row.from_address.clone()
        },
        when: moment(site, row.received_at),
        kind: tag(row.class),
        detail,
    })
}

/// What kind of file an attachment is, and how large.
pub(in crate::web::routes) fn detail(attachment: &Attachment) -> String {
    let size = words::size(attachment.size as u64);
    let what = if attachment.tnef {
        "Outlook's own format"
    } else {
        attachment.media_type.as_str()
    };
    format!("{what}, {size}")
}
