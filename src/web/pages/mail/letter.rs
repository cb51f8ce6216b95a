//! A letter as it is printed, and the form that says it was posted.

use crate::web::pages::form::{DateValue, Field, FormErrors};
use crate::web::pages::{AWKWARD, Page};
use serde::Serialize;

/// One letter to a postal address.
#[derive(Debug, Clone, Serialize)]
pub struct LetterSheet {
    /// The case's reference.
    pub reference: String,
    /// The case page.
    pub case_href: String,
    /// The letter's subject.
    pub subject: String,
    /// The letter alone, as it is printed.
    pub sheet_href: String,
    /// The name and the postal address where the letter is not headed with them; line breaks are kept.
    pub to: String,
    /// The letter, word for word.
    pub text: String,
    /// When it was posted; nothing before that.
    pub posted: String,
    /// The day of posting; empty once it was posted.
    pub fields: Vec<Field>,
    /// Where the form goes; empty once it was posted.
    pub action: String,
    /// What is wrong with the form.
    pub errors: FormErrors,
}

impl LetterSheet {
    /// The field for the day of posting.
    #[must_use]
    pub fn day(value: DateValue) -> Field {
        Field::date("on", "When was it posted?", value)
    }
}

impl Page for LetterSheet {
    const TEMPLATE: &'static str = "pages/mail/letter";

    fn title(&self) -> String {
        self.errors.title(&format!("Letter: {}", self.subject))
    }

    fn samples() -> Vec<Self> {
        let mut errors = FormErrors::default();
        errors.add("on", "The day of posting cannot lie in the future");
        let waiting = Self {
            reference: "FOI-2026-00042".into(),
            case_href: "/desk/requests/FOI-2026-00042".into(),
            subject: "FOI-2026-00042: we have received your request".into(),
            sheet_href: "/desk/requests/FOI-2026-00042/letters/7/formatted".into(),
            to: String::new(),
            text: AWKWARD.into(),
            posted: String::new(),
            fields: vec![Self::day(DateValue::new("24", "11", "2026"))],
            action: "/desk/requests/FOI-2026-00042/letters/7/postings".into(),
            errors: FormErrors::default(),
        };
        let moved = Self {
            to: "Ada Example\n1 High Street\nExampletown".into(),
            ..waiting.clone()
        };
        let wrong = Self {
            fields: errors.onto([Self::day(DateValue::new("24", "11", "2062"))]),
            errors,
            ..waiting.clone()
        };
        let posted = Self {
            posted: "Posted on 24 November 2026.".into(),
            fields: vec![],
            action: String::new(),
            ..waiting.clone()
        };
        vec![waiting, moved, wrong, posted]
    }
}
