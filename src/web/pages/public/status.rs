//! What the requester sees of a case: its state, whose turn it is, the dates and the letters.

use crate::web::pages::arithmetic::Arithmetic;
use crate::web::pages::form::{Field, FormErrors};
use crate::web::pages::parts::{Link, Tag, TimelineEntry, Tone};
use crate::web::pages::{AWKWARD, Page};
use serde::Serialize;

/// The status page of one request.
#[derive(Debug, Clone, Serialize)]
pub struct StatusPage {
    /// The public reference.
    pub reference: String,
    /// The state in plain words, for example `We are searching our records`.
    pub state: Tag,
    /// Whose turn it is, as a heading: `We are working on it`, `It is your turn`.
    pub turn: String,
    /// What that means, in one or two sentences.
    pub turn_text: String,
    /// What of theirs has reached us and waits for somebody here.
    pub arrived: Vec<String>,
    /// Whether the requester is the one to act.
    pub yours: bool,
    /// Whether our answer is our last word so far, so that the turn leads to the letter.
    pub last_word: bool,
    /// The day of receipt in words.
    pub received: String,
    /// The due date in words; nothing while the clock is stopped or after the answer.
    pub due: Option<String>,
    /// The due date against today, for example `in 3 working days`.
    pub due_words: Option<String>,
    /// The day of the answer in words.
    pub answered: Option<String>,
    /// How the due date came about.
    pub arithmetic: Option<Arithmetic>,
    /// The request as made.
    pub request_text: String,
    /// What happened, latest first.
    pub timeline: Vec<TimelineEntry>,
    /// That not all of what they wrote is shown, where there is much of it.
    pub older: Option<String>,
    /// Documents that went out with our letters.
    pub documents: Vec<PublicDocument>,
    /// Letters sent to the requester, latest first.
    pub letters: Vec<PublicLetter>,
    /// The form to reply, while replies are taken.
    pub reply: Option<ReplyForm>,
    /// What the requester can do about the answer.
    pub rights: Vec<Right>,
    /// What else they can do here, each with its form.
    pub acts: Vec<Link>,
    /// Being told when what was asked about is published.
    pub wish: Option<Wish>,
}

/// Being told when what was asked about is published.
#[derive(Debug, Clone, Serialize)]
pub struct Wish {
    /// Where the button posts; nothing once it was pressed.
    pub action: Option<String>,
    /// What it does, or that it was done.
    pub text: String,
}

/// A document that went out with a letter.
#[derive(Debug, Clone, Serialize)]
pub struct PublicDocument {
    /// Its name.
    pub name: String,
    /// Where it is to be had.
    pub href: String,
    /// Its size in words.
    pub size: String,
}

/// A letter as the requester reads it.
#[derive(Debug, Clone, Serialize)]
pub struct PublicLetter {
    /// The day in words.
    pub when: String,
    /// Its subject.
    pub subject: String,
    /// Its text.
    pub text: String,
}

/// The form to reply.
#[derive(Debug, Clone, Serialize)]
pub struct ReplyForm {
    /// Where it goes.
    pub action: String,
    /// `reply`.
    pub fields: Vec<Field>,
    /// The one-time token that makes a second click harmless.
    pub submission: String,
    /// What is wrong with the form.
    pub errors: FormErrors,
}

/// A right of the requester.
#[derive(Debug, Clone, Serialize)]
pub struct Right {
    /// What it is, for example `Ask for an internal review`.
    pub heading: String,
    /// Until when and how.
    pub text: String,
    /// Where to use it.
    pub link: Option<Link>,
}

impl ReplyForm {
    /// The form with the reply typed so far.
    #[must_use]
    pub fn new(
        action: &str,
        label: &str,
        reply: &str,
        submission: &str,
        errors: FormErrors,
    ) -> Self {
        Self {
            action: action.to_owned(),
            fields: errors.onto([Field::textarea("reply", label, reply, 6, Some(20_000))]),
            submission: submission.to_owned(),
            errors,
        }
    }
}

impl Page for StatusPage {
    const TEMPLATE: &'static str = "pages/public/status";

    fn title(&self) -> String {
        let title = format!("Request {}", self.reference);
        self.reply
            .as_ref()
            .map_or_else(|| title.clone(), |form| form.errors.title(&title))
    }

