//! What came in by email, as a case page shows it.

use super::mail::tag;
use super::timeline::moment;
use crate::domain::words;
use crate::mail::inbound::Attachment;
use crate::store::{CaseMessage as Row, CasePage as Stored};
use crate::web::pages::desk::case::Notice;
use crate::web::pages::desk::correspondence::CaseMessage;
use crate::web::pages::parts::Link;
use crate::web::site::Site;

/// The messages of a case.
pub fn messages(site: &Site, stored: &Stored) -> Vec<CaseMessage> {
    stored
        .messages
        .iter()
        .map(|row| message(site, row))
        .collect()
}

/// Where the rest of what was sent is, where the page does not show all.
pub fn rest(stored: &Stored) -> Option<Link> {
    let href = format!("/desk/requests/{}/received", stored.stored.reference);
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
            link: Link::new("See the letters", "/desk/mail/undelivered"),
        });
    }
    notices
}

/// One of them.
pub fn message(site: &Site, row: &Row) -> CaseMessage {
    let attached: Vec<Attachment> = serde_json::from_str(&row.attachments).unwrap_or_default();
    let mut detail = row.why.clone();
    if !attached.is_empty() {
        detail.push_str(&format!(
            " Attached: {}.",
            words::count(attached.len(), "file")
        ));
    }
    CaseMessage {
        href: format!("/desk/mail/{}", row.public_id),
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
    }
}
