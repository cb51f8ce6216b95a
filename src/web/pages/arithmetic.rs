//! The arithmetic of a due date as a page shows it: steps, and the strip of days counted.
//!
//! The steps come from the clock; nothing is computed here.

use serde::Serialize;

/// How a due date came about.
#[derive(Debug, Clone, Serialize)]
pub struct Arithmetic {
    /// What stands before the due date, or that there is none.
    pub lead: String,
    /// The due date in words; nothing while, or since, the clock is stopped.
    pub due: Option<String>,
    /// What stands after it: the law, and what came of the request once it is over.
    pub rest: String,
    /// The steps in order.
    pub steps: Vec<Step>,
    /// Each day from receipt to the due date; may be empty.
    pub days: Vec<Day>,
    /// How this law is read where it is disputed; may be empty.
    pub readings: Vec<Reading>,
}

/// One question of law that is disputed, as it is read here.
#[derive(Debug, Clone, Serialize)]
pub struct Reading {
    /// The reading taken, as a sentence.
    pub taken: String,
    /// The other one.
    pub other: String,
    /// The section.
    pub section: String,
    /// How sure the one taken is.
    pub certainty: String,
    /// Which lawyer has reviewed it.
    pub reviewed: String,
}

/// One step of the arithmetic.
#[derive(Debug, Clone, Serialize)]
pub struct Step {
    /// The day in words.
    pub on: String,
    /// What happened and what it does to the count.
    pub text: String,
    /// The section of the law, or nothing.
    pub section: String,
}

/// One day between receipt and the due date.
#[derive(Debug, Clone, Serialize)]
pub struct Day {
    /// The day in words, with its weekday.
    pub date: String,
    /// What it counts as: `1` for the first working day, or why it does not count.
    pub counts: String,
    /// The section of the law, or nothing.
    pub section: String,
    /// How it looks: `start`, `counts`, `not`, `stopped` or `due`.
    pub look: &'static str,
}

impl Arithmetic {
    pub(crate) fn sample() -> Self {
        Self {
            lead: "Due on".into(),
            due: Some("Tuesday 3 November 2026".into()),
            rest: " under the Freedom of Information Act 2000.".into(),
            steps: vec![
                Step::new(
                    "Friday 2 October 2026",
                    "The request was received. The count starts on the next working day.",
                    "s.10(1)",
                ),
                Step::new(
                    "Monday 12 October 2026",
                    "We asked for clarification; the whole time begins again on the day it is answered.",
                    "s.1(3)",
                ),
                Step::new(
                    "Tuesday 13 October 2026",
                    "The clarification came. The 20 working days start again.",
                    "s.10(6)",
                ),
                Step::new(
                    "Tuesday 3 November 2026",
                    "The answer is due: the 20th working day.",
                    "s.10(1)",
                ),
            ],
            days: vec![
                Day::new("Fri 2 Oct 2026", "received", "s.10(1)", "start"),
                Day::new("Sat 3 Oct 2026", "Saturday", "", "not"),
                Day::new("Mon 5 Oct 2026", "1", "", "counts"),
                Day::new(
                    "Tue 6 Oct 2026",
                    "the clock stands still",
                    "s.10(2)",
                    "stopped",
                ),
                Day::new("Mon 30 Nov 2026", "St Andrew's Day in Scotland", "", "not"),
                Day::new("Tue 1 Dec 2026", "20, due", "s.10(1)", "due"),
            ],
            readings: vec![Reading {
                taken: "When the time begins again, an extension made before is over.".into(),
                other: "The time that begins again is as long as the one before it.".into(),
                section: "s.10(6)".into(),
                certainty: "likely, by the text".into(),
                reviewed: "nobody yet".into(),
            }],
        }
    }
}

impl Step {
    /// One step; `section` may be empty.
    #[must_use]
    pub fn new(on: impl Into<String>, text: impl Into<String>, section: impl Into<String>) -> Self {
        Self {
            on: on.into(),
            text: text.into(),
            section: section.into(),
        }
    }
}

impl Day {
    fn new(date: &str, counts: &str, section: &str, look: &'static str) -> Self {
        Self {
            date: date.into(),
            counts: counts.into(),
            section: section.into(),
            look,
        }
    }
}
