//! Getting in: the authority is named and the first manager made once, everybody else signs in.

use crate::web::pages::Page;
use crate::web::pages::form::{Field, FormErrors, Hidden};
use crate::web::pages::parts::SummaryRow;
use crate::web::pages::people::authority;
use serde::Serialize;

/// The page, reached by a one-time link, where the authority is named and the first manager made.
#[derive(Debug, Clone, Serialize)]
pub struct SetUp {
    /// Where the form goes: the one-time link itself.
    pub action: String,
    /// What the settings say of the authority, which prevails.
    pub set: Vec<SummaryRow>,
    /// What is still to be said of the authority.
    pub authority: Vec<Field>,
    /// `name`, `email`, `password`.
    pub fields: Vec<Field>,
    /// What is wrong with the form.
    pub errors: FormErrors,
}

/// The sign-in page.
#[derive(Debug, Clone, Serialize)]
pub struct SignIn {
    /// `email`, `password`.
    pub fields: Vec<Field>,
    /// `next`: where to go after signing in.
    pub hidden: Vec<Hidden>,
    /// What is wrong with the form.
    pub errors: FormErrors,
}

impl SetUp {
    /// The page with what was typed so far; a password is never shown again.
    #[must_use]
    pub fn new(
        token: &str,
        (set, authority): (Vec<SummaryRow>, Vec<Field>),
        (name, email): (&str, &str),
        errors: FormErrors,
    ) -> Self {
        Self {
            action: format!("/setup/{token}"),
            set,
            authority: errors.onto(authority),
            fields: errors.onto([
                Field::input("name", "Your name", name, "text", "name"),
                Field::input("email", "Work email address", email, "email", "username"),
                Field::input("password", "Password", "", "password", "new-password")
                    .hint("At least 12 characters. Three unrelated words are a good password."),
            ]),
            errors,
        }
    }
}

impl SignIn {
    /// The page with the address typed so far; a password is never shown again.
    #[must_use]
    pub fn new(email: &str, next: Option<&str>, errors: FormErrors) -> Self {
        Self {
            fields: errors.onto([
                Field::input("email", "Work email address", email, "email", "username"),
                Field::input("password", "Password", "", "password", "current-password"),
            ]),
            hidden: next.map(|to| Hidden::new("next", to)).into_iter().collect(),
            errors,
        }
    }
}

impl Page for SetUp {
    const TEMPLATE: &'static str = "pages/people/setup";

    fn title(&self) -> String {
        self.errors.title("Set Daylight up")
    }

    fn samples() -> Vec<Self> {
        let mut errors = FormErrors::default();
        errors.add("authority_name", "Enter the public authority's name");
        errors.add("email", "Enter an email address, like name@example.org");
        errors.add("password", "Enter a password of 12 characters or more");
        let (values, regimes) = authority::samples();
        let fields = authority::fields(&values, &regimes);
        let set = vec![SummaryRow::new("Name", "Borough Police")];
        let typed = ("Máire O'Hara", "maire at example");
        vec![
            Self::new("3f8a6c", (set, vec![]), ("", ""), FormErrors::default()),
            Self::new("3f8a6c", (vec![], fields), typed, errors),
        ]
    }
}

impl Page for SignIn {
    const TEMPLATE: &'static str = "pages/people/sign_in";

    fn title(&self) -> String {
        self.errors.title("Sign in")
    }

    fn samples() -> Vec<Self> {
        let mut errors = FormErrors::default();
        errors.add("email", "The email address or the password is not right");
        vec![
            Self::new("", None, FormErrors::default()),
            Self::new(
                "officer@example.org",
                Some("/desk/requests?stage=drafting"),
                errors,
            ),
        ]
    }
}