    fn samples() -> Vec<Self> {
        let new = Self {
            reference: "FOI-2026-00042".into(),
            state: Tag::new("Received", Tone::Active),
            turn: "We are working on it".into(),
            turn_text: "You need not do anything. We will write to you by Monday 21 December 2026."
                .into(),
            arrived: vec!["Your message of Tuesday 24 November 2026 is with us.".into()],
            yours: false,
            last_word: false,
            received: "Monday 23 November 2026".into(),
            due: Some("Monday 21 December 2026".into()),
            due_words: Some("in 20 working days".into()),
            answered: None,
            arithmetic: Some(Arithmetic::sample()),
            request_text: AWKWARD.into(),
            older: None,
            timeline: vec![TimelineEntry::new(
                "23 November 2026",
                "You",
                "Made the request",
            )],
            documents: vec![],
            letters: vec![],
            reply: None,
            rights: vec![],
            acts: vec![
                Link::new(
                    "Withdraw the request",
                    "/status/8JfPq2sVt0yXwZ3nB6cL9dKe/withdrawals/new",
                ),
                Link::new(
                    "Change where we answer you",
                    "/status/8JfPq2sVt0yXwZ3nB6cL9dKe/addresses/new",
                ),
            ],
            wish: None,
        };
        let mut errors = FormErrors::default();
        errors.add("reply", "Write your reply");
        let yours = Self {
            state: Tag::new("Waiting for you", Tone::Soon),
            turn: "It is your turn".into(),
            turn_text: "We asked you which district and which years you mean. The whole time for our answer begins again on the day your reply reaches us. If nothing has reached us by Friday 5 March 2027, we may close the request.".into(),
            yours: true,
            due: None,
            due_words: None,
            arithmetic: None,
            older: Some("What you wrote longest ago is with your request and is not shown here.".into()),
            timeline: vec![
                TimelineEntry::new("30 November 2026", "Borough Police", "Asked you a question").detail("Which district, and which years?"),
                TimelineEntry::new("23 November 2026", "You", "Made the request"),
            ],
            letters: vec![PublicLetter { when: "30 November 2026".into(), subject: "We need to know more: FOI-2026-00042".into(), text: AWKWARD.into() }],
            reply: Some(ReplyForm::new("/status/8JfPq2sVt0yXwZ3nB6cL9dKe/replies", "Your reply", "", "b1946ac9", errors)),
            ..new.clone()
        };
        let answered = Self {
            state: Tag::new("Granted in part", Tone::Good),
            turn: "We have answered".into(),
            turn_text:
                "Our answer is below. If you are not content with it, you can ask us to look again."
                    .into(),
            due: None,
            documents: vec![PublicDocument {
                name: "Stops & searches <2025>.csv".into(),
                href: "/status/FOI-2026-00042.8JfPq2sVt0yXwZ3nB6cL9dKe/documents/7".into(),
                size: "12 kB".into(),
            }],
            yours: false,
            last_word: true,
            due_words: None,
            answered: Some("Thursday 17 December 2026".into()),
            wish: Some(Wish {
                action: Some("/status/8JfPq2sVt0yXwZ3nB6cL9dKe/wishes".into()),
                text: "We will write to you once, when we publish it.".into(),
            }),
            rights: vec![
                Right {
                    heading: "Ask for an internal review".into(),
                    text: "You can ask until 17 February 2027, here, by email or by letter.".into(),
                    link: Some(Link::new(
                        "Ask for an internal review",
                        "/status/8JfPq2sVt0yXwZ3nB6cL9dKe/reviews/new",
                    )),
                },
                Right {
                    heading: "Complain to the regulator".into(),
                    text: "After the review, you can complain to the Information Commissioner."
                        .into(),
                    link: Some(Link::new(
                        "Information Commissioner",
                        "https://commissioner.example.org/",
                    )),
                },
            ],
            reply: Some(ReplyForm::new(
                "/status/8JfPq2sVt0yXwZ3nB6cL9dKe/replies",
                "Write to us about this request",
                AWKWARD,
                "b1946ac9",
                FormErrors::default(),
            )),
            ..yours.clone()
        };
        vec![new, yours, answered]
    }
}
