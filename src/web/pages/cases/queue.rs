//! The queue: which requests there are, what is due and who has them.

use crate::web::pages::form::{Choice, Field, Hidden};
use crate::web::pages::parts::Tone;
use crate::web::pages::{AWKWARD, Page};
use serde::Serialize;

/// The list of requests with its counts and filters.
#[derive(Debug, Clone, Serialize)]
pub struct Queue {
    /// What is listed, for example `Open requests`.
    pub heading: String,
    /// How much the list holds, in a sentence, where figures open it.
    pub extent: Option<String>,
    /// How many are in each stage.
    pub by_stage: Vec<CountLink>,
    /// How many are late, due soon and in time.
    pub by_lateness: Vec<CountLink>,
    /// That due dates have moved lately; leads to the list.
    pub moved: Option<String>,
    /// That messages wait to be placed; leads to the tray.
    pub to_place: Option<String>,
    /// That letters were not delivered; leads to the list.
    pub undelivered: Option<String>,
    /// The search box: `q`.
    pub search: String,
    /// The selects of the filter: `stage`, `lateness`, `officer`, `team`, `regime`.
    pub filters: Vec<Field>,
    /// What else the list is filtered by, kept when the form is sent.
    pub hidden: Vec<Hidden>,
    /// Where every filter is off; nothing when none is on.
    pub clear: Option<String>,
    /// The requests.
    pub rows: Vec<QueueRow>,
    /// What is said when there are none.
    pub empty: String,
    /// The page before.
    pub previous: Option<String>,
    /// The page after.
    pub next: Option<String>,
}

/// A count that leads to what it counts.
#[derive(Debug, Clone, Serialize)]
pub struct CountLink {
    /// What is counted.
    pub label: String,
    /// How many, with thousands separated.
    pub count: String,
    /// The list of exactly these.
    pub href: String,
    /// Whether the page shows them.
    pub current: bool,
}

/// One request in the list.
#[derive(Debug, Clone, Serialize)]
pub struct QueueRow {
    /// The reference.
    pub reference: String,
    /// The subject, or the beginning of the request.
    pub subject: String,
    /// The day of receipt, short.
    pub received: String,
    /// The due date, short; a dash where there is none.
    pub due: String,
    /// The due date against today: `due in 3 working days`, `4 working days late`.
    pub due_words: String,
    /// The colour of those words.
    pub due_tone: Tone,
    /// The stage.
    pub stage: String,
    /// The colour of the stage.
    pub stage_tone: Tone,
    /// That something of the requester waits, and since when; empty where nothing does.
    pub waiting: String,
    /// Who has it; `Nobody yet` when nobody has.
    pub officer: String,
    /// The outcome of an answered request, or the internal target of an open one.
    pub beside: String,
}

impl CountLink {
    fn sample(label: &str, count: &str, href: &str, current: bool) -> Self {
        Self {
            label: label.into(),
            count: count.into(),
            href: href.into(),
            current,
        }
    }
}

impl Page for Queue {
    const TEMPLATE: &'static str = "pages/cases/queue";

    fn title(&self) -> String {
        self.heading.clone()
    }

