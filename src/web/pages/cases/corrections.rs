//! What can be corrected of a case, each with what the record says now.

use crate::web::pages::{AWKWARD, Page};
use serde::Serialize;

/// The page that asks what is wrong.
#[derive(Debug, Clone, Serialize)]
pub struct Corrections {
    /// The case's reference.
    pub reference: String,
    /// The case's subject.
    pub subject: String,
    /// The case page.
    pub case_href: String,
    /// What can be corrected.
    pub parts: Vec<Correctable>,
}

/// Something that can be corrected.
#[derive(Debug, Clone, Serialize)]
pub struct Correctable {
    /// What it is.
    pub label: String,
    /// Its form.
    pub href: String,
    /// What the record says now; may be empty.
    pub now: String,
}

impl Page for Corrections {
    const TEMPLATE: &'static str = "pages/cases/corrections";

    fn title(&self) -> String {
        format!("Correct something: {}", self.reference)
    }

    fn samples() -> Vec<Self> {
        let part = |label: &str, now: &str| Correctable {
            label: label.into(),
            href: "/desk/requests/FOI-2026-00042/corrections/new?what=subject".into(),
            now: now.into(),
        };
        let open = Self {
            reference: "FOI-2026-00042".into(),
            subject: AWKWARD.into(),
            case_href: "/desk/requests/FOI-2026-00042".into(),
            parts: vec![
                part("The subject", AWKWARD),
                part(
                    "Something recorded by mistake",
                    "A payment, an extension and the like",
                ),
            ],
        };
        let mut closed = open.clone();
        closed
            .parts
            .push(part("It should be open", "Closed the case, 3 June 2026"));
        vec![open, closed]
    }
}
