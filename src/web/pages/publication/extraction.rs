//! What cannot be extracted: topics refused on cost, and what would let them be answered.

use crate::web::pages::parts::Link;
use crate::web::pages::{AWKWARD, Page};
use serde::Serialize;

/// The page.
#[derive(Debug, Clone, Serialize)]
pub struct ExtractionPage {
    /// Of which requests, in a sentence.
    pub summary: String,
    /// The topics, the one whose requests would take longest first.
    pub rows: Vec<Unextracted>,
}

/// A topic refused on cost.
#[derive(Debug, Clone, Serialize)]
pub struct Unextracted {
    /// What it is called.
    pub label: String,
    /// Its page; empty for requests without a topic.
    pub href: String,
    /// How many requests were refused.
    pub refused: String,
    /// The hours they would take together.
    pub hours: String,
    /// The hours of the one in the middle, and how many the sum is of, where not of all.
    pub of: String,
    /// What would let them be answered, each with how many say so; may be empty.
    pub cures: Vec<String>,
    /// The refusals, the newest first.
    pub refusals: Vec<Refusal>,
    /// How many more there are; may be empty.
    pub more: String,
}

/// A request refused on its cost.
#[derive(Debug, Clone, Serialize)]
pub struct Refusal {
    /// Its reference and page.
    pub case: Link,
    /// The day it was received.
    pub received: String,
    /// The hours it would take.
    pub hours: String,
    /// Why, and what would let it be answered; may be empty.
    pub why: String,
}

impl Page for ExtractionPage {
    const TEMPLATE: &'static str = "pages/publication/extraction";

    fn title(&self) -> String {
        "Cannot extract".into()
    }

    fn samples() -> Vec<Self> {
        let refusal = |why: &str| Refusal {
            case: Link::new("FOI-2026-00412", "/desk/requests/FOI-2026-00412"),
            received: "3 May 2026".into(),
            hours: "41 hours".into(),
            why: why.into(),
        };
        let row = |label: &str, href: &str, cures: &[&str]| Unextracted {
            label: label.into(),
            href: href.into(),
            refused: "12 requests".into(),
            hours: "496 hours".into(),
            of: "half of them up to 40 hours each; of 11 that have an estimate".into(),
            cures: cures.iter().map(|cure| (*cure).to_owned()).collect(),
            refusals: vec![
                refusal("Each log would have to be read."),
                refusal(AWKWARD),
                refusal(""),
            ],
            more: "And 9 more.".into(),
        };
        let empty = Self {
            summary: "No request was refused on its cost.".into(),
            rows: vec![],
        };
        let full = Self {
            summary: "12 requests received between 21 November 2024 and 20 November 2026.".into(),
            rows: vec![
                row(
                    "Body-worn video",
                    "/desk/topics/12",
                    &["A field for the reason of a deletion (8 refusals)"],
                ),
                row(AWKWARD, "/desk/topics/13", &[AWKWARD]),
                row("No topic", "", &[]),
            ],
        };
        vec![empty, full]
    }
}
