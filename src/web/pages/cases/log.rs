//! Logging a request that came by any channel, with its true day of receipt.

use crate::web::pages::form::{Choice, DateValue, Field, FormErrors};
use crate::web::pages::{AWKWARD, Page};
use serde::Serialize;

/// The form that logs a request.
#[derive(Debug, Clone, Serialize)]
pub struct LogRequest {
    /// When, how and under which law: `received-day`, `received-month`,
    /// `received-year`, `channel`, `regime`, `variant`.
    pub receipt: Vec<Field>,
    /// Who: `name`, `email`, `address`, `category`.
    pub requester: Vec<Field>,
    /// What: `subject`, `request`, `acknowledge` (`yes` when ticked).
    pub request: Vec<Field>,
    /// The one-time token that makes a second click harmless.
    pub submission: String,
    /// What is wrong with the form.
    pub errors: FormErrors,
}

/// A request being logged, as typed so far.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LogValues {
    /// The day of receipt.
    pub received: DateValue,
    /// The channel's value.
    pub channel: String,
    /// The regime's id.
    pub regime: String,
    /// The variant's id, or nothing.
    pub variant: String,
    /// The requester's name.
    pub name: String,
    /// The email address.
    pub email: String,
    /// The postal address.
    pub address: String,
    /// The kind of requester.
    pub category: String,
    /// A few words on what it is about.
    pub subject: String,
    /// The request's text.
    pub request: String,
    /// Whether an acknowledgement is sent now.
    pub acknowledge: bool,
}

/// What can be chosen when logging a request.
#[derive(Debug, Clone, Default)]
pub struct LogChoices {
    /// The channels.
    pub channels: Vec<Choice>,
    /// The regimes.
    pub regimes: Vec<Choice>,
    /// The time limits.
    pub variants: Vec<Choice>,
    /// The kinds of requester; may be empty.
    pub categories: Vec<Choice>,
}

impl LogRequest {
    /// The form with what was typed so far.
    #[must_use]
    pub fn new(
        values: &LogValues,
        choices: &LogChoices,
        submission: &str,
        errors: FormErrors,
    ) -> Self {
        let mut requester = vec![
            Field::input("name", "Name", &values.name, "text", "off"),
            Field::input("email", "Email address", &values.email, "email", "off"),
            Field::textarea("address", "Postal address", &values.address, 3, None)
                .hint("An email or a postal address is needed."),
        ];
        if !choices.categories.is_empty() {
            requester.push(Field::select(
                "category",
                "Kind of requester",
                Choice::with_chosen(&choices.categories, &[&values.category]),
            ));
        }
        let acknowledge = Choice::new("yes", "Send the acknowledgement now")
            .hint("It gives the reference, the due date and the secret link.");
        Self {
            receipt: errors.onto([
                Field::date("received", "Day of receipt", values.received.clone()).hint(
                    "The day it reached the authority, not the day you log it. The count starts on the next working day.",
                ),
                Field::select("channel", "How it came", Choice::with_chosen(&choices.channels, &[&values.channel])),
                Field::select("regime", "Law", Choice::with_chosen(&choices.regimes, &[&values.regime])),
                Field::select("variant", "Time limit", Choice::with_chosen(&choices.variants, &[&values.variant]))
                    .hint("Another than the usual one only for these authorities and information."),
            ]),
            requester: errors.onto(requester),
            request: errors.onto([
                Field::text("subject", "Subject", &values.subject)
                    .hint("A few words for the queue, without personal data."),
                Field::textarea("request", "The request, word for word", &values.request, 12, Some(20_000)),
                Field::checkboxes(
                    "acknowledge",
                    "Acknowledgement",
                    Choice::with_chosen(&[acknowledge], if values.acknowledge { &["yes"] } else { &[] }),
                ),
            ]),
            submission: submission.to_owned(),
            errors,
        }
    }
}

impl Page for LogRequest {
    const TEMPLATE: &'static str = "pages/cases/log";

    fn title(&self) -> String {
        self.errors.title("Log a request")
    }

    fn samples() -> Vec<Self> {
        let choices = LogChoices {
            channels: [
                "Email",
                "Post",
                "Web form",
                "Phone",
                "Social media",
                "In person",
            ]
            .map(|label| Choice::new(label.to_lowercase().replace(' ', "_"), label))
            .into(),
            regimes: vec![
                Choice::new("uk-foia-2000", "Freedom of Information Act 2000"),
                Choice::new("uk-eir-2004", "Environmental Information Regulations 2004"),
            ],
            variants: vec![
                Choice::new("", "The usual one"),
                Choice::new("school", "Maintained schools (FOIA 2000)"),
            ],
            categories: vec![
                Choice::new("", "Not known"),
                Choice::new("media", "Journalist"),
            ],
        };
        let mut errors = FormErrors::default();
        errors.add(
            "received",
            "The day of receipt cannot be after today, 23 November 2026",
        );
        errors.add("name", "Enter the requester's name");
        errors.add("request", "Enter the request");
        let values = LogValues {
            received: DateValue::new("31", "12", "2026"),
            channel: "post".into(),
            regime: "uk-eir-2004".into(),
            email: "sian@example.org".into(),
            address: "12 Long Lane\nBorough".into(),
            category: "media".into(),
            subject: AWKWARD.into(),
            acknowledge: true,
            ..LogValues::default()
        };
        let no_categories = LogChoices {
            categories: vec![],
            ..choices.clone()
        };
        vec![
            Self::new(
                &LogValues::default(),
                &no_categories,
                "b1946ac9",
                FormErrors::default(),
            ),
            Self::new(&values, &choices, "b1946ac9", errors),
        ]
    }
}
