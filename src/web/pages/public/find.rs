//! Following a request by its reference and code.
//!
//! One error for every wrong pair, so that a reference alone reveals nothing.

use crate::web::pages::Page;
use crate::web::pages::form::{Field, FormErrors};
use serde::Serialize;

/// The form that opens a status page.
#[derive(Debug, Clone, Serialize)]
pub struct FindRequest {
    /// `reference`, `code`.
    pub fields: Vec<Field>,
    /// What is wrong with the form.
    pub errors: FormErrors,
}

impl FindRequest {
    /// The form with what was typed so far.
    #[must_use]
    pub fn new(reference: &str, code: &str, errors: FormErrors) -> Self {
        Self {
            fields: errors.onto([
                Field::text("reference", "Reference", reference)
                    .hint("It begins with letters and ends with a number, like FOI-2026-00042."),
                Field::text("code", "Code", code)
                    .hint("It is in our acknowledgement, below the reference."),
            ]),
            errors,
        }
    }

    /// The form after a pair that opens nothing, whatever the reason.
    #[must_use]
    pub fn not_found(reference: &str, code: &str) -> Self {
        let mut errors = FormErrors::default();
        errors.add(
            "reference",
            "We found no request with this reference and code. Check both and try again",
        );
        Self::new(reference, code, errors)
    }
}

impl Page for FindRequest {
    const TEMPLATE: &'static str = "pages/public/find";

    fn title(&self) -> String {
        self.errors.title("Follow a request")
    }

    fn samples() -> Vec<Self> {
        vec![
            Self::new("", "", FormErrors::default()),
            Self::not_found("FOI-2026-00042", "\"><script>alert(1)</script>"),
        ]
    }
}
