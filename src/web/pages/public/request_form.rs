//! Making a request, one question a page, then checking the answers.
//!
//! What was typed travels in the form itself; nothing is stored until it is sent.
//! A request needs the applicant's name, an address for correspondence and a
//! description of the information (FOIA s.8(1)).

use crate::casework::cases::requester::SHOWN_REQUEST;
use crate::web::pages::form::{Choice, Field, FormErrors, Hidden};
use crate::web::pages::parts::Link;
use crate::web::pages::{AWKWARD, Page};
use serde::Serialize;

/// The most characters of a request's text.
pub const LONGEST_REQUEST: usize = 20_000;

/// A request as typed so far; every field may be empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RequestDraft {
    /// The information asked for.
    pub description: String,
    /// The requester's name.
    pub name: String,
    /// The email address.
    pub email: String,
    /// The postal address, of several lines.
    pub address: String,
    /// How to reply: `email` or `post`.
    pub reply_by: String,
    /// The kind of requester, from the choices the authority offers.
    pub category: String,
}

impl RequestDraft {
    /// As its form shows it again: of texts far beyond what a field takes only the beginning, or
    /// anybody could have pages of megabytes made.
    pub fn shown_again(mut self) -> Self {
        const LINE: usize = 2_000;
        for (text, most) in [
            (&mut self.description, SHOWN_REQUEST),
            (&mut self.name, LINE),
            (&mut self.email, LINE),
            (&mut self.address, LINE),
            (&mut self.reply_by, LINE),
            (&mut self.category, LINE),
        ] {
            if let Some((end, _)) = text.char_indices().nth(most) {
                text.truncate(end);
            }
        }
        self
    }
}

/// The first page: what information.
#[derive(Debug, Clone, Serialize)]
pub struct RequestWhat {
    /// `description`.
    pub fields: Vec<Field>,
    /// What was typed on the other page.
    pub hidden: Vec<Hidden>,
    /// What is wrong with the form.
    pub errors: FormErrors,
}

/// The second page: who asks and where the answer goes.
#[derive(Debug, Clone, Serialize)]
pub struct RequestYou {
    /// `name`, `email`, `address`, `reply_by`, `category`.
    pub fields: Vec<Field>,
    /// The description.
    pub hidden: Vec<Hidden>,
    /// What is wrong with the form.
    pub errors: FormErrors,
}

/// The third page: check your answers.
#[derive(Debug, Clone, Serialize)]
pub struct RequestCheck {
    /// Everything typed.
    pub hidden: Vec<Hidden>,
    /// The answers.
    pub rows: Vec<AnswerRow>,
    /// The one-time token that makes a second click harmless.
    pub submission: String,
    /// What others asked that is like it; nothing where there is none.
    pub asked_before: Option<AskedBefore>,
}

/// What others asked that is like a request.
#[derive(Debug, Clone, Serialize)]
pub struct AskedBefore {
    /// How many asked, and about what; empty where no topic fits.
    pub text: String,
    /// What is published about it.
    pub publications: Vec<Link>,
    /// Answered requests like it, told without what says who asked.
    pub requests: Vec<AskedRequest>,
}

/// An answered request like this one.
#[derive(Debug, Clone, Serialize)]
pub struct AskedRequest {
    /// When it was asked.
    pub asked: String,
    /// How it was answered.
    pub answer: String,
    /// The words both have.
    pub shared: String,
}

/// An answer and the page that changes it.
#[derive(Debug, Clone, Serialize)]
pub struct AnswerRow {
    /// The question in short.
    pub label: String,
    /// The answer.
    pub value: String,
    /// Where the button that changes it posts.
    pub change: &'static str,
}

impl RequestDraft {
    fn what(&self) -> Vec<Hidden> {
        vec![Hidden::new("description", &self.description)]
    }

    fn you(&self) -> Vec<Hidden> {
        vec![
            Hidden::new("name", &self.name),
            Hidden::new("email", &self.email),
            Hidden::new("address", &self.address),
            Hidden::new("reply_by", &self.reply_by),
            Hidden::new("category", &self.category),
        ]
    }

    fn sample() -> Self {
        Self {
            description: AWKWARD.into(),
            name: "Siân O'Hara".into(),
            email: "sian@example.org".into(),
            address: "12 Long Lane\nBorough\nBO1 2AB".into(),
            reply_by: "email".into(),
            category: "media".into(),
        }
    }
}

impl RequestWhat {
    /// The page with what was typed so far.
    #[must_use]
    pub fn new(draft: &RequestDraft, errors: FormErrors) -> Self {
        let description = Field::textarea(
            "description",
            "What information are you asking for?",
            &draft.description,
            12,
            Some(LONGEST_REQUEST),
        )
        .hint("Say what you want to know, about where, and between which dates. The more exact you are, the sooner we can find it. You need not say why you ask.");
        Self {
            fields: errors.onto([description]),
            hidden: draft.you(),
            errors,
        }
    }
}

