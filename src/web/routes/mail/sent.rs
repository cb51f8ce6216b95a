//! A letter of a case, and what became of it.

use crate::domain::correspondence::{Fate, LetterState};
use crate::mail::letters::unfolded;
use crate::store::LetterRow;
use crate::web::links;
use crate::web::pages::cases::correspondence::CaseLetter;
use crate::web::pages::parts::{Link, Tag, Tone};
use crate::web::routes::cases::timeline::moment;
use crate::web::site::Site;

/// A letter and what became of it.
#[must_use]
pub fn letter(site: &Site, reference: &str, row: &LetterRow) -> CaseLetter {
    let at = |when| moment(site, when);
    let answer = row.answer.clone().unwrap_or_default();
    let (state, detail) = match row.state {
        LetterState::Sent if row.to_address.is_none() => (Tag::new("Posted", Tone::Good), answer),
        LetterState::Sent | LetterState::Bounced => proof(site, row, &answer),
        LetterState::ToPost => (
            Tag::new("To post", Tone::Soon),
            "There is no email address, so it has to be printed and posted.".to_owned(),
        ),
        LetterState::Failed => (Tag::new("Failed", Tone::Bad), answer),
        LetterState::Discarded => (Tag::new("Not sent", Tone::Bad), answer),
        LetterState::Queued if row.attempts > 0 => (
            Tag::new("Delayed", Tone::Soon),
            format!("Next attempt {}. {answer}", at(row.next_attempt_at)),
        ),
        LetterState::Queued => (Tag::new("Queued", Tone::Active), String::new()),
    };
    CaseLetter {
        when: at(row.created_at),
        to: row
            .to_address
            .clone()
            .unwrap_or_else(|| row.to_name.clone()),
        subject: row.subject.clone(),
        text: unfolded(&row.body_text),
        state,
        state_detail: detail.trim().to_owned(),
        sheet: (row.to_address.is_none()).then(|| {
            let label = if row.state == LetterState::ToPost {
                "Print it, or say that it was posted"
            } else {
                "Print it again"
            };
            Link::new(label, links::letter(reference, row.public_id))
        }),
    }
}

/// Who took a letter, when and with what words, and what was heard of it since.
fn proof(site: &Site, row: &LetterRow, answer: &str) -> (Tag, String) {
    let taken = match (&row.server, row.sent_at) {
        (Some(server), Some(when)) => {
            format!("Taken by {server} {}: {answer}.", moment(site, when))
        }
        (None, Some(when)) => format!("Sent {}. {answer}", moment(site, when)),
        (_, None) => answer.to_owned(),
    };
    let tag = match row.reported {
        Some(Fate::Failed) => Tag::new("Came back", Tone::Bad),
        Some(Fate::Delayed) => Tag::new("Delayed on its way", Tone::Soon),
        Some(Fate::Delivered) => Tag::new("Delivered", Tone::Good),
        Some(Fate::Relayed) | None => Tag::new("Sent", Tone::Good),
    };
    let heard = match (&row.report, row.reported_at) {
        (Some(report), Some(when)) => format!(" {}: {report}.", moment(site, when)),
        _ => String::new(),
    };
    (tag, format!("{taken}{heard}"))
}
