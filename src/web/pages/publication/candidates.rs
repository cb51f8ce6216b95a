//! Publication candidates: what to publish next, with the arithmetic of each score.
//!
//! The score is this program's, not the law's; the page says so.

use crate::web::pages::parts::{Link, Phrase, SummaryRow, Tag, Tone};
use crate::web::pages::{AWKWARD, Page};
use serde::Serialize;

/// The list of publication candidates.
#[derive(Debug, Clone, Serialize)]
pub struct Candidates {
    /// From which requests, in a sentence.
    pub summary: String,
    /// What holds of the whole list, a sentence or two each: which decisions are owed, which topics
    /// are blocked; may be empty.
    pub notes: Vec<String>,
    /// What the score is made of.
    pub weights: Vec<Weight>,
    /// The limits that go with it.
    pub limits: Vec<SummaryRow>,
    /// The candidates of this page, highest first.
    pub rows: Vec<Candidate>,
    /// Which page of how many it is; empty where there is one.
    pub of: String,
    /// The page before.
    pub previous: Option<String>,
    /// The page after.
    pub next: Option<String>,
}

/// A part of the score and what it can give.
#[derive(Debug, Clone, Serialize)]
pub struct Weight {
    /// Its name.
    pub part: String,
    /// The most points it gives.
    pub most: String,
    /// What it measures.
    pub meaning: String,
}

/// A topic that may be worth publishing.
#[derive(Debug, Clone, Serialize)]
pub struct Candidate {
    /// Its place, counted from 1.
    pub rank: String,
    /// The topic's label.
    pub label: String,
    /// The topic's page.
    pub href: String,
    /// How many requests, for example `83 requests`.
    pub requests: String,
    /// The list of exactly these.
    pub requests_href: String,
    /// The score.
    pub score: Score,
    /// How it came about, and what blocks publication or asks for it.
    pub arithmetic: Vec<Line>,
    /// What was decided, or the form that decides.
    pub decision: Link,
}

/// A line of a score's arithmetic.
#[derive(Debug, Clone, Serialize)]
pub struct Line {
    /// The part and its points; empty for a gate or a trigger.
    pub lead: String,
    /// The sentence.
    pub because: Vec<Phrase>,
}

impl Line {
    /// The lines of a score.
    #[must_use]
    pub fn all(score: &Score) -> Vec<Self> {
        let parts = score.parts.iter().map(|part| Self {
            lead: format!("{} {} of {}.", part.part, part.points, part.most),
            because: part.because.clone(),
        });
        let share = Self {
            lead: format!("Publishable shape {}.", score.share),
            because: score.share_because.clone(),
        };
        let confidence = Self {
            lead: format!("Confidence {}.", score.confidence.text),
            because: score.confidence_because.clone(),
        };
        let reasons = score.reasons.iter().map(|reason| Self {
            lead: String::new(),
            because: reason.because.clone(),
        });
        parts.chain([share, confidence]).chain(reasons).collect()
    }
}

/// A score with its parts.
#[derive(Debug, Clone, Serialize)]
pub struct Score {
    /// The points.
    pub points: String,
    /// The most there could be.
    pub most: String,
    /// The points of all parts together.
    pub sum: String,
    /// The share of them that counts, for example `x 0.82`.
    pub share: String,
    /// How that came about, in a sentence.
    pub share_because: Vec<Phrase>,
    /// The points of each part, in the order of the weights.
    pub parts: Vec<ScorePart>,
    /// How sure the score is.
    pub confidence: Tag,
    /// What that rests on.
    pub confidence_because: Vec<Phrase>,
    /// Gates that stop publication and triggers that ask for it.
    pub tags: Vec<Tag>,
    /// Why each of them does.
    pub reasons: Vec<Reason>,
    /// The points without those for effort, in words.
    pub without_effort: String,
}

/// Why a gate is closed or a trigger has fired.
#[derive(Debug, Clone, Serialize)]
pub struct Reason {
    /// The sentence.
    pub because: Vec<Phrase>,
}

/// The points of one part.
#[derive(Debug, Clone, Serialize)]
pub struct ScorePart {
    /// The part's name.
    pub part: String,
    /// The points.
    pub points: String,
    /// The most it gives.
    pub most: String,
    /// How the points came about, in a sentence.
    pub because: Vec<Phrase>,
}

