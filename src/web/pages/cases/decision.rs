//! Deciding a question, or refusing a request: first what it comes to and on which sections, then
//! what has to be written for each of them.
//!
//! A section is found by typing a part of its number or title, or below the exemption it belongs
//! to. Each step posts to the same address and carries what was typed, so that nothing is lost and
//! no script is needed.

use crate::web::pages::finder::Finder;
use crate::web::pages::form::{Choice, FORM, Field, FormErrors, Hidden};
use crate::web::pages::parts::{Link, SummaryRow, TimelineEntry};
use crate::web::pages::{AWKWARD, Page};
use serde::Serialize;

/// One step of a decision.
#[derive(Debug, Clone, Serialize)]
pub struct DecisionPage {
    /// The case's reference.
    pub reference: String,
    /// The case's subject.
    pub subject: String,
    /// The case page, where cancelling leads.
    pub case_href: String,
    /// What is decided: `Decide question 1`.
    pub heading: String,
    /// What it does, in a sentence or two.
    pub explanation: String,
    /// The question, or the request.
    pub material: Vec<SummaryRow>,
    /// Where the form goes.
    pub action: String,
    /// Values the form carries: of another step, what was typed there.
    pub hidden: Vec<Hidden>,
    /// The case's version the form was made from.
    pub version: String,
    /// The one-time token that makes a second click harmless.
    pub submission: String,
    /// What changed since the form was opened; empty unless somebody was first.
    pub changed: Vec<TimelineEntry>,
    /// How what is decided stands by now, where somebody was first.
    pub stands: Vec<SummaryRow>,
    /// What is wrong with the form.
    pub errors: FormErrors,
    /// The step.
    pub step: Step,
}

/// The two steps.
#[derive(Debug, Clone, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Step {
    /// What it comes to, and on which sections.
    Choose(Box<Choose>),
    /// What has to be written for it.
    Write(Box<Write>),
}

/// The choice of an outcome and of sections, or of a ground.
#[derive(Debug, Clone, Serialize)]
pub struct Choose {
    /// The outcome, or the ground.
    pub choice: Field,
    /// How sections are found; none where a ground is its own section.
    pub finder: Option<Field>,
    /// The other form, where this one is not the right one.
    pub instead: Option<Link>,
}

/// What has to be written.
#[derive(Debug, Clone, Serialize)]
pub struct Write {
    /// What was chosen.
    pub chosen: String,
    /// The fields that belong to no section.
    pub fields: Vec<Field>,
    /// The fields of each section.
    pub sections: Vec<SectionFields>,
    /// The words of the button.
    pub submit: String,
    /// The words of the button that leads back to the choice.
    pub back: String,
}

/// The fields of one section.
#[derive(Debug, Clone, Serialize)]
pub struct SectionFields {
    /// Its heading.
    pub title: String,
    /// What to know of it.
    pub note: Option<String>,
    /// Its fields.
    pub fields: Vec<Field>,
}

impl DecisionPage {
    /// The same page with what is wrong shown at its fields, and the rest above it.
    #[must_use]
    pub fn with_errors(mut self, errors: FormErrors) -> Self {
        let mut all: Vec<Field> = Vec::new();
        match &mut self.step {
            Step::Choose(choose) => {
                let choice = errors.onto([choose.choice.clone()]);
                all.extend(choice.iter().cloned());
                choose.choice = choice.into_iter().next().unwrap_or(choose.choice.clone());
                if let Some(finder) = &mut choose.finder {
                    finder.error = errors.about(&finder.name).map(str::to_owned);
                    all.push(finder.clone());
                }
            }
            Step::Write(write) => {
                write.fields = errors.onto(std::mem::take(&mut write.fields));
                all.extend(write.fields.iter().cloned());
                for section in &mut write.sections {
                    section.fields = errors.onto(std::mem::take(&mut section.fields));
                    all.extend(section.fields.iter().cloned());
                }
            }
        }
        self.errors = errors.leading_to(&all, FORM);
        self
    }
}

impl Page for DecisionPage {
    const TEMPLATE: &'static str = "pages/cases/deciding";

    fn title(&self) -> String {
        self.errors
            .title(&format!("{}: {}", self.heading, self.reference))
    }

    fn samples() -> Vec<Self> {
        let outcomes = [
            Choice::new("granted_in_full", "Granted in full"),
            Choice::new("refused", "Refused"),
        ];
        let choose = Self {
            reference: "FOI-2026-00042".into(),
            subject: "Use of drones since 2019".into(),
            case_href: "/desk/requests/FOI-2026-00042".into(),
            heading: "Decide question 1".into(),
            explanation: "An outcome for this question.".into(),
            material: vec![SummaryRow::new("Question 1", AWKWARD)],
            action: "/desk/requests/FOI-2026-00042/decisions".into(),
            hidden: vec![Hidden::new("number", "1")],
            version: "14".into(),
            submission: "b1946ac9".into(),
            changed: Vec::new(),
            stands: Vec::new(),
            errors: FormErrors::default(),
            step: Step::Choose(Box::new(Choose {
                choice: Field::radios(
                    "outcome",
                    "Outcome",
                    Choice::with_chosen(&outcomes, &["refused"]),
                ),
                finder: Some(Field::finder(
                    "find",
                    "Exemptions relied on",
                    Finder::sample(),
                )),
                instead: Some(Link::new(
                    "Refuse it for its cost, or as vexatious or repeated",
                    "/desk/requests/FOI-2026-00042/refusals/new?question=1",
                )),
            })),
        };
        let ground = Self {
            step: Step::Choose(Box::new(Choose {
                choice: Field::radios(
                    "ground",
                    "Ground",
                    vec![Choice::new("cost_limit", "s.12(1) Cost above the limit")],
                ),
                finder: None,
                instead: None,
            })),
            ..choose.clone()
        };
        let mut nothing = FormErrors::default();
        nothing.add("outcome", "Choose an outcome");
        nothing.add(
            "find",
            "No section has \u{201c}patrols\u{201d} in its number or title",
        );
        let write = Self {
            step: Step::Write(Box::new(Write {
                chosen: "Refused".into(),
                fields: vec![Field::textarea(
                    "answer",
                    "Answer",
                    AWKWARD,
                    6,
                    Some(20_000),
                )],
                sections: vec![SectionFields {
                    title: "s.36(2)(b)(i) Free and frank provision of advice".into(),
                    note: Some("Needs the opinion of a qualified person.".into()),
                    fields: vec![
                        Field::textarea("why-s_36", "Why it applies", "", 5, Some(20_000)),
                        Field::text("opinion_by-s_36", "Qualified person", ""),
                    ],
                }],
                submit: "Save the decision".into(),
                back: "Change the outcome or the sections".into(),
            })),
            changed: vec![TimelineEntry::new(
                "23 November 2026, 14:05",
                "Tom Weatherall",
                "Asked for clarification",
            )],
            stands: vec![SummaryRow::new("Question 1", AWKWARD)],
            ..choose.clone()
        };
        let mut empty = FormErrors::default();
        empty.add("why-s_36", "Write why the section applies (s.36)");
        vec![
            choose.clone(),
            choose.with_errors(nothing),
            ground,
            write.clone(),
            write.with_errors(empty),
        ]
    }
}
