//! The case page: the request, its clock, what can be done now, and everything that happened.

use super::correspondence::{CaseLetter, CaseMessage};
use super::documents::{DocumentForm, DocumentLine};
use super::waiting::WaitingItem;
use crate::web::pages::arithmetic::Arithmetic;
use crate::web::pages::parts::{Link, SummaryRow, Tag, TimelineEntry, Tone};
use crate::web::pages::{AWKWARD, Page};
use serde::Serialize;

/// The page of one case.
#[derive(Debug, Clone, Serialize)]
pub struct CasePage {
    /// The reference.
    pub reference: String,
    /// The subject.
    pub subject: String,
    /// The stage.
    pub stage: Tag,
    /// The outcome of the whole, once there is one.
    pub outcome: Option<Tag>,
    /// What is due: the answer or, while one is open, its review.
    pub due_label: String,
    /// The due date in words; why there is none while the clock is stopped.
    pub due: String,
    /// The due date against today.
    pub due_tag: Option<Tag>,
    /// The internal targets, each in a few words; none while the clock is stopped.
    pub targets: Vec<String>,
    /// The facts beside the request: law, received, channel, officer, team.
    pub facts: Vec<SummaryRow>,
    /// Who asks: name, email address, postal address, kind of requester.
    pub requester: Vec<SummaryRow>,
    /// What the law and the role allow now.
    pub actions: Vec<CaseAction>,
    /// What is said where nothing is allowed; else empty.
    pub nothing: String,
    /// What they do not, and why.
    pub refused: Vec<RefusedAction>,
    /// Where something that is wrong is corrected.
    pub correct: Link,
    /// What the requester sent that waits for the desk, in the order it came.
    pub waiting: Vec<WaitingItem>,
    /// What wants a decision: an address that fails.
    pub notices: Vec<Notice>,
    /// The request, word for word.
    pub request_text: String,
    /// How the due date came about.
    pub arithmetic: Option<Arithmetic>,
    /// The numbered questions.
    pub questions: Vec<Question>,
    /// The documents of the answer.
    pub documents: Vec<DocumentLine>,
    /// The form that adds one, while that is allowed.
    pub document_form: Option<DocumentForm>,
    /// Letters to the requester, latest first.
    pub letters: Vec<CaseLetter>,
    /// Messages that came in, latest first.
    pub messages: Vec<CaseMessage>,
    /// Where the rest of what was sent is, where the page does not show all.
    pub rest: Option<Link>,
    /// What happened, latest first.
    pub timeline: Vec<TimelineEntry>,
    /// Notes of the desk, latest first.
    pub notes: Vec<TimelineEntry>,
    /// Requests like this one.
    pub similar: Vec<SimilarRequest>,
    /// The topic.
    pub topic: Option<Link>,
    /// Whether the topic is only suggested, and by which words; or that it asks for a dataset.
    pub topic_notes: Vec<String>,
    /// Where the topic is confirmed or changed.
    pub topic_form: Link,
}

/// Something that can be done now.
#[derive(Debug, Clone, Serialize)]
pub struct CaseAction {
    /// What it is.
    pub label: String,
    /// Its form.
    pub href: String,
    /// Whether it is what is usually done next.
    pub primary: bool,
    /// What it does, in a few words; may be empty.
    pub hint: String,
}

/// Something that cannot be done now.
#[derive(Debug, Clone, Serialize)]
pub struct RefusedAction {
    /// What it is.
    pub label: String,
    /// Why not.
    pub reason: String,
    /// The section that says so, or nothing.
    pub section: String,
}

/// One numbered question of the request.
#[derive(Debug, Clone, Serialize)]
pub struct Question {
    /// Its number, counted from 1.
    pub number: String,
    /// Its text.
    pub text: String,
    /// What was decided.
    pub outcome: Option<Tag>,
    /// The exemptions applied, each as `s.40(2) Personal information`.
    pub exemptions: Vec<String>,
    /// The reasons given, or nothing.
    pub reasons: String,
    /// The form that decides it, while that is allowed.
    pub decide: Option<Link>,
    /// The topics it may belong to, where the request asks several questions.
    pub topics: Vec<SuggestedTopic>,
    /// Whether no topic fits it.
    pub probably_new: bool,
}

/// A topic a question may belong to.
#[derive(Debug, Clone, Serialize)]
pub struct SuggestedTopic {
    /// The topic's page.
    pub topic: Link,
    /// The words that speak for it, separated by commas.
    pub because: String,
}

/// Something that wants a decision.
#[derive(Debug, Clone, Serialize)]
pub struct Notice {
    /// What it is, in a sentence.
    pub text: String,
    /// Where it is decided.
    pub link: Link,
}

/// A request like this one.
#[derive(Debug, Clone, Serialize)]
pub struct SimilarRequest {
    /// Its reference.
    pub reference: String,
    /// Its case page.
    pub href: String,
    /// Its subject.
    pub subject: String,
    /// Its outcome or its stage.
    pub outcome: String,
    /// The words both have, separated by commas.
    pub shared: String,
}

impl Page for CasePage {
    const TEMPLATE: &'static str = "pages/cases/case";

    fn title(&self) -> String {
        format!("{} {}", self.reference, self.subject)
    }