impl Score {
    pub(crate) fn sample() -> Self {
        let figure = |text: &str, opens: &str| Phrase {
            text: text.into(),
            href: "/desk/requests?topic=12&counted=full".into(),
            opens: opens.into(),
        };
        let part = |part: &str, points: &str, most: &str, because: &str| ScorePart {
            part: part.into(),
            points: points.into(),
            most: most.into(),
            because: vec![
                figure("61 requesters", ": their requests"),
                Phrase::plain(because),
            ],
        };
        Self {
            points: "71".into(),
            sum: "84".into(),
            share: "x 0.85".into(),
            share_because: vec![
                figure(
                    "68 of 83 requests read",
                    ": requests for what could be published",
                ),
                Phrase::plain(" ask for what could be published (\u{201c}how many\u{201d} 41)"),
            ],
            most: "100".into(),
            parts: vec![
                part(
                    "Demand",
                    "27",
                    "30",
                    "61 different people asked in the last 12 months.",
                ),
                part(
                    "Persistence",
                    "18",
                    "20",
                    "Asked in 9 of the last 10 quarters.",
                ),
                part(
                    "Effort avoided",
                    "14",
                    "20",
                    "Answers took 9 working days each in the middle.",
                ),
                part(
                    "Releasability",
                    "12",
                    "20",
                    "58 of 83 answers gave everything.",
                ),
                part(
                    "Public interest",
                    "0",
                    "10",
                    "No topic word of the publication scheme.",
                ),
            ],
            confidence: Tag::new("A", Tone::Good),
            confidence_because: vec![
                figure("83 requests", ""),
                Phrase::plain(", 96% confirmed, 88% with recorded hours"),
            ],
            tags: vec![
                Tag::new("Personal data", Tone::Bad),
                Tag::new("Three requesters or more", Tone::Plain),
            ],
            reasons: vec![Reason {
                because: vec![
                    Phrase::plain("Blocked: "),
                    figure("all 5 answers", ": requests refused"),
                    Phrase::plain(" were refusals."),
                ],
            }],
            without_effort: "57 without effort".into(),
        }
    }
}

impl Page for Candidates {
    const TEMPLATE: &'static str = "pages/publication/candidates";

    fn title(&self) -> String {
        "Publication candidates".into()
    }

    fn samples() -> Vec<Self> {
        let weight = |part: &str, most: &str, meaning: &str| Weight {
            part: part.into(),
            most: most.into(),
            meaning: meaning.into(),
        };
        let weights = vec![
            weight("Demand", "30", "How many different people ask."),
            weight("Persistence", "20", "In how many quarters they ask."),
            weight("Effort avoided", "20", "How long the answers took."),
            weight("Releasability", "20", "How often everything was released."),
            weight(
                "Public interest",
                "10",
                "Whether the publication scheme names it.",
            ),
        ];
        let candidate = |rank: &str, label: &str| Candidate {
            rank: rank.into(),
            label: label.into(),
            href: format!("/desk/topics/{rank}"),
            requests: "83 requests".into(),
            requests_href: format!("/desk/requests?topic={rank}"),
            arithmetic: Line::all(&Score::sample()),
            score: Score::sample(),
            decision: Link::new("Decide", format!("/desk/topics/{rank}/decisions/new")),
        };
        let empty = Self {
            summary: "No request has a topic yet.".into(),
            weights,
            limits: vec![SummaryRow::new(
                "Confidence",
                "A: at least 10 requests. C: anything else.",
            )],
            notes: vec![],
            rows: vec![],
            of: String::new(),
            previous: None,
            next: None,
        };
        let full = Self {
            notes: vec!["10 decisions are owed now. 3 more wait.".into()],
            of: "Page 2 of 3".into(),
            previous: Some("/desk/topics/candidates?page=1".into()),
            next: Some("/desk/topics/candidates?page=3".into()),
            summary: "From 4,456 requests between 1 October 2024 and 20 November 2026.".into(),
            rows: vec![
                candidate("1", "Speed cameras: offences and income"),
                candidate("2", AWKWARD),
                candidate("3", "Stop and search by ward"),
            ],
            ..empty.clone()
        };
        vec![empty, full]
    }
}
