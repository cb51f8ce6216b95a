//! Letters that were not delivered, and what can be done with each.

use crate::web::pages::parts::{Link, Tag, Tone};
use crate::web::pages::{AWKWARD, Page};
use serde::Serialize;

/// The list of letters that were not delivered.
#[derive(Debug, Clone, Serialize)]
pub struct Undelivered {
    /// How many, in words.
    pub summary: String,
    /// The letters, those first that a law's limit waits for.
    pub letters: Vec<UndeliveredLetter>,
    /// Where the list goes on.
    pub next: Option<String>,
}

/// A letter that was not delivered.
#[derive(Debug, Clone, Serialize)]
pub struct UndeliveredLetter {
    /// Where what is done is sent.
    pub href: String,
    /// The case; none for a letter to a colleague.
    pub case: Option<Link>,
    /// Its subject.
    pub subject: String,
    /// To whom.
    pub to: String,
    /// The address, to be corrected; empty where it goes by post.
    pub address: String,
    /// What is done instead of sending it again, where it cannot be.
    pub instead: Option<String>,
    /// What its address field is called in the page.
    pub field: String,
    /// `Given up`, `Came back`, `Delayed`.
    pub state: Tag,
    /// What the server said, and when.
    pub detail: String,
    /// Whether somebody still has to deal with it.
    pub ended: bool,
    /// Whether a server took it and it was reported later not to have arrived.
    pub came_back: bool,
}

impl Page for Undelivered {
    const TEMPLATE: &'static str = "pages/mail/undelivered";

    fn title(&self) -> String {
        "Letters not delivered".into()
    }

    fn samples() -> Vec<Self> {
        let letter = UndeliveredLetter {
            href: "/desk/mail/undelivered/7".into(),
            case: Some(Link {
                label: "FOI-2026-00042".into(),
                href: "/desk/requests/FOI-2026-00042".into(),
            }),
            subject: "FOI-2026-00042: our answer".into(),
            to: "Siân O'Hara".into(),
            address: "sian@example.org".into(),
            instead: None,
            field: "address-7".into(),
            state: Tag::new("Came back", Tone::Bad),
            detail: "4 June 2026, 10:12: 550 5.1.1 no such mailbox".into(),
            ended: true,
            came_back: true,
        };
        let invitation = UndeliveredLetter {
            case: None,
            address: String::new(),
            field: String::new(),
            instead: Some("It holds a link for one person alone and is not sent again.".into()),
            ..letter.clone()
        };
        vec![
            Self {
                summary: "Every letter was delivered, as far as we know.".into(),
                letters: vec![],
                next: None,
            },
            Self {
                summary: "3 letters were not delivered.".into(),
                letters: vec![
                    letter.clone(),
                    invitation,
                    UndeliveredLetter {
                        case: None,
                        subject: AWKWARD.into(),
                        state: Tag::new("Delayed", Tone::Soon),
                        field: String::new(),
                        ended: false,
                        came_back: false,
                        ..letter
                    },
                ],
                next: Some("/desk/mail/undelivered?after=7".into()),
            },
        ]
    }
}
