//! What the requester sent that waits for the desk, on the page of its case.

use crate::web::pages::AWKWARD;
use crate::web::pages::parts::Link;
use serde::Serialize;

/// Something of the requester that waits for the desk.
#[derive(Debug, Clone, Serialize)]
pub struct WaitingItem {
    /// What it is: `Reply to our question`.
    pub what: String,
    /// The day it came, and how.
    pub when: String,
    /// What it says.
    pub text: String,
    /// The email it is, where it is one.
    pub message: Option<Link>,
    /// What can follow from it, each with its form.
    pub acts: Vec<Link>,
    /// The button for where nothing follows.
    pub note: NoteForm,
}

/// The button that says that somebody read it and nothing follows.
#[derive(Debug, Clone, Serialize)]
pub struct NoteForm {
    /// Where it goes.
    pub action: String,
    /// The event that records what the requester sent.
    pub came: String,
    /// The case's version the page was made from.
    pub version: String,
    /// The one-time token that makes a second click harmless.
    pub submission: String,
}

pub(in crate::web::pages) fn samples() -> Vec<WaitingItem> {
    let item = |what: &str, when: &str, came: &str| WaitingItem {
        what: what.into(),
        when: when.into(),
        text: AWKWARD.into(),
        message: None,
        acts: vec![],
        note: NoteForm {
            action: "/desk/requests/FOI-2026-00042/noted-messages".into(),
            came: came.into(),
            version: "14".into(),
            submission: "b1946ac9".into(),
        },
    };
    let form = "/desk/requests/FOI-2026-00042/clarification-replies/new?came=7";
    let withdraw = "/desk/requests/FOI-2026-00042/withdrawals/new?came=7";
    vec![
        WaitingItem {
            message: Some(Link::new("The message itself", "/desk/mail/42")),
            acts: vec![
                Link::new("Record the clarification", form),
                Link::new("Record a withdrawal", withdraw),
            ],
            ..item("Reply to our question", "1 December 2026, by email", "7")
        },
        item("Message", "2 December 2026, by post", "8"),
    ]
}
