//! Having the link of a request's page sent again.
//!
//! One answer whatever there is, so that nobody learns from it who asked for what.

use crate::web::pages::Page;
use crate::web::pages::form::Field;
use serde::Serialize;

/// The form that has the link sent again.
#[derive(Debug, Clone, Serialize)]
pub struct LostLink {
    /// `reference`, `email`.
    pub fields: Vec<Field>,
}

impl LostLink {
    /// The form.
    #[must_use]
    pub fn new() -> Self {
        Self {
            fields: vec![
                Field::text("reference", "Reference", "")
                    .hint("It is in the subject of each of our emails, like FOI-2026-00042."),
                Field::input("email", "Email address", "", "email", "email")
                    .hint("The one you gave with your request. We send the link to no other."),
            ],
        }
    }
}

impl Default for LostLink {
    fn default() -> Self {
        Self::new()
    }
}

impl Page for LostLink {
    const TEMPLATE: &'static str = "pages/public/lost_link";

    fn title(&self) -> String {
        "Have the link sent again".into()
    }

    fn samples() -> Vec<Self> {
        vec![Self::new(), Self::new()]
    }
}
