//! A letter as it will leave, shown before it goes: to whoever sends it, and to whoever clears it.
//!
//! Its form carries what was typed and what stands for exactly this letter; another one is shown
//! again before it can leave.

use crate::web::pages::form::Hidden;
use crate::web::pages::parts::SummaryRow;
use crate::web::pages::{AWKWARD, Page};
use serde::Serialize;

/// One letter before it goes.
#[derive(Debug, Clone, Serialize)]
pub struct PreviewPage {
    /// The case's reference.
    pub reference: String,
    /// The case's subject.
    pub subject: String,
    /// The case page, where cancelling leads.
    pub case_href: String,
    /// What the page is for.
    pub heading: String,
    /// What the button does.
    pub explanation: String,
    /// That the letter is not the one that was shown, where it is not; else nothing.
    pub said: String,
    /// What is withheld under what, question by question, where the letter is the answer.
    pub decisions: Vec<SummaryRow>,
    /// Whom it goes to, at which address, with which subject.
    pub to: Vec<SummaryRow>,
    /// Its plain text, word for word.
    pub text: String,
    /// The documents that go with it.
    pub documents: Vec<PreviewDocument>,
    /// How the documents go.
    pub documents_go: String,
    /// What the form carries.
    pub hidden: Vec<Hidden>,
    /// Where the form goes.
    pub action: String,
    /// The words of its button.
    pub submit: String,
    /// Whether the action ends something, so that its button warns.
    pub warns: bool,
    /// Whether something was typed that can be changed.
    pub change: bool,
    /// Whether a letter goes, which can be seen formatted.
    pub goes: bool,
    /// Further letters the same act sends.
    pub more: Vec<PreviewLetter>,
}

/// A further letter.
#[derive(Debug, Clone, Serialize)]
pub struct PreviewLetter {
    /// Whom it goes to, at which address, with which subject.
    pub to: Vec<SummaryRow>,
    /// Whose name is on it.
    pub name: String,
    /// Its plain text, word for word.
    pub text: String,
    /// Where its form goes to see it formatted.
    pub formatted: String,
}

/// A document that goes with a letter.
#[derive(Debug, Clone, Serialize)]
pub struct PreviewDocument {
    /// Its name.
    pub name: String,
    /// Where it is read.
    pub href: String,
    /// Its size in words.
    pub size: String,
    /// The SHA-256 digest of its bytes.
    pub digest: String,
}

impl Page for PreviewPage {
    const TEMPLATE: &'static str = "pages/mail/preview";

    fn title(&self) -> String {
        format!("{}: {}", self.heading, self.reference)
    }

    fn samples() -> Vec<Self> {
        let clearing = Self {
            reference: "FOI-2026-00042".into(),
            subject: "Use of drones since 2019".into(),
            case_href: "/desk/requests/FOI-2026-00042".into(),
            heading: "Clear for sending".into(),
            explanation: "This is what leaves. Any later change takes it back to the draft.".into(),
            said: "The letter is not the one you were shown: read it again.".into(),
            decisions: vec![SummaryRow::new(
                "Question 1",
                "Granted in part. Withheld under s.40(2) Personal information: the names.",
            )],
            to: vec![
                SummaryRow::new("To", "Siân O'Hara"),
                SummaryRow::new("Email address", "sian@example.org"),
                SummaryRow::new("Subject", "FOI-2026-00042: the information you asked for"),
            ],
            text: AWKWARD.into(),
            documents: vec![PreviewDocument {
                name: "Stops & searches <2025>.csv".into(),
                href: "/desk/requests/FOI-2026-00042/documents/7".into(),
                size: "12 kB".into(),
                digest: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08".into(),
            }],
            documents_go: "They travel with the letter.".into(),
            hidden: vec![
                Hidden::new("version", "14"),
                Hidden::new("submission", "b1946ac9"),
                Hidden::new("seen", "60303ae22b998861bce3b28f33eec1be"),
            ],
            action: "/desk/requests/FOI-2026-00042/clearances".into(),
            submit: "Clear for sending".into(),
            warns: false,
            change: false,
            goes: true,
            more: vec![],
        };
        let asking = Self {
            heading: "Read the letter before it goes".into(),
            explanation: "The requester is asked in a letter.".into(),
            said: String::new(),
            decisions: vec![],
            to: vec![
                SummaryRow::new("To", "Ada Example"),
                SummaryRow::new("Postal address", "1 High Street\nExampletown"),
                SummaryRow::new("Subject", "FOI-2026-00042: we need to know more"),
            ],
            documents: vec![],
            documents_go: String::new(),
            hidden: vec![Hidden::new("needs", "Which year?\nWhich force?")],
            action: "/desk/requests/FOI-2026-00042/clarifications".into(),
            submit: "Send the letter".into(),
            change: true,
            ..clearing.clone()
        };
        let ending = Self {
            action: "/desk/requests/FOI-2026-00042/lapses".into(),
            warns: true,
            change: false,
            ..asking.clone()
        };
        let none = Self {
            heading: "Clear this answer: no letter goes".into(),
            to: vec![],
            documents: vec![],
            documents_go: String::new(),
            goes: false,
            ..clearing.clone()
        };
        let several = Self {
            more: vec![PreviewLetter {
                to: asking.to.clone(),
                name: "Ada Example".into(),
                text: AWKWARD.into(),
                formatted: "/desk/publications/7/issues/formatted?letter=2".into(),
            }],
            ..asking.clone()
        };
        vec![clearing, asking, ending, none, several]
    }
}
