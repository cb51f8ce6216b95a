//! Giving the case to a team, an officer or both.

use super::CaseAction;
use crate::domain::case::events::{Behind, Happening, Telling, Told};
use crate::domain::case::refusal::Reason;
use crate::domain::case::replay::{Changing, Work};
use crate::domain::case::stage::OWED;
use crate::domain::case::{Case, Circumstances, Event, Stage};
use crate::domain::regime::Regime;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

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
        Ok(vec![
            Allocated {
                team: self.team.clone(),
                officer: self.officer,
            }
            .into(),
        ])
    }

    fn records(event: &Event) -> bool {
        matches!(event, Event::Allocated(_))
    }
}

/// A team, an officer or both have it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Allocated {
    /// The team's name.
    pub team: Option<String>,
    /// The officer's id.
    pub officer: Option<i64>,
}

impl Happening for Allocated {
    const KIND: &'static str = "allocated";

    fn what(&self) -> String {
        "Allocated the request".to_owned()
    }

    fn detail(&self, telling: &Telling<'_>) -> Vec<String> {
        let officer = self.officer.and_then(|id| telling.name(id));
        let to: Vec<String> = officer.into_iter().chain(self.team.clone()).collect();
        vec![format!("To {}.", to.join(", "))]
    }

    fn told(&self) -> Option<Told> {
        None
    }

    fn behind(&self) -> Behind<'_> {
        Behind::Nothing
    }

    fn stands_because(&self) -> Option<&'static str> {
        None
    }

    fn apply(&self, case: &mut Changing<'_>, _: NaiveDate) {
        case.facts.team.clone_from(&self.team);
        case.facts.officer = self.officer;
        if *case.work == Work::Received {
            *case.work = Work::Allocated;
        }
    }
}
