//! What came in by email, as a case page shows it.

use super::mail::tag;
use super::timeline::moment;
use crate::domain::case::Event;
use crate::domain::words;
use crate::mail::inbound::{Attachment, Class};
use crate::store::{CaseMessage as Row, CasePage as Stored};
use crate::web::pages::desk::case::{CaseMessage, Notice};
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

/// What wants a decision: a message that may answer our question, an address that fails.
pub fn notices(site: &Site, stored: &Stored) -> Vec<Notice> {
    let reference = &stored.stored.reference;
    let case = &stored.stored.case;
    let mut notices = Vec::new();
    let asked = stored
        .stored
        .events
        .iter()
        .rev()
        .find(|recorded| matches!(recorded.event, Event::ClarificationSought { .. }));
    if let (true, Some(asked)) = (case.awaiting_clarification, asked) {
        // The first message since: its day is the one that counts.
        let answer = stored.messages.iter().rev().find(|row| {
            let class = row.class.as_deref().and_then(Class::parse);
            class.is_some_and(Class::from_a_person)
                && row.filed_at > asked.at
                && site.casework.moment(row.received_at).today >= asked.on
        });
        if let Some(answer) = answer {
            let on = site.casework.moment(answer.received_at).today;
            notices.push(Notice {
                text: format!(
                    "A message of {} may answer what we asked. If it does, the time counts from that day.",
                    words::date(on)
                ),
                link: Link::new(
                    "Record the clarification",
                    format!("/desk/requests/{reference}/clarification-replies/new?on={on}"),
                ),
            });
        }
    }
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

fn message(site: &Site, row: &Row) -> CaseMessage {
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
        kind: tag(row.class.as_deref()),
        detail,
    }
}
