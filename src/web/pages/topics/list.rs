//! Topics: what people keep asking, and the requests behind each.

use crate::web::pages::parts::{Link, Tag, Tone};
use crate::web::pages::publication::candidates::Score;
use crate::web::pages::{AWKWARD, Page};
use serde::Serialize;

/// The list of topics.
#[derive(Debug, Clone, Serialize)]
pub struct TopicsList {
    /// When topics were last found and from how many requests, in a sentence.
    pub summary: String,
    /// The topics, the largest first.
    pub rows: Vec<TopicRow>,
    /// The one-time token of the button that finds topics again.
    pub submission: String,
}

/// One topic in the list.
#[derive(Debug, Clone, Serialize)]
pub struct TopicRow {
    /// Its page.
    pub href: String,
    /// Its label.
    pub label: String,
    /// What people decided about it.
    pub tags: Vec<Tag>,
    /// Its words, separated by commas.
    pub words: String,
    /// How many requests it has.
    pub requests: String,
    /// The list of them.
    pub requests_href: String,
    /// How many in the last twelve months.
    pub recent: String,
    /// The list of those.
    pub recent_href: String,
    /// How many may come next quarter, with the range; a dash for too short a past.
    pub forecast: String,
    /// The day of its latest request, short.
    pub latest: String,
}

/// One topic.
#[derive(Debug, Clone, Serialize)]
pub struct TopicPage {
    /// Its number.
    pub number: String,
    /// Its label.
    pub label: String,
    /// What people decided about it.
    pub tags: Vec<Tag>,
    /// What is decided with one click.
    pub buttons: Vec<TopicButton>,
    /// The forms of what else can be decided.
    pub forms: Vec<Link>,
    /// The words that make it.
    pub words: Vec<String>,
    /// Its score as a publication candidate.
    pub score: Option<Score>,
    /// How many requests the next three months may bring, with the range, or what is missing.
    pub forecast: String,
    /// The month those begin with, where requests are counted to an earlier day than today.
    pub forecast_from: String,
    /// How many searches by the public found nothing published in the last twelve months; empty
    /// for a topic no longer used.
    pub unmet: String,
    /// What is in it, where it is not of one piece: how many requests each part has, and where
    /// they are listed to be split off.
    pub parts: Vec<TopicPart>,
    /// What is said of the requests that are in no part.
    pub others: String,
    /// The requests that say best what it is about.
    pub typical: Vec<TopicRequest>,
    /// How many requests it has, in words.
    pub count: String,
    /// Its requests, latest first.
    pub requests: Vec<TopicRequest>,
    /// The list of all its requests, where there are more than these.
    pub next: Option<String>,
    /// What was decided about it, the newest first.
    pub history: Vec<TopicEvent>,
}

/// A part of a topic.
#[derive(Debug, Clone, Serialize)]
pub struct TopicPart {
    /// What it is called.
    pub label: String,
    /// How many requests it has.
    pub requests: String,
    /// The form that lists them, to split them off.
    pub href: String,
}

/// A decision made with one click.
#[derive(Debug, Clone, Serialize)]
pub struct TopicButton {
    /// What it is.
    pub label: String,
    /// Where it posts.
    pub action: String,
    /// Whether it is what is usually done next.
    pub primary: bool,
    /// Its one-time token.
    pub submission: String,
}

/// Something decided about a topic.
#[derive(Debug, Clone, Serialize)]
pub struct TopicEvent {
    /// The day and time in words.
    pub when: String,
    /// Whose decision it was.
    pub who: String,
    /// What was decided.
    pub what: String,
    /// The button that undoes it, where it can be undone.
    pub undo: Option<UndoButton>,
}

/// What undoes a decision.
#[derive(Debug, Clone, Serialize)]
pub struct UndoButton {
    /// Where it posts.
    pub action: String,
    /// Its one-time token.
    pub submission: String,
}

/// A request of a topic.
#[derive(Debug, Clone, Serialize)]
pub struct TopicRequest {
    /// The reference.
    pub reference: String,
    /// The case page.
    pub href: String,
    /// The subject.
    pub subject: String,
    /// The day of receipt, short.
    pub received: String,
    /// The outcome or the stage.
    pub outcome: String,
}

impl Page for TopicsList {
    const TEMPLATE: &'static str = "pages/topics/list";

    fn title(&self) -> String {
        "Topics".into()
    }