    fn samples() -> Vec<Self> {
        let row = |number: u32,
                   subject: &str,
                   words: &str,
                   tone,
                   stage: &str,
                   stage_tone,
                   officer: &str,
                   beside: &str| QueueRow {
            reference: format!("FOI-2026-{number:05}"),
            subject: subject.into(),
            received: "23 Oct 2026".into(),
            due: "20 Nov 2026".into(),
            due_words: words.into(),
            due_tone: tone,
            stage: stage.into(),
            stage_tone,
            waiting: if number % 7 == 1 {
                "New from the requester, 18 Nov".into()
            } else {
                String::new()
            },
            officer: officer.into(),
            beside: beside.into(),
        };
        let by_stage = vec![
            CountLink::sample("Received", "12", "/desk/requests?stage=received", false),
            CountLink::sample("Allocated", "40", "/desk/requests?stage=allocated", false),
            CountLink::sample(
                "Clarification sought",
                "9",
                "/desk/requests?stage=clarification_sought",
                false,
            ),
            CountLink::sample("Searching", "131", "/desk/requests?stage=searching", true),
            CountLink::sample("Drafting", "57", "/desk/requests?stage=drafting", false),
            CountLink::sample("Clearance", "22", "/desk/requests?stage=clearance", false),
            CountLink::sample(
                "Ready to send",
                "3",
                "/desk/requests?stage=ready_to_send",
                false,
            ),
        ];
        let by_lateness = vec![
            CountLink::sample("Late", "14", "/desk/requests?lateness=late", false),
            CountLink::sample("Due this week", "38", "/desk/requests?lateness=soon", false),
            CountLink::sample("In time", "1,222", "/desk/requests?lateness=in_time", false),
            CountLink::sample(
                "Clock stopped",
                "9",
                "/desk/requests?lateness=stopped",
                false,
            ),
        ];
        let filters = vec![
            Field::select(
                "stage",
                "Stage",
                Choice::with_chosen(
                    &[
                        Choice::new("", "Any"),
                        Choice::new("searching", "Searching"),
                    ],
                    &["searching"],
                ),
            ),
            Field::select(
                "lateness",
                "Due",
                vec![Choice::new("", "Any"), Choice::new("late", "Late")],
            ),
            Field::select(
                "officer",
                "Officer",
                vec![
                    Choice::new("", "Anybody"),
                    Choice::new("7", "Priya Natarajan"),
                ],
            ),
            Field::select("team", "Team", vec![Choice::new("", "Any")]),
            Field::select(
                "regime",
                "Law",
                vec![
                    Choice::new("", "Any"),
                    Choice::new("uk-foia-2000", "Freedom of Information Act 2000"),
                ],
            ),
        ];
        let empty = Self {
            heading: "Open requests".into(),
            extent: None,
            by_stage: vec![],
            by_lateness: vec![],
            moved: None,
            to_place: None,
            undelivered: None,
            search: "O'Hara <b>".into(),
            filters: filters.clone(),
            hidden: vec![Hidden::new("topic", "12")],
            clear: Some("/desk/requests".into()),
            rows: vec![],
            empty: "No request matches. Take a filter away, or log a request.".into(),
            previous: None,
            next: None,
        };
        let subjects = [
            "Use of drones since 2019",
            "Speed cameras on the A63: offences, income and maintenance",
            "Stop and search by ward and month",
            "Vehicle fleet and fuel cost",
        ];
        let mut rows: Vec<QueueRow> = (1..=50)
            .map(|number| {
                let subject = subjects[number as usize % subjects.len()];
                match number % 3 {
                    0 => row(
                        number,
                        subject,
                        "4 working days late",
                        Tone::Bad,
                        "Searching",
                        Tone::Active,
                        "Priya Natarajan",
                        "",
                    ),
                    1 => row(
                        number,
                        subject,
                        "due in 3 working days",
                        Tone::Soon,
                        "Clearance",
                        Tone::Active,
                        "Tom Weatherall",
                        "target: clear by 18 Nov",
                    ),
                    _ => row(
                        number,
                        subject,
                        "due in 14 working days",
                        Tone::Plain,
                        "Received",
                        Tone::Plain,
                        "Nobody yet",
                        "",
                    ),
                }
            })
            .collect();
        rows.push(row(
            51,
            AWKWARD,
            "answered in time",
            Tone::Good,
            "Answered",
            Tone::Good,
            "Bartholomew Featherstonehaugh-Cholmondeley",
            "Granted in part",
        ));
        let full = Self {
            heading: "Requests in Searching".into(),
            extent: Some("51 requests by 48 requesters.".into()),
            by_stage,
            by_lateness,
            moved: Some("1 due date has moved in the last 30 days.".into()),
            to_place: Some("12 messages wait to be placed.".into()),
            undelivered: Some("2 letters were not delivered.".into()),
            search: String::new(),
            rows,
            previous: Some("/desk/requests?before=2026-11-20.41".into()),
            next: Some("/desk/requests?after=2026-11-20.91".into()),
            ..empty.clone()
        };
        vec![empty, full]
    }
}
