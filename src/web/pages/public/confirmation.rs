//! The page after a request was made: its reference, its secret link and what happens next.

use crate::web::pages::Page;
use serde::Serialize;

/// The page after a request was made.
#[derive(Debug, Clone, Serialize)]
pub struct RequestConfirmation {
    /// The public reference.
    pub reference: String,
    /// The code that, with the reference, opens the status page.
    pub code: String,
    /// The whole address of the status page, which is secret.
    pub status_url: String,
    /// The due date in words; empty where the law names none.
    pub due: String,
    /// Why it is due then, in one sentence with the section.
    pub because: String,
    /// Where the acknowledgement goes, if one is sent.
    pub acknowledged_to: Option<String>,
    /// What the time does when we ask for more, as a sentence.
    pub if_asked: String,
}

impl Page for RequestConfirmation {
    const TEMPLATE: &'static str = "pages/public/confirmation";

    fn title(&self) -> String {
        "Request received".into()
    }

    fn samples() -> Vec<Self> {
        let by_post = Self {
            reference: "FOI-2026-00042".into(),
            code: "K7QX-2M9D".into(),
            status_url: "https://foi.example.org/status/8JfPq2sVt0yXwZ3nB6cL9dKe".into(),
            due: "Monday 21 December 2026".into(),
            because: "That is the 20th working day after we received it (s.10(1)).".into(),
            acknowledged_to: None,
            if_asked:
                "The whole time for our answer begins again on the day your reply reaches us."
                    .into(),
        };
        vec![
            Self {
                due: String::new(),
                because: String::new(),
                ..by_post.clone()
            },
            Self {
                acknowledged_to: Some("sian@example.org".into()),
                ..by_post.clone()
            },
            by_post,
        ]
    }
}