    fn samples() -> Vec<Self> {
        let row = |number: u32, label: &str| TopicRow {
            href: format!("/desk/topics/{number}"),
            label: label.into(),
            tags: vec![Tag::new("Confirmed", Tone::Good)],
            words: "camera, speed, offence, income".into(),
            requests: "183".into(),
            requests_href: format!("/desk/requests?topic={number}"),
            recent: "61".into(),
            recent_href: format!("/desk/requests?topic={number}&received_from=2025-11-20"),
            forecast: "14 (9 to 20)".into(),
            latest: "20 Nov 2026".into(),
        };
        vec![
            Self {
                summary: "Topics have not been found yet.".into(),
                rows: vec![],
                submission: "b1946ac9".into(),
            },
            Self {
                summary: "Found on 22 November 2026 from 4,456 requests.".into(),
                rows: vec![
                    row(1, "Speed cameras: offences and income"),
                    row(2, AWKWARD),
                    row(3, "Stop and search by ward"),
                ],
                submission: "b1946ac9".into(),
            },
        ]
    }
}

impl Page for TopicPage {
    const TEMPLATE: &'static str = "pages/topics/topic";

    fn title(&self) -> String {
        format!("Topic: {}", self.label)
    }

    fn samples() -> Vec<Self> {
        let request = |number: u32, subject: &str| TopicRequest {
            reference: format!("FOI-2026-{number:05}"),
            href: format!("/desk/requests/FOI-2026-{number:05}"),
            subject: subject.into(),
            received: "20 Nov 2026".into(),
            outcome: "Granted in full".into(),
        };
        let small = Self {
            number: "12".into(),
            label: "Drones".into(),
            tags: vec![Tag::new("Suggested", Tone::Plain)],
            buttons: vec![TopicButton {
                label: "Confirm the topic".into(),
                action: "/desk/topics/12/confirmations".into(),
                primary: true,
                submission: "b1946ac9".into(),
            }],
            forms: vec![Link::new("Rename it", "/desk/topics/12/names/new")],
            words: vec![],
            score: None,
            forecast: String::new(),
            forecast_from: String::new(),
            unmet: String::new(),
            parts: vec![],
            others: String::new(),
            typical: vec![],
            count: "0 requests".into(),
            requests: vec![],
            next: None,
            history: vec![],
        };
        let full = Self {
            label: "Speed cameras: offences and income".into(),
            words: ["camera", "speed", "offence", "income"]
                .map(str::to_owned)
                .into(),
            score: Some(Score::sample()),
            forecast: "About 12 requests; nine of ten such quarters lie between 7 and 19.".into(),
            forecast_from: "December 2016".into(),
            unmet: "1,013".into(),
            others: "Not among the requests topics were last looked for in: 3 other requests."
                .into(),
            parts: vec![
                TopicPart {
                    label: "Income from speed cameras".into(),
                    requests: "120".into(),
                    href: "/desk/topics/12/splits/new?part=1".into(),
                },
                TopicPart {
                    label: AWKWARD.into(),
                    requests: "63".into(),
                    href: "/desk/topics/12/splits/new?part=2".into(),
                },
            ],
            typical: vec![
                request(871, "Income from speed cameras on the A63"),
                request(902, AWKWARD),
            ],
            count: "183 requests".into(),
            requests: (1..=12)
                .map(|number| {
                    request(
                        number,
                        "Offences recorded by each speed camera, 2020 to 2025",
                    )
                })
                .collect(),
            next: Some("/desk/topics/12?after=2026-03-01.77".into()),
            buttons: vec![
                TopicButton {
                    label: "Confirm the topic".into(),
                    action: "/desk/topics/12/confirmations".into(),
                    primary: true,
                    submission: "b1946ac9".into(),
                },
                TopicButton {
                    label: "Pin it".into(),
                    action: "/desk/topics/12/pins".into(),
                    primary: false,
                    submission: "b1946ac9".into(),
                },
            ],
            forms: vec![Link::new("Rename it", "/desk/topics/12/names/new")],
            history: vec![
                TopicEvent {
                    when: "23 November 2026, 14:05".into(),
                    who: "Tom Weatherall".into(),
                    what: AWKWARD.into(),
                    undo: Some(UndoButton {
                        action: "/desk/topics/12/decisions/7/undoings".into(),
                        submission: "b1946ac9".into(),
                    }),
                },
                TopicEvent {
                    when: "22 November 2026, 09:00".into(),
                    who: "Priya Natarajan".into(),
                    what: "Confirmed \"Cameras\"".into(),
                    undo: None,
                },
            ],
            ..small.clone()
        };
        vec![small, full]
    }
}
