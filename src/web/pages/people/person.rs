//! One person at the desk: their role, their account and what they have open.

use crate::domain::role::Role;
use crate::web::pages::Page;
use crate::web::pages::form::{Choice, Field, FormErrors};
use crate::web::pages::parts::{Link, SummaryRow};
use serde::Serialize;

/// The page of one person.
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

/// The roles at the desk, with what each does.
#[must_use]
pub fn roles() -> Vec<Choice> {
    let choice = |role: Role| {
        let (label, does) = match role {
            Role::Officer => ("Officer", "Logs, searches, drafts and answers."),
            Role::Approver => (
                "Approver",
                "Clears answers that others prepared, and prepares none.",
            ),
            Role::Manager => (
                "Manager",
                "Does all that officers and approvers do, decides what is published and manages people.",
            ),
            Role::Director => (
                "Director",
                "Reads figures and topics and decides what is published; sees no requester.",
            ),
            Role::Auditor => ("Auditor", "Reads everything and changes nothing."),
            Role::Administrator => (
                "Administrator",
                "Manages people and the authority\u{2019}s details; sees no request.",
            ),
            Role::Requester | Role::System => return None,
        };
        Some(Choice::new(role.as_str(), label).hint(does))
    };
    Role::AT_THE_DESK.into_iter().filter_map(choice).collect()
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
        errors.add("role", "Choose a role from the list");
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