    fn samples() -> Vec<Self> {
        let (documents, document_form) = super::documents::samples();
        let (letters, messages) = super::correspondence::samples();
        let action = |label: &str, href: &str, primary, hint: &str| CaseAction {
            label: label.into(),
            href: format!("/desk/requests/FOI-2026-00042/{href}"),
            primary,
            hint: hint.into(),
        };
        let new = Self {
            reference: "FOI-2026-00042".into(),
            subject: "Use of drones since 2019".into(),
            stage: Tag::new("Received", Tone::Plain),
            outcome: None,
            due_label: "Due".into(),
            due: "Monday 21 December 2026".into(),
            due_tag: Some(Tag::new("due in 20 working days", Tone::Plain)),
            targets: vec![
                "allocate by 25 November 2026 (next)".into(),
                "search by 7 December 2026".into(),
            ],
            facts: vec![
                SummaryRow::new("Law", "Freedom of Information Act 2000"),
                SummaryRow::new("Received", "Monday 23 November 2026"),
                SummaryRow::new("Channel", "Email"),
                SummaryRow::new("Officer", "Nobody yet"),
            ],
            requester: vec![
                SummaryRow::new("Name", "Siân O'Hara"),
                SummaryRow::new("Email address", "sian@example.org"),
            ],
            nothing: String::new(),
            actions: vec![
                action(
                    "Allocate",
                    "allocations/new",
                    true,
                    "Choose the officer who handles it.",
                ),
                action(
                    "Ask for clarification",
                    "clarifications/new",
                    false,
                    "Stops the clock.",
                ),
                action("Add a note", "notes/new", false, ""),
            ],
            correct: Link::new(
                "Correct something",
                "/desk/requests/FOI-2026-00042/corrections/new",
            ),
            refused: vec![],
            waiting: vec![],
            notices: vec![],
            request_text:
                "How many drones do you own, and how often were they flown in each year since 2019?"
                    .into(),
            arithmetic: None,
            questions: vec![],
            documents: vec![],
            document_form: None,
            letters: vec![],
            messages: vec![],
            rest: None,
            timeline: vec![TimelineEntry::new(
                "23 November 2026, 09:30",
                "Priya Natarajan",
                "Logged the request",
            )],
            notes: vec![],
            similar: vec![],
            topic: None,
            topic_notes: vec![],
            topic_form: Link::new(
                "Choose the topic",
                "/desk/requests/FOI-2026-00042/topics/new",
            ),
        };
        let full = Self {
            subject: AWKWARD.into(),
            stage: Tag::new("Drafting", Tone::Active),
            outcome: Some(Tag::new("Granted in part", Tone::Good)),
            due_label: "Review due".into(),
            due: "Tuesday 3 November 2026".into(),
            due_tag: Some(Tag::new("4 working days late", Tone::Bad)),
            refused: vec![
                RefusedAction {
                    label: "Extend the time limit".into(),
                    reason:
                        "The 20 working days have passed; an extension is made before the due date."
                            .into(),
                    section: "s.10(3)".into(),
                },
                RefusedAction {
                    label: "Send the answer".into(),
                    reason: "Question 2 has no outcome yet.".into(),
                    section: String::new(),
                },
            ],
            waiting: super::waiting::samples(),
            notices: vec![Notice {
                text: "Letters to sian@example.org do not arrive (550 no such mailbox).".into(),
                link: Link::new("See the letters", "/desk/mail/undelivered"),
            }],
            messages,
            rest: Some(Link::new(
                "Older messages are not shown here. Read all that was sent",
                "/desk/requests/FOI-2026-00042/received",
            )),
            request_text: AWKWARD.into(),
            arithmetic: Some(Arithmetic::sample()),
            questions: vec![
                Question {
                    number: "1".into(),
                    text: "How many drones do you own?".into(),
                    outcome: Some(Tag::new("Granted in full", Tone::Good)),
                    exemptions: vec![],
                    reasons: String::new(),
                    decide: None,
                    topics: Vec::new(),
                    probably_new: true,
                },
                Question {
                    number: "2".into(),
                    text: AWKWARD.into(),
                    outcome: Some(Tag::new("Refused", Tone::Bad)),
                    exemptions: vec![
                        "s.31(1)(a) Law enforcement".into(),
                        "s.40(2) Personal information".into(),
                    ],
                    reasons: "Exact flight times would show when an area is not watched.".into(),
                    decide: Some(Link::new(
                        "Change the decision",
                        "/desk/requests/FOI-2026-00042/decisions/new?question=2",
                    )),
                    topics: vec![SuggestedTopic {
                        topic: Link::new("Drones: flights and cost", "/desk/topics/9"),
                        because: "drones, flights".into(),
                    }],
                    probably_new: false,
                },
            ],
            documents,
            document_form: Some(document_form),
            letters,
            timeline: vec![
                TimelineEntry::new("1 December 2026, 15:40", "The requester", "Replied")
                    .detail(AWKWARD),
                TimelineEntry::new(
                    "30 November 2026, 10:12",
                    "Priya Natarajan",
                    "Asked for clarification",
                )
                .detail("The clock stopped."),
                TimelineEntry::new(
                    "23 November 2026, 09:30",
                    "Priya Natarajan",
                    "Logged the request",
                ),
            ],
            notes: vec![TimelineEntry::new(
                "24 November 2026, 11:02",
                "Tom Weatherall",
                "Fleet services hold the flight log; ask for Mrs Okafor.",
            )],
            similar: vec![SimilarRequest {
                reference: "FOI-2025-00871".into(),
                href: "/desk/requests/FOI-2025-00871".into(),
                subject: "Drone flights over football grounds".into(),
                outcome: "Granted in full".into(),
                shared: "drone, flown, year".into(),
            }],
            topic: Some(Link::new("Drones and unmanned aircraft", "/desk/topics/12")),
            topic_notes: vec![
                "Suggested by: drone, flown. Nobody has confirmed it.".into(),
                "Asks for a dataset.".into(),
            ],
            ..new.clone()
        };
        let closed = Self {
            nothing: "Nothing: the case is closed.".into(),
            actions: Vec::new(),
            ..new.clone()
        };
        vec![new, full, closed]
    }
}
