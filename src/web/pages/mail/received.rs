//! All that was sent on a case, some at a time.

use crate::web::pages::cases::correspondence::{CaseMessage, samples};
use crate::web::pages::parts::Link;
use crate::web::pages::{AWKWARD, Page};
use serde::Serialize;

/// The list of what was sent.
#[derive(Debug, Clone, Serialize)]
pub struct Received {
    /// The case's reference.
    pub reference: String,
    /// The case page.
    pub case_href: String,
    /// What people wrote, the latest first.
    pub texts: Vec<ReceivedText>,
    /// Where those before them are, where there may be any.
    pub older_texts: Option<Link>,
    /// The messages filed, the latest first, those of machines among them.
    pub messages: Vec<CaseMessage>,
    /// Where those before them are, where there may be any.
    pub older_messages: Option<Link>,
}

/// A text somebody sent.
#[derive(Debug, Clone, Serialize)]
pub struct ReceivedText {
    /// What it is.
    pub what: String,
    /// When it was put on the case.
    pub when: String,
    /// What it says.
    pub text: String,
    /// The message it came with.
    pub message: Option<Link>,
}

impl Page for Received {
    const TEMPLATE: &'static str = "pages/mail/received";

    fn title(&self) -> String {
        format!("All that was sent: {}", self.reference)
    }

    fn samples() -> Vec<Self> {
        let case = "/desk/requests/FOI-2026-00042";
        let email = ReceivedText {
            what: "Email".into(),
            when: "1 December 2026, 15:40".into(),
            text: AWKWARD.into(),
            message: Some(Link::new("The message itself", "/desk/mail/42")),
        };
        let written = ReceivedText {
            what: "Message from the requester".into(),
            message: None,
            ..email.clone()
        };
        let none = Self {
            reference: "FOI-2026-00042".into(),
            case_href: case.into(),
            texts: vec![],
            older_texts: None,
            messages: vec![],
            older_messages: None,
        };
        let all = Self {
            texts: vec![email, written],
            older_texts: Some(Link::new("Older ones", format!("{case}/received?texts=7"))),
            messages: samples().1,
            older_messages: Some(Link::new(
                "Older ones",
                format!("{case}/received?messages=9"),
            )),
            ..none.clone()
        };
        vec![none, all]
    }
}
