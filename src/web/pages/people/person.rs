//! One person at the desk: their role, their account and what they have open.

use crate::web::pages::Page;
use crate::web::pages::form::{Choice, Field, FormErrors};
use crate::web::pages::parts::{Link, SummaryRow};
use serde::Serialize;

/// The page of one person, for managers.
#[derive(Debug, Clone, Serialize)]
pub struct PersonPage {
    /// The name.
    pub name: String,
    /// Address, role, team, whether they can sign in.
    pub summary: Vec<SummaryRow>,
    /// The list of the cases that are theirs; nothing where there are none.
    pub open: Option<Link>,
    /// Where its forms go; empty for oneself, who has none.
    pub action: String,
    /// `role`; empty for oneself and for one whose account has ended.
    pub fields: Vec<Field>,
    /// Whether it is one's own page.
    pub own: bool,
    /// Whether they are invited and have not chosen a password yet.
    pub invited: bool,
    /// Whether their account has ended.
    pub ended: bool,
    /// What is wrong with the form.
    pub errors: FormErrors,
}

/// The two roles at the desk, with what each does.
#[must_use]
pub fn roles() -> [Choice; 2] {
    [
        Choice::new("officer", "Officer").hint("Logs, searches, drafts and answers."),
        Choice::new("manager", "Manager").hint("Also clears answers and manages people."),
    ]
}

/// The field that changes a role.
#[must_use]
pub fn role_field(role: &str, errors: &FormErrors) -> Vec<Field> {
    let choices = Choice::with_chosen(&roles(), &[role]);
    errors.onto([Field::radios("role", "Role", choices)])
}

impl Page for PersonPage {
    const TEMPLATE: &'static str = "pages/people/person";

    fn title(&self) -> String {
        self.errors.title(&self.name)
    }

    fn samples() -> Vec<Self> {
        let mut errors = FormErrors::default();
        errors.add("role", "Choose officer or manager");
        let other = Self {
            name: "Bartholomew Featherstonehaugh-Cholmondeley".into(),
            summary: vec![SummaryRow::new("Role", "officer")],
            open: Some(Link::new("31 open cases", "/desk/requests?officer=7")),
            action: "/desk/people/7".into(),
            fields: role_field("officer", &errors),
            own: false,
            invited: true,
            ended: false,
            errors,
        };
        let own = Self {
            own: true,
            action: String::new(),
            invited: false,
            fields: Vec::new(),
            open: None,
            errors: FormErrors::default(),
            ..other.clone()
        };
        let ended = Self {
            own: false,
            ended: true,
            action: other.action.clone(),
            ..own.clone()
        };
        let usual = Self {
            ended: false,
            fields: role_field("officer", &FormErrors::default()),
            ..ended.clone()
        };
        vec![other, own, ended, usual]
    }
}
