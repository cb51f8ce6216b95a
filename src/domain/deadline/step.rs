//! One line of the arithmetic of a due date.

use crate::domain::section::Section;
use crate::domain::words::long_date;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// One line of the arithmetic.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// The day it is about.
    pub on: NaiveDate,
    /// What a requester reads, without a full stop.
    pub text: String,
    /// Where the law says so.
    pub section: Option<Section>,
    /// What sort of line it is.
    pub kind: StepKind,
    /// The days that do not count because of it, first and last included, where they are not told
    /// on lines of their own; none that another line has told already.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub left_out: Vec<(NaiveDate, NaiveDate)>,
}

impl Step {
    /// Tells of what may come by a day as of what could, once the request is over.
    pub(in crate::domain) fn over(&mut self) {
        let day = long_date(self.on);
        if self.kind == StepKind::FeeDue {
            self.text = format!("The fee could be paid until {day}");
        } else if self.kind == StepKind::ReplyDue {
            self.text = format!("An answer could come until {day}");
        }
    }
}

/// What a line of the arithmetic is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StepKind {
    /// The day of receipt, day 0.
    Received,
    /// A holiday that is not counted.
    Skipped,
    /// The first of a run of days on which the authority is closed and that are not counted.
    Closed,
    /// The clock stopped.
    Paused,
    /// The clock went on after a pause, whose days are not counted.
    Resumed,
    /// The clock began again from nothing.
    Restarted,
    /// Something happened that leaves the clock alone, and why.
    Noted,
    /// The time was extended.
    Extended,
    /// A notice still owed during an extension.
    NoticeOwed,
    /// The last day fell on a day off and moved to the next working day.
    Rolled,
    /// The last day for the answer.
    Due,
    /// The last day to pay.
    FeeDue,
    /// The last day to answer what the requester was asked.
    ReplyDue,
    /// The request was answered.
    Answered,
    /// A review was asked for, is due, or is complete.
    Review,
    /// The last day to go to the regulator.
    Regulator,
    /// The request ended without an answer: transferred, withdrawn or lapsed.
    Ended,
    /// A date rests on a disputed reading of the law.
    Reading,
    /// A date lies past the last year whose holidays are known.
    Provisional,
}
