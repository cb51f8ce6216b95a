//! The board of publication decisions, and the page of one: where it stands and what it changed.

use crate::web::pages::parts::{Link, Phrase, SummaryRow, Tag, Tone};
use crate::web::pages::{AWKWARD, Page};
use serde::Serialize;

/// The board.
#[derive(Debug, Clone, Serialize)]
pub struct Board {
    /// How many decisions there are, in a sentence.
    pub summary: String,
    /// The columns, from decided to published.
    pub columns: Vec<BoardColumn>,
}

/// One column of the board.
#[derive(Debug, Clone, Serialize)]
pub struct BoardColumn {
    /// Its id, for the heading.
    pub id: String,
    /// Its name and how many it has.
    pub title: String,
    /// Its cards.
    pub cards: Vec<BoardCard>,
}

/// One decision on the board.
#[derive(Debug, Clone, Serialize)]
pub struct BoardCard {
    /// Its page.
    pub href: String,
    /// The topic.
    pub topic: String,
    /// What was decided.
    pub decision: String,
    /// Who sees to it, and what it takes.
    pub owner: String,
    /// When it is due or overdue.
    pub due: Option<Tag>,
}

/// The page of a decision.
#[derive(Debug, Clone, Serialize)]
pub struct DecisionPage {
    /// The topic.
    pub topic: Link,
    /// What was decided.
    pub decision: String,
    /// How far it has come.
    pub stage: Tag,
    /// What was decided, by whom and until when.
    pub facts: Vec<SummaryRow>,
    /// What disclosure control came to; may be empty.
    pub checked: String,
    /// What can be done now.
    pub steps: Vec<Link>,
    /// What it changed.
    pub measure: Option<Measure>,
}

/// What a publication changed.
#[derive(Debug, Clone, Serialize)]
pub struct Measure {
    /// The verdict, in a sentence.
    pub verdict: String,
    /// The readings it rests on, a sentence each; may be empty.
    pub readings: Vec<String>,
    /// What is counted and against what, and what it does not show, a sentence or two each.
    pub basis: Vec<String>,
    /// The figures before and after.
    pub rows: Vec<MeasureRow>,
    /// What readers said.
    pub readers: Vec<SummaryRow>,
    /// The drawing.
    pub chart: Option<SeriesChart>,
}

/// A figure before and after.
#[derive(Debug, Clone, Serialize)]
pub struct MeasureRow {
    /// What it is.
    pub name: String,
    /// Before.
    pub before: Phrase,
    /// After.
    pub after: Phrase,
}

/// Requests by month with the range of what was to be expected, in the units of the drawing
/// (840 by 244).
#[derive(Debug, Clone, Serialize)]
pub struct SeriesChart {
    /// What it shows, in a sentence.
    pub description: String,
    /// The range, as the points of a polygon.
    pub range: String,
    /// The expectation, as the points of a line.
    pub line: String,
    /// What came.
    pub dots: Vec<Dot>,
    /// Where the publication falls, from the left.
    pub published_at: String,
    /// Horizontal lines with their values.
    pub grid: Vec<GridLine>,
}

/// What came in a month.
#[derive(Debug, Clone, Serialize)]
pub struct Dot {
    /// From the left.
    pub x: String,
    /// From the top.
    pub y: String,
    /// The month; named below the drawing where there is room.
    pub month: String,
    /// Whether it is named there.
    pub named: bool,
    /// The requests.
    pub value: String,
    /// The list of exactly these.
    pub href: String,
    /// What was expected, with its range.
    pub expected: String,
}

/// A horizontal line with its value.
#[derive(Debug, Clone, Serialize)]
pub struct GridLine {
    /// From the top.
    pub y: String,
    /// Its value.
    pub value: String,
}

impl Page for Board {
    const TEMPLATE: &'static str = "pages/publication/board";

    fn title(&self) -> String {
        "Publication decisions".into()
    }

    fn samples() -> Vec<Self> {
        let card = |topic: &str, due| BoardCard {
            href: "/desk/publications/7".into(),
            topic: topic.into(),
            decision: "Publish every 3 months".into(),
            owner: "Roads, S: up to a day".into(),
            due,
        };
        let column = |id: &str, title: &str, cards| BoardColumn {
            id: id.into(),
            title: title.into(),
            cards,
        };
        vec![
            Self {
                summary: "Nothing has been decided yet.".into(),
                columns: vec![column("decided", "Decided (0)", vec![])],
            },
            Self {
                summary: "3 decisions.".into(),
                columns: vec![
                    column(
                        "decided",
                        "Decided (2)",
                        vec![card("Speed cameras", None), card(AWKWARD, None)],
                    ),
                    column(
                        "published",
                        "Published (1)",
                        vec![card("Drones", Some(Tag::new("Due 3 Nov 2026", Tone::Bad)))],
                    ),
                ],
            },
        ]
    }
}

impl Page for DecisionPage {
    const TEMPLATE: &'static str = "pages/publication/decision";

    fn title(&self) -> String {
        format!("{}: {}", self.decision, self.topic.label)
    }

    fn samples() -> Vec<Self> {
        let decided = Self {
            topic: Link::new("Speed cameras", "/desk/topics/12"),
            decision: "Publish once".into(),
            stage: Tag::new("Decided", Tone::Plain),
            facts: vec![SummaryRow::new("Reason", AWKWARD)],
            checked: String::new(),
            steps: vec![Link::new(
                "Begin to prepare it",
                "/desk/publications/7/preparations/new",
            )],
            measure: None,
        };
        let dot = |x: &str, y: &str, month: &str, named| Dot {
            x: x.into(),
            y: y.into(),
            month: month.into(),
            named,
            value: "12".into(),
            href: "/desk/requests?topic=12&received_from=2026-05-01".into(),
            expected: "11.4 (7 to 16)".into(),
        };
        let published = Self {
            stage: Tag::new("Published", Tone::Good),
            checked: "Checked: 1 count below 5 left out.\n\n\tMen\tTotal\nNorth\t..\t..".into(),
            measure: Some(Measure {
                verdict: "Fewer requests came than expected, and a smaller share of all.".into(),
                readings: vec![
                    "The number of requests on this fell by 34% (95% range: a fall of 10% to 52%)."
                        .into(),
                    AWKWARD.into(),
                ],
                basis: vec!["It shows what happened after the publication.".into()],
                rows: vec![MeasureRow {
                    name: "Requests a quarter".into(),
                    before: Phrase {
                        text: "12.3".into(),
                        href: "/desk/requests?topic=12&counted=already_public".into(),
                        opens: ", from 98 requests in 24 months".into(),
                    },
                    after: Phrase::plain("8.1"),
                }],
                readers: vec![SummaryRow::new("Views", "1,204")],
                chart: Some(SeriesChart {
                    description: "Requests by month from June 2025.".into(),
                    range: "44.0,20.0 824.0,20.0 824.0,80.0 44.0,80.0".into(),
                    line: "44.0,50.0 824.0,50.0".into(),
                    dots: vec![
                        dot("44.0", "40.0", "June 2025", true),
                        dot("120.0", "44.0", "July 2025", false),
                    ],
                    published_at: "400.0".into(),
                    grid: vec![GridLine {
                        y: "200.0".into(),
                        value: "1000".into(),
                    }],
                }),
            }),
            ..decided.clone()
        };
        let early = Self {
            measure: published.measure.clone().map(|measure| Measure {
                verdict: "Too early to say.".into(),
                readings: Vec::new(),
                basis: Vec::new(),
                chart: None,
                ..measure
            }),
            ..published.clone()
        };
        vec![decided, published, early]
    }
}
