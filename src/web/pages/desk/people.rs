//! People at the desk: the list, and the form that adds an officer or a manager.

use crate::web::pages::Page;
use crate::web::pages::form::{Choice, Field, FormErrors};
use serde::Serialize;

/// The list of officers and managers.
#[derive(Debug, Clone, Serialize)]
pub struct People {
    /// Everybody, by name.
    pub rows: Vec<PersonRow>,
    /// `name`, `email`, `role`, `team`, `password`.
    pub fields: Vec<Field>,
    /// What is wrong with the form.
    pub errors: FormErrors,
}

/// One officer or manager.
#[derive(Debug, Clone, Serialize)]
pub struct PersonRow {
    /// The name.
    pub name: String,
    /// The email address.
    pub email: String,
    /// The role in words.
    pub role: String,
    /// The team, or nothing.
    pub team: String,
    /// How many open cases the person has.
    pub open: String,
    /// The list of those cases.
    pub href: String,
}

/// A person being added, as typed so far; the password is never shown again.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PersonValues {
    /// The name.
    pub name: String,
    /// The email address.
    pub email: String,
    /// `officer` or `manager`.
    pub role: String,
    /// The team's value.
    pub team: String,
}

impl People {
    /// The list with the form as typed so far; `teams` may be empty.
    #[must_use]
    pub fn new(
        rows: Vec<PersonRow>,
        values: &PersonValues,
        teams: &[Choice],
        errors: FormErrors,
    ) -> Self {
        let roles = [
            Choice::new("officer", "Officer").hint("Logs, searches, drafts and answers."),
            Choice::new("manager", "Manager").hint("Also clears answers and manages people."),
        ];
        let mut fields = vec![
            Field::text("name", "Name", &values.name),
            Field::input("email", "Work email address", &values.email, "email", "off"),
            Field::radios("role", "Role", Choice::with_chosen(&roles, &[&values.role])),
        ];
        let team = Field::text("team", "Team (optional)", &values.team);
        let known: Vec<String> = teams.iter().map(|team| team.label.clone()).collect();
        fields.push(if known.is_empty() {
            team
        } else {
            team.hint(format!("Teams so far: {}.", known.join(", ")))
        });
        fields.push(
            Field::input("password", "First password", "", "password", "new-password")
                .hint("At least 12 characters. Tell it to the person yourself."),
        );
        Self {
            rows,
            fields: errors.onto(fields),
            errors,
        }
    }
}

impl Page for People {
    const TEMPLATE: &'static str = "pages/desk/people";

    fn title(&self) -> String {
        self.errors.title("People")
    }

    fn samples() -> Vec<Self> {
        let row = |name: &str, role: &str, team: &str| PersonRow {
            name: name.into(),
            email: "name@example.org".into(),
            role: role.into(),
            team: team.into(),
            open: "31".into(),
            href: "/desk/requests?officer=7".into(),
        };
        let mut errors = FormErrors::default();
        errors.add("email", "Somebody already has this email address");
        errors.add("role", "Choose a role");
        let values = PersonValues {
            name: "Priya Natarajan".into(),
            email: "name@example.org".into(),
            role: "officer".into(),
            team: "north".into(),
        };
        vec![
            Self::new(
                vec![row("Máire O'Hara", "Manager", "")],
                &PersonValues::default(),
                &[],
                FormErrors::default(),
            ),
            Self::new(
                vec![
                    row(
                        "Bartholomew Featherstonehaugh-Cholmondeley",
                        "Officer",
                        "Disclosure north",
                    ),
                    row("Máire O'Hara", "Manager", ""),
                ],
                &values,
                &[
                    Choice::new("", "No team"),
                    Choice::new("north", "Disclosure north"),
                ],
                errors,
            ),
        ]
    }
}
