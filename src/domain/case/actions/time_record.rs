//! Recording the time spent in all.

use super::CaseAction;
use crate::domain::case::refusal::Reason;
use crate::domain::case::{Case, Circumstances, Event, Stage};
use crate::domain::regime::Regime;

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
        Ok(vec![Event::EffortRecorded {
            minutes: self.minutes,
        }])
    }

    fn records(event: &Event) -> bool {
        matches!(event, Event::EffortRecorded { .. })
    }
}
