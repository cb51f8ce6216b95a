//! What the authority decided to publish and why, and each publication.

use crate::web::pages::form::Hidden;
use crate::web::pages::parts::{Link, SummaryRow, Tag, Tone};
use crate::web::pages::{AWKWARD, Page};
use serde::Serialize;

/// The register of publication decisions.
#[derive(Debug, Clone, Serialize)]
pub struct PublicDecisions {
    /// How many there are, in a sentence.
    pub summary: String,
    /// The decisions, the newest first.
    pub rows: Vec<PublicDecision>,
}

/// One decision as the public reads it.
#[derive(Debug, Clone, Serialize)]
pub struct PublicDecision {
    /// The topic, or that too few people asked to name it.
    pub topic: String,
    /// What was decided.
    pub decision: Tag,
    /// Why.
    pub reason: String,
    /// The day, short.
    pub decided: String,
    /// When it is to be done or looked at again; may be empty.
    pub when: String,
    /// When it was ended and why; may be empty.
    pub ended: String,
    /// The publication, once there is one.
    pub publication: Option<Link>,
}

/// One publication.
#[derive(Debug, Clone, Serialize)]
pub struct PublicationPage {
    /// Its title.
    pub title: String,
    /// When it was withdrawn, in a sentence; empty while it is published.
    pub withdrawn: String,
    /// Why it was.
    pub because: String,
    /// When it was published and when again.
    pub facts: Vec<SummaryRow>,
    /// Where it is; nowhere once it is withdrawn.
    pub address: String,
    /// Where a reader's word on it posts; nowhere once it is withdrawn.
    pub action: String,
    /// `shown`: that the page was shown to this reader today.
    pub hidden: Vec<Hidden>,
}

impl Page for PublicDecisions {
    const TEMPLATE: &'static str = "pages/public/publication_decisions";

    fn title(&self) -> String {
        "Publication decisions".into()
    }

    fn samples() -> Vec<Self> {
        let row = |topic: &str, decision: &str, reason: &str| PublicDecision {
            topic: topic.into(),
            decision: Tag::new(decision, Tone::Plain),
            reason: reason.into(),
            decided: "23 Nov 2026".into(),
            when: "To be published by 31 January 2027.".into(),
            ended: String::new(),
            publication: None,
        };
        vec![
            Self {
                summary: "No decision has been recorded yet.".into(),
                rows: vec![],
            },
            Self {
                summary: "3 decisions.".into(),
                rows: vec![
                    PublicDecision {
                        publication: Some(Link::new("Speed cameras", "/publications/7")),
                        ..row(
                            "Speed cameras: offences and income",
                            "Publish every 3 months",
                            "Nine people asked.",
                        )
                    },
                    PublicDecision {
                        ended: "Withdrawn on 2 December 2026: It named a street.".into(),
                        ..row(AWKWARD, "Not now", AWKWARD)
                    },
                    row(
                        "A topic fewer than 5 people asked about",
                        "Cannot be published",
                        "Not given here.",
                    ),
                ],
            },
        ]
    }
}

impl Page for PublicationPage {
    const TEMPLATE: &'static str = "pages/public/publication";

    fn title(&self) -> String {
        self.title.clone()
    }

    fn samples() -> Vec<Self> {
        let page = Self {
            withdrawn: String::new(),
            because: String::new(),
            title: "Speed cameras: offences and income".into(),
            facts: vec![SummaryRow::new("Published", "23 November 2026")],
            address: "https://data.example.org/speed-cameras".into(),
            action: "/publications/7/answers".into(),
            hidden: vec![Hidden::new("shown", "3f8a6c")],
        };
        let again = Self {
            title: AWKWARD.into(),
            facts: vec![
                SummaryRow::new("Published", "24 November 2026"),
                SummaryRow::new("Next due", "24 February 2027"),
            ],
            ..page.clone()
        };
        let withdrawn = Self {
            withdrawn: "This publication was withdrawn on 2 December 2026.".into(),
            because: AWKWARD.into(),
            address: String::new(),
            action: String::new(),
            hidden: Vec::new(),
            ..page.clone()
        };
        vec![page, again, withdrawn]
    }
}
