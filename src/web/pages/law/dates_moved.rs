//! Due dates that moved because the law in use changed.

use crate::web::pages::{AWKWARD, Page};
use serde::Serialize;

/// The list of due dates that moved.
#[derive(Debug, Clone, Serialize)]
pub struct DatesMoved {
    /// How many moved, in words.
    pub summary: String,
    /// Each, the latest first.
    pub rows: Vec<MovedRow>,
}

/// One due date that moved.
#[derive(Debug, Clone, Serialize)]
pub struct MovedRow {
    /// The reference.
    pub reference: String,
    /// The case page.
    pub href: String,
    /// Its subject.
    pub subject: String,
    /// The day it was due before.
    pub from: String,
    /// The day it is due now.
    pub to: String,
    /// What changed.
    pub cause: String,
    /// The day it moved.
    pub on: String,
    /// Who has it.
    pub officer: String,
}

impl Page for DatesMoved {
    const TEMPLATE: &'static str = "pages/law/dates_moved";

    fn title(&self) -> String {
        "Dates that moved".into()
    }

    fn samples() -> Vec<Self> {
        let row = MovedRow {
            reference: "FOI-2026-00042".into(),
            href: "/desk/requests/FOI-2026-00042".into(),
            subject: "Use of drones since 2019".into(),
            from: "25 Jun 2026".into(),
            to: "26 Jun 2026".into(),
            cause: "15 June 2026 is now a holiday: World Cup bank holiday in Scotland".into(),
            on: "26 Feb 2026".into(),
            officer: "Priya Natarajan".into(),
        };
        vec![
            Self {
                summary: "No due date has moved in the last 30 days.".into(),
                rows: vec![],
            },
            Self {
                summary: "2 due dates have moved in the last 30 days.".into(),
                rows: vec![
                    row.clone(),
                    MovedRow {
                        subject: AWKWARD.into(),
                        officer: "Nobody yet".into(),
                        ..row
                    },
                ],
            },
        ]
    }
}
