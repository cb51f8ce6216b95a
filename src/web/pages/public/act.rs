//! What a requester does on their own page besides writing: one act, one small form.

use crate::web::pages::form::{Field, FormErrors};
use crate::web::pages::{AWKWARD, Page};
use serde::Serialize;

/// The form of one act.
#[derive(Debug, Clone, Serialize)]
pub struct ActOfRequester {
    /// The request's reference.
    pub reference: String,
    /// The requester's page, where going back leads.
    pub back: String,
    /// What it is.
    pub heading: String,
    /// What follows from it, paragraph by paragraph.
    pub explanation: Vec<String>,
    /// Where the form goes.
    pub action: String,
    /// Its fields.
    pub fields: Vec<Field>,
    /// The words of its button.
    pub submit: String,
    /// Whether the button warns.
    pub warns: bool,
    /// The one-time token that makes a second click harmless.
    pub submission: String,
    /// What is wrong with the form.
    pub errors: FormErrors,
}

impl Page for ActOfRequester {
    const TEMPLATE: &'static str = "pages/public/act";

    fn title(&self) -> String {
        self.errors
            .title(&format!("{}: {}", self.heading, self.reference))
    }

    fn samples() -> Vec<Self> {
        let back = "/status/FOI-2026-00042.8JfPq2sVt0yXwZ3nB6cL9dKe".to_owned();
        let mut errors = FormErrors::default();
        errors.add("points", "Write what you ask us to look at again");
        let points = Field::textarea("points", "What do you disagree with?", AWKWARD, 8, None);
        let review = Self {
            reference: "FOI-2026-00042".into(),
            heading: "Ask for an internal review".into(),
            explanation: vec!["We look at our answer again.".into(), AWKWARD.into()],
            action: format!("{back}/reviews"),
            fields: errors.onto([points]),
            submit: "Ask for the review".into(),
            warns: false,
            submission: "b1946ac9".into(),
            errors,
            back,
        };
        let withdraw = Self {
            heading: "Withdraw the request".into(),
            explanation: vec![],
            fields: vec![],
            submit: "Withdraw the request".into(),
            warns: true,
            errors: FormErrors::default(),
            ..review.clone()
        };
        vec![review, withdraw]
    }
}
