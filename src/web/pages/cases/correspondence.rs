//! What went between the requester and the authority, as the case page shows it.

use crate::web::pages::AWKWARD;
use crate::web::pages::parts::{Link, Tag, Tone};
use serde::Serialize;

/// A letter and what became of it.
#[derive(Debug, Clone, Serialize)]
pub struct CaseLetter {
    /// The day and time in words.
    pub when: String,
    /// To whom.
    pub to: String,
    /// Its subject.
    pub subject: String,
    /// Its text.
    pub text: String,
    /// `Queued`, `Sent`, `Delayed`, `Failed`.
    pub state: Tag,
    /// More about that: the server that took it, the next attempt, what the server said.
    pub state_detail: String,
    /// The letter as it is printed, where it goes by post.
    pub sheet: Option<Link>,
}

/// A message that came in.
#[derive(Debug, Clone, Serialize)]
pub struct CaseMessage {
    /// Its page.
    pub href: String,
    /// Its subject.
    pub subject: String,
    /// Who says to have written it.
    pub from: String,
    /// When the server took it.
    pub when: String,
    /// Its kind.
    pub kind: Tag,
    /// Why it is here, and what is attached.
    pub detail: String,
}

/// Letters in each state, and a message, for the samples of the case page.
pub(in crate::web::pages) fn samples() -> (Vec<CaseLetter>, Vec<CaseMessage>) {
    let letter = |subject: &str, state, detail: &str| CaseLetter {
        when: "30 November 2026, 10:12".into(),
        to: "sian@example.org".into(),
        subject: subject.into(),
        text: AWKWARD.into(),
        state,
        state_detail: detail.into(),
        sheet: None,
    };
    let letters = vec![
        letter(
            "We need to know more: FOI-2026-00042",
            Tag::new("Delayed", Tone::Soon),
            "The server asked us to try later; next attempt at 10:30.",
        ),
        letter(
            "We received your request: FOI-2026-00042",
            Tag::new("Sent", Tone::Good),
            "Taken by mail.example.org at 10:12.",
        ),
        CaseLetter {
            to: "Sian Powell".into(),
            sheet: Some(Link::new(
                "Print it, or say that it was posted",
                "/desk/requests/FOI-2026-00042/letters/7",
            )),
            ..letter(
                "We received your request: FOI-2026-00042",
                Tag::new("To post", Tone::Soon),
                "There is no email address, so it has to be printed and posted.",
            )
        },
    ];
    let messages = vec![CaseMessage {
        href: "/desk/mail/42".into(),
        subject: "Re: Which year do you mean?".into(),
        from: "sian@example.org".into(),
        when: "1 December 2026, 15:40".into(),
        kind: Tag::new("Reply", Tone::Active),
        detail: "It was sent to this case's own address. Attached: 2 files.".into(),
    }];
    (letters, messages)
}