impl RequestYou {
    /// The page with what was typed so far; `categories` are the kinds of requester
    /// the authority asks about and may be empty.
    #[must_use]
    pub fn new(draft: &RequestDraft, categories: &[Choice], errors: FormErrors) -> Self {
        let ways = [
            Choice::new("email", "By email"),
            Choice::new("post", "By post"),
        ];
        let mut fields = vec![
            Field::input("name", "Your name", &draft.name, "text", "name")
                .hint("Your full name, or the name of your organisation."),
            Field::input("email", "Email address", &draft.email, "email", "email")
                .hint("Leave it empty if you want to be answered by post only."),
            Field::textarea("address", "Postal address", &draft.address, 4, None)
                .hint("Only needed if you give no email address or want the answer by post."),
            Field::radios(
                "reply_by",
                "How should we reply?",
                Choice::with_chosen(&ways, &[&draft.reply_by]),
            ),
        ];
        if !categories.is_empty() {
            fields.push(
                Field::select(
                    "category",
                    "Which describes you best? (optional)",
                    Choice::with_chosen(categories, &[&draft.category]),
                )
                .hint("For our statistics only. It changes nothing about the answer."),
            );
        }
        Self {
            fields: errors.onto(fields),
            hidden: draft.what(),
            errors,
        }
    }
}

impl RequestCheck {
    /// The page with everything typed; `category` is the label of the chosen kind of requester.
    #[must_use]
    pub fn new(draft: &RequestDraft, category: Option<&str>, submission: &str) -> Self {
        let row = |label: &str, value: &str, change| AnswerRow {
            label: label.into(),
            value: value.into(),
            change,
        };
        let (what, you) = ("/requests/new", "/requests/new/you");
        let reply = if draft.reply_by == "post" {
            "By post"
        } else {
            "By email"
        };
        let mut rows = vec![
            row("Your request", &draft.description, what),
            row("Your name", &draft.name, you),
        ];
        if !draft.email.is_empty() {
            rows.push(row("Email address", &draft.email, you));
        }
        if !draft.address.is_empty() {
            rows.push(row("Postal address", &draft.address, you));
        }
        rows.push(row("We reply", reply, you));
        if let Some(category) = category {
            rows.push(row("You are", category, you));
        }
        Self {
            hidden: [draft.what(), draft.you()].concat(),
            rows,
            submission: submission.to_owned(),
            asked_before: None,
        }
    }
}

impl Page for RequestWhat {
    const TEMPLATE: &'static str = "pages/public/request_what";

    fn title(&self) -> String {
        self.errors.title("What information are you asking for?")
    }

    fn samples() -> Vec<Self> {
        let mut errors = FormErrors::default();
        errors.add("description", "Describe the information you are asking for");
        vec![
            Self::new(&RequestDraft::default(), FormErrors::default()),
            Self::new(&RequestDraft::default(), errors),
            Self::new(&RequestDraft::sample(), FormErrors::default()),
        ]
    }
}

impl Page for RequestYou {
    const TEMPLATE: &'static str = "pages/public/request_you";

    fn title(&self) -> String {
        self.errors.title("About you")
    }

    fn samples() -> Vec<Self> {
        let categories = [
            Choice::new("", "Rather not say"),
            Choice::new("public", "Member of the public"),
            Choice::new("media", "Journalist"),
        ];
        let mut errors = FormErrors::default();
        errors.add("name", "Enter your name");
        errors.add(
            "email",
            "Enter an email address, like name@example.org, or a postal address",
        );
        errors.add("reply_by", "Choose how we should reply");
        vec![
            Self::new(&RequestDraft::default(), &[], FormErrors::default()),
            Self::new(&RequestDraft::default(), &categories, errors),
            Self::new(&RequestDraft::sample(), &categories, FormErrors::default()),
        ]
    }
}

impl Page for RequestCheck {
    const TEMPLATE: &'static str = "pages/public/request_check";

    fn title(&self) -> String {
        "Check your request".into()
    }

    fn samples() -> Vec<Self> {
        let short = RequestDraft {
            description: "How many vehicles were stolen in 2025?".into(),
            address: String::new(),
            ..RequestDraft::sample()
        };
        vec![
            Self {
                asked_before: Some(AskedBefore {
                    text: "14 people asked about \"Stolen vehicles\" in the last two years.".into(),
                    publications: vec![Link::new("Vehicles stolen by month", "/publications/7")],
                    requests: vec![AskedRequest {
                        asked: "March 2026".into(),
                        answer: "Granted in full".into(),
                        shared: "stolen, vehicles".into(),
                    }],
                }),
                ..Self::new(&RequestDraft::sample(), Some("Journalist"), "b1946ac9")
            },
            Self::new(&short, None, "b1946ac9"),
        ]
    }
}
