//! Giving the case to a team, an officer or both.

use super::CaseAction;
use crate::domain::case::refusal::Reason;
use crate::domain::case::stage::OWED;
use crate::domain::case::{Case, Circumstances, Event, Stage};
use crate::domain::regime::Regime;

/// Give the case to a team, an officer or both.
#[derive(Debug, Clone, PartialEq)]
pub struct Allocate {
    /// The team's name.
    pub team: Option<String>,
    /// The officer's id.
    pub officer: Option<i64>,
}

impl CaseAction for Allocate {
    const NOUN: &'static str = "allocations";
    const TITLE: &'static str = "Allocate";
    const DONE: &'static str = "The request is allocated.";
    // Whoever decides a review is somebody else, who has the case until then.
    const STAGES: &'static [Stage] = OWED;

    fn explanation(_: &Regime) -> String {
        "The case gets an owner. The clock runs on.".to_owned()
    }

    fn events(&self, _: &Case, _: &Circumstances<'_>) -> Result<Vec<Event>, Reason> {
        if self.team.is_none() && self.officer.is_none() {
            return Err(Reason::NobodyNamed);
        }
        Ok(vec![Event::Allocated {
            team: self.team.clone(),
            officer: self.officer,
        }])
    }

    fn records(event: &Event) -> bool {
        matches!(event, Event::Allocated { .. })
    }
}
