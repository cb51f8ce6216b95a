//! Recording the time spent in all.

use super::CaseAction;
use crate::domain::case::events::{Behind, Happening, Telling, Told};
use crate::domain::case::refusal::Reason;
use crate::domain::case::replay::Changing;
use crate::domain::case::{Case, Circumstances, Event, Stage};
use crate::domain::regime::Regime;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Recording the time spent in all.
#[derive(Debug, Clone, PartialEq)]
pub struct RecordEffort {
    /// Minutes, in all so far.
    pub minutes: u32,
}

impl CaseAction for RecordEffort {
    const NOUN: &'static str = "time-records";
    const TITLE: &'static str = "Record time spent";
    const DONE: &'static str = "The time spent is recorded.";
    const STAGES: &'static [Stage] = &Stage::ALL;

    fn explanation(_: &Regime) -> String {
        "For the statistics and the cost limit.".to_owned()
    }

    fn events(&self, _: &Case, _: &Circumstances<'_>) -> Result<Vec<Event>, Reason> {
        Ok(vec![
            EffortRecorded {
                minutes: self.minutes,
            }
            .into(),
        ])
    }

    fn records(event: &Event) -> bool {
        matches!(event, Event::EffortRecorded(_))
    }
}

/// Time spent was recorded, in minutes in all.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EffortRecorded {
    /// Minutes, in all so far.
    pub minutes: u32,
}

impl Happening for EffortRecorded {
    const KIND: &'static str = "effort_recorded";

    fn what(&self) -> String {
        "Recorded the time spent".to_owned()
    }

    fn detail(&self, _: &Telling<'_>) -> Vec<String> {
        let (hours, minutes) = (self.minutes / 60, self.minutes % 60);
        vec![format!("{hours} h {minutes:02} min in all.")]
    }

    fn told(&self) -> Option<Told> {
        None
    }

    fn behind(&self) -> Behind<'_> {
        Behind::Nothing
    }

    fn stands_because(&self) -> Option<&'static str> {
        Some("the time spent is not undone; record it anew")
    }

    fn apply(&self, case: &mut Changing<'_>, _: NaiveDate) {
        case.facts.effort_minutes = Some(self.minutes);
    }
}
