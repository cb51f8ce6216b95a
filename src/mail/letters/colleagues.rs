//! Letters to people at the desk: what presses on their cases, and the month that has ended.
//!
//! They name no requester.

use super::ColleagueContext;
use super::frame::{samples, spoken};
use crate::domain::letter_kind::LetterKind;
use chrono::NaiveDate;
use serde::Serialize;

/// Whom a letter is to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Colleague {
    /// Their name.
    pub name: String,
    /// The public authority.
    pub authority: String,
    /// The address of the desk.
    pub desk: String,
}

/// What presses on the cases of one person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reminders {
    /// Whom it is to.
    pub colleague: Colleague,
    /// The day.
    #[serde(serialize_with = "spoken")]
    pub on: NaiveDate,
    /// The counts for the subject line: `3 late, 1 due soon`.
    pub headline: String,
    /// That no letters went out on the working days before, where that is so.
    pub gap: Option<String>,
    /// What presses, the most urgent first; none of them empty.
    pub groups: Vec<Pressing>,
}

/// Cases that press for one reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Pressing {
    /// The reason.
    pub title: String,
    /// The cases, the most urgent first.
    pub cases: Vec<PressingCase>,
    /// How many more there are than the letter lists, where it does not list all.
    pub more: Option<String>,
}

/// One case that presses.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PressingCase {
    /// Its reference.
    pub reference: String,
    /// Its short title.
    pub subject: String,
    /// How it stands: `3 working days late`.
    pub standing: String,
    /// Its page at the desk.
    pub address: String,
}

/// The month that has ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MonthLetter {
    /// Whom it is to.
    pub colleague: Colleague,
    /// The month: `June 2026`.
    pub month: String,
    /// What it comes to, in a sentence.
    pub summary: String,
    /// The month before, and the same month of the year before.
    pub before: [String; 2],
    /// The figures.
    pub rows: Vec<MonthRow>,
    /// The report's page at the desk.
    pub address: String,
}

/// One figure of the month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MonthRow {
    /// What is counted.
    pub title: String,
    /// In the month, the month before, and the same month of the year before.
    pub counts: [String; 3],
}

/// A colleague for samples.
pub(super) fn colleague() -> Colleague {
    Colleague {
        name: "Ada O'Neill <Citizens & Co>".into(),
        authority: "Example Police".into(),
        desk: "https://foi.police.example/desk".into(),
    }
}

impl ColleagueContext for Reminders {
    const KIND: LetterKind = LetterKind::Reminders;

    fn colleague(&self) -> &Colleague {
        &self.colleague
    }

    fn samples() -> Vec<Self> {
        let case = |number: u32, standing: &str| PressingCase {
            reference: format!("FOI-2026-{number:05}"),
            subject: "Drones & <dogs>".into(),
            standing: standing.into(),
            address: format!("https://foi.police.example/desk/requests/FOI-2026-{number:05}"),
        };
        let group = |title: &str, cases| Pressing {
            title: title.into(),
            cases,
            more: None,
        };
        let plain = Self {
            colleague: colleague(),
            on: samples::day(2026, 6, 30),
            headline: "1 late, 26 due soon".into(),
            gap: None,
            groups: vec![
                group("Late", vec![case(7, "3 working days late")]),
                Pressing {
                    more: Some("25 more are in the queue.".into()),
                    ..group("Due soon", vec![case(8, "due today")])
                },
            ],
        };
        let after_a_stop = Self {
            gap: Some("No such letter went out on the 4 working days before.".into()),
            headline: "1 about to lapse".into(),
            groups: vec![group(
                "The requester's turn",
                vec![case(9, "lapses on Tuesday 30 June 2026")],
            )],
            ..plain.clone()
        };
        vec![plain, after_a_stop]
    }
}

impl ColleagueContext for MonthLetter {
    const KIND: LetterKind = LetterKind::Month;

    fn colleague(&self) -> &Colleague {
        &self.colleague
    }

    fn samples() -> Vec<Self> {
        vec![Self {
            colleague: colleague(),
            month: "June 2026".into(),
            summary: "412 requests received, 12 more than last month.".into(),
            before: ["May 2026".into(), "June 2025".into()],
            rows: vec![MonthRow {
                title: "Received".into(),
                counts: ["412".into(), "400".into(), "388".into()],
            }],
            address: "https://foi.police.example/desk/reports/month/2026-06".into(),
        }]
    }
}
