//! Passwords: chosen by a link, changed by whoever has one, and asked for again.

use crate::web::pages::Page;
use crate::web::pages::form::{Field, FormErrors};
use serde::Serialize;

/// What every form for a new password says.
const GOOD: &str = "At least 12 characters. Three unrelated words are a good password.";

/// The form that has a link sent.
#[derive(Debug, Clone, Serialize)]
pub struct Forgotten {
    /// `email`.
    pub fields: Vec<Field>,
}

/// The page, reached by a link that works once, where a password is chosen.
#[derive(Debug, Clone, Serialize)]
pub struct ChoosePassword {
    /// Where the form goes: the link itself.
    pub action: String,
    /// Whose password it is.
    pub name: String,
    /// `password`.
    pub fields: Vec<Field>,
    /// What is wrong with the form.
    pub errors: FormErrors,
}

/// The form of somebody signed in who changes their password.
#[derive(Debug, Clone, Serialize)]
pub struct ChangePassword {
    /// `present`, `password`.
    pub fields: Vec<Field>,
    /// What is wrong with the form.
    pub errors: FormErrors,
}

impl Forgotten {
    /// The form.
    #[must_use]
    pub fn new() -> Self {
        Self {
            fields: vec![Field::input(
                "email",
                "Work email address",
                "",
                "email",
                "username",
            )],
        }
    }
}

impl Default for Forgotten {
    fn default() -> Self {
        Self::new()
    }
}

impl ChoosePassword {
    /// The form; a password is never shown again.
    #[must_use]
    pub fn new(token: &str, name: String, errors: FormErrors) -> Self {
        let field = Field::input("password", "Password", "", "password", "new-password").hint(GOOD);
        Self {
            action: format!("/password/{token}"),
            name,
            fields: errors.onto([field]),
            errors,
        }
    }
}

impl ChangePassword {
    /// The form; a password is never shown again.
    #[must_use]
    pub fn new(errors: FormErrors) -> Self {
        Self {
            fields: errors.onto([
                Field::input(
                    "present",
                    "Present password",
                    "",
                    "password",
                    "current-password",
                ),
                Field::input("password", "New password", "", "password", "new-password").hint(GOOD),
            ]),
            errors,
        }
    }
}

impl Page for Forgotten {
    const TEMPLATE: &'static str = "pages/people/forgotten";

    fn title(&self) -> String {
        "Choose a new password".into()
    }

    fn samples() -> Vec<Self> {
        vec![Self::new(), Self::new()]
    }
}

impl Page for ChoosePassword {
    const TEMPLATE: &'static str = "pages/people/choose_password";

    fn title(&self) -> String {
        self.errors.title("Choose a password")
    }

    fn samples() -> Vec<Self> {
        let mut errors = FormErrors::default();
        errors.add("password", "Enter a password of 12 characters or more");
        let name = || "M\u{e1}ire O'Hara".to_owned();
        vec![
            Self::new("3f8a6c", name(), FormErrors::default()),
            Self::new("3f8a6c", name(), errors),
        ]
    }
}

impl Page for ChangePassword {
    const TEMPLATE: &'static str = "pages/people/change_password";

    fn title(&self) -> String {
        self.errors.title("Change your password")
    }

    fn samples() -> Vec<Self> {
        let mut errors = FormErrors::default();
        errors.add("present", "This is not your present password");
        vec![Self::new(FormErrors::default()), Self::new(errors)]
    }
}
