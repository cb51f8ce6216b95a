//! One decision about a topic: what it does, and its form.
//!
//! The same page serves every decision; the route names the fields.

use crate::web::pages::form::{Choice, DateValue, FORM, Field, FormErrors, Hidden};
use crate::web::pages::parts::SummaryRow;
use crate::web::pages::{AWKWARD, Page};
use serde::Serialize;

/// The form of one decision.
#[derive(Debug, Clone, Serialize)]
pub struct TopicForm {
    /// The words of the way back.
    pub back: String,
    /// Where cancelling leads.
    pub back_href: String,
    /// What the decision is, for example `Merge into another topic`.
    pub heading: String,
    /// What it is about: the topic's name, or the request's subject.
    pub about: String,
    /// What it does, in a sentence or two.
    pub explanation: String,
    /// What stands by now, where somebody was first; else empty.
    pub stands: Vec<SummaryRow>,
    /// What helps to decide.
    pub material: Vec<SummaryRow>,
    /// The fields.
    pub fields: Vec<Field>,
    /// Further values the form carries.
    pub hidden: Vec<Hidden>,
    /// Where the form goes.
    pub action: String,
    /// The words of its button.
    pub submit: String,
    /// The one-time token that makes a second click harmless.
    pub submission: String,
    /// What is wrong with the form.
    pub errors: FormErrors,
}

impl TopicForm {
    /// The same form with what is wrong shown at its fields, and the rest above it.
    #[must_use]
    pub fn with_errors(mut self, errors: FormErrors) -> Self {
        self.errors = errors.leading_to(&self.fields, FORM);
        self.fields = errors.onto(self.fields);
        self
    }
}

impl Page for TopicForm {
    const TEMPLATE: &'static str = "pages/topics/form";

    fn title(&self) -> String {
        self.errors
            .title(&format!("{}: {}", self.heading, self.about))
    }

    fn samples() -> Vec<Self> {
        let rename = Self {
            back: "Topic 12".into(),
            back_href: "/desk/topics/12".into(),
            heading: "Rename the topic".into(),
            about: "Speed cameras: offences and income".into(),
            explanation: "The number and the history stay.".into(),
            stands: vec![],
            material: vec![],
            fields: vec![Field::text("label", "Name", "Speed cameras")],
            hidden: vec![],
            action: "/desk/topics/12/names".into(),
            submit: "Rename".into(),
            submission: "b1946ac9".into(),
            errors: FormErrors::default(),
        };
        let decide = Self {
            heading: "Decide".into(),
            about: AWKWARD.into(),
            material: vec![SummaryRow::new("Score", "81 of 100, 69 without effort")],
            fields: vec![
                Field::radios(
                    "kind",
                    "Decision",
                    vec![
                        Choice::new("publish_once", "Publish once"),
                        Choice::new("not_now", "Not now").hint("A review date is needed."),
                    ],
                ),
                Field::textarea("reason", "Reason, as the public will read it", "", 5, None),
                Field::date("due", "To be done by", DateValue::default()),
            ],
            hidden: vec![Hidden::new("topic", "0012")],
            ..rename.clone()
        };
        let mut errors = FormErrors::default();
        errors.add("label", "Enter a name for the topic.");
        errors.add("other", "Something later changed the same topic.");
        let late = Self {
            stands: vec![SummaryRow::new("Decision", AWKWARD)],
            ..decide.clone()
        };
        vec![rename.clone(), rename.with_errors(errors), decide, late]
    }
}
