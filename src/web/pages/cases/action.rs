//! One action on a case: what it does, what it does to the clock, and its form.
//!
//! The same page serves every action; the route names the fields. A form that was open
//! while somebody else changed the case comes back with what changed and what was typed.

use crate::web::pages::form::{Choice, DateValue, FORM, Field, FormErrors, Hidden};
use crate::web::pages::parts::{SummaryRow, TimelineEntry};
use crate::web::pages::{AWKWARD, Page};
use serde::Serialize;

/// The field of a document that is put with a letter.
pub const UPLOADED: &str = "document";

/// How a document is put with a letter whose form it is.
#[derive(Debug, Clone, Serialize)]
pub struct Upload {
    /// Where its button sends the form.
    pub action: String,
    /// What to know of it.
    pub hint: String,
    /// What is wrong with it.
    pub error: Option<String>,
}

/// The form of one action.
#[derive(Debug, Clone, Serialize)]
pub struct ActionPage {
    /// The case's reference.
    pub reference: String,
    /// The case's subject.
    pub subject: String,
    /// The case page, where cancelling leads.
    pub case_href: String,
    /// What the action is, for example `Extend the time limit`.
    pub heading: String,
    /// What it does, and what it does to the clock, in a sentence or two.
    pub explanation: String,
    /// What follows from it, for example the new due date.
    pub consequence: Vec<SummaryRow>,
    /// What helps to decide: the request, the question, the draft.
    pub material: Vec<SummaryRow>,
    /// The fields.
    pub fields: Vec<Field>,
    /// How a document is put with the letter, where the form is one of a letter.
    pub upload: Option<Upload>,
    /// Further values the form carries.
    pub hidden: Vec<Hidden>,
    /// Where the form goes.
    pub action: String,
    /// The words of its button.
    pub submit: String,
    /// Whether the action ends something, so that its button warns.
    pub warns: bool,
    /// The case's version the form was made from.
    pub version: String,
    /// The one-time token that makes a second click harmless.
    pub submission: String,
    /// What changed since the form was opened; empty unless somebody was first.
    pub changed: Vec<TimelineEntry>,
    /// What is wrong with the form.
    pub errors: FormErrors,
}

impl ActionPage {
    /// A form without fields, to which the caller adds what the action needs.
    ///
    /// `action` is the last part of the address, for example `extensions`; the form posts
    /// to `/desk/requests/<reference>/<action>`.
    #[must_use]
    pub fn new(reference: &str, subject: &str, action: &str, heading: &str, submit: &str) -> Self {
        let case_href = format!("/desk/requests/{reference}");
        Self {
            reference: reference.to_owned(),
            subject: subject.to_owned(),
            action: format!("{case_href}/{action}"),
            case_href,
            heading: heading.to_owned(),
            explanation: String::new(),
            consequence: Vec::new(),
            material: Vec::new(),
            fields: Vec::new(),
            upload: None,
            hidden: Vec::new(),
            submit: submit.to_owned(),
            warns: false,
            version: String::new(),
            submission: String::new(),
            changed: Vec::new(),
            errors: FormErrors::default(),
        }
    }

    /// The same form with what is wrong shown at its fields, and the rest above it.
    #[must_use]
    pub fn with_errors(mut self, errors: FormErrors) -> Self {
        let of_upload = self.upload.is_some().then(|| Field::text(UPLOADED, "", ""));
        let there: Vec<Field> = self.fields.iter().cloned().chain(of_upload).collect();
        self.errors = errors.leading_to(&there, FORM);
        self.fields = errors.onto(self.fields);
        if let Some(upload) = &mut self.upload {
            upload.error = errors.about(UPLOADED).map(str::to_owned);
        }
        self
    }
}

impl Page for ActionPage {
    const TEMPLATE: &'static str = "pages/cases/action";

    fn title(&self) -> String {
        self.errors
            .title(&format!("{}: {}", self.heading, self.reference))
    }

    fn samples() -> Vec<Self> {
        let new = |action, heading, submit| Self {
            version: "14".into(),
            submission: "b1946ac9".into(),
            ..Self::new(
                "FOI-2026-00042",
                "Use of drones since 2019",
                action,
                heading,
                submit,
            )
        };
        let grounds = [
            Choice::new("public_interest", "Public interest test")
                .hint("A qualified exemption needs more thought (s.10(3))."),
            Choice::new("complex", "Complex and voluminous"),
        ];
        let extend = Self {
            explanation:
                "The due date moves. The requester is told the reason and the new date in a letter."
                    .into(),
            consequence: vec![
                SummaryRow::new("Due now", "Friday 20 November 2026"),
                SummaryRow::new("Due then", "Friday 18 December 2026 (20 more working days)"),
            ],
            fields: vec![
                Field::radios(
                    "ground",
                    "Ground",
                    Choice::with_chosen(&grounds, &["complex"]),
                ),
                Field::date("until", "New due date", DateValue::new("18", "12", "2026"))
                    .hint("At the latest Friday 18 December 2026."),
                Field::textarea(
                    "reason",
                    "Reason, as the requester will read it",
                    "",
                    5,
                    Some(5_000),
                ),
            ],
            ..new("extensions", "Extend the time limit", "Extend")
        };
        let mut errors = FormErrors::default();
        errors.add("until", "The new due date must be a working day");
        errors.add("reason", "Give the reason");
        let decide = Self {
            explanation: "An outcome for this question. The answer can be drafted once every question has one.".into(),
            material: vec![SummaryRow::new("Question 1", AWKWARD)],
            fields: vec![
                Field::select("outcome", "Outcome", vec![Choice::new("granted_in_full", "Granted in full"), Choice::new("refused", "Refused")]),
                Field::checkboxes("exemptions", "Exemptions", vec![
                    Choice::new("s.12", "s.12 Cost exceeds the limit"),
                    Choice { chosen: true, ..Choice::new("s.40(2)", "s.40(2) Personal information").hint("Absolute where disclosure would break a data protection principle.") },
                ]),
                Field::textarea("reasons", "Reasons", AWKWARD, 6, None),
            ],
            hidden: vec![Hidden::new("question", "q-0001")],
            ..new("decisions", "Decide question 1", "Save the decision")
        };
        let stale = Self {
            changed: vec![
                TimelineEntry::new(
                    "23 November 2026, 14:05",
                    "Tom Weatherall",
                    "Asked for clarification",
                )
                .detail("The clock stopped."),
            ],
            ..decide.clone()
        };
        let close = Self {
            warns: true,
            explanation: "The case leaves the queue. It can still be read and found.".into(),
            ..new("closures", "Close the case", "Close the case")
        };
        let note = Self {
            fields: vec![Field::text("note", "Note", "").hint("Only the desk reads it.")],
            ..new("notes", "Add a note", "Add the note")
        };
        let letter = Self {
            fields: vec![Field::textarea("text", "Letter", AWKWARD, 10, None)],
            upload: Some(Upload {
                action: "/desk/requests/FOI-2026-00042/letter-documents".into(),
                hint: "At most 50 MB.".into(),
                error: None,
            }),
            ..new("letters", "Write to the requester", "Go on")
        };
        let mut no_document = FormErrors::default();
        no_document.add(UPLOADED, "Choose a document");
        vec![
            letter.clone(),
            letter.with_errors(no_document),
            extend.clone(),
            extend.with_errors(errors),
            decide,
            stale,
            close,
            note,
        ]
    }
}
