//! People at the desk: the list, the form that invites a person, and what was done.

use super::person::roles;
use crate::web::pages::Page;
use crate::web::pages::form::{Choice, Field, FormErrors};
use crate::web::pages::parts::TimelineEntry;
use serde::Serialize;

/// The list of people at the desk.
#[derive(Debug, Clone, Serialize)]
pub struct People {
    /// Everybody, by name.
    pub rows: Vec<PersonRow>,
    /// `name`, `email`, `role`, `team`.
    pub fields: Vec<Field>,
    /// What was done about people and the authority, the latest first.
    pub timeline: Vec<TimelineEntry>,
    /// What is wrong with the form.
    pub errors: FormErrors,
}

/// One of them.
#[derive(Debug, Clone, Serialize)]
pub struct PersonRow {
    /// The name.
    pub name: String,
    /// The email address.
    pub email: String,
    /// Their page.
    pub page: String,
    /// The role, and whether they cannot sign in.
    pub role: String,
    /// The team, or nothing.
    pub team: String,
    /// How many open cases the person has.
    pub open: String,
    /// The list of those cases.
    pub href: String,
}

/// A person being invited, as typed so far.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PersonValues {
    /// The name.
    pub name: String,
    /// The email address.
    pub email: String,
    /// The word of the role.
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
        timeline: Vec<TimelineEntry>,
        errors: FormErrors,
    ) -> Self {
        let mut fields = vec![
            Field::text("name", "Name", &values.name),
            Field::input("email", "Work email address", &values.email, "email", "off"),
            Field::radios(
                "role",
                "Role",
                Choice::with_chosen(&roles(), &[&values.role]),
            ),
        ];
        let team = Field::text("team", "Team (optional)", &values.team);
        let known: Vec<String> = teams.iter().map(|team| team.label.clone()).collect();
        fields.push(if known.is_empty() {
            team
        } else {
            team.hint(format!("Teams so far: {}.", known.join(", ")))
        });
        Self {
            rows,
            fields: errors.onto(fields),
            timeline,
            errors,
        }
    }
}

impl Page for People {
    const TEMPLATE: &'static str = "pages/people/list";

    fn title(&self) -> String {
        self.errors.title("People")
    }

    fn samples() -> Vec<Self> {
        let row = |name: &str, role: &str, team: &str| PersonRow {
            name: name.into(),
            page: "/desk/people/7".into(),
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
                Vec::new(),
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
                vec![TimelineEntry::new(
                    "2 June 2026, 09:12",
                    "Máire O'Hara",
                    "Priya Natarajan was invited as an officer",
                )],
                errors,
            ),
        ]
    }
}
