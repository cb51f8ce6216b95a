//! A case taken over as finished from an earlier log.

use crate::domain::case::Outcome;
use crate::domain::case::events::{Behind, Happening, Telling, Told, closed_by_mistake};
use crate::domain::case::replay::Changing;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Taken over as finished from an earlier log, with the outcome it gave.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ClosedInEarlierLog {
    /// The outcome, where the earlier log gave one Daylight knows.
    pub outcome: Option<Outcome>,
}

impl Happening for ClosedInEarlierLog {
    const KIND: &'static str = "closed_in_earlier_log";

    fn what(&self) -> String {
        "Taken over from an earlier log, where it was closed".to_owned()
    }

    fn detail(&self, _: &Telling<'_>) -> Vec<String> {
        let outcome = self.outcome.map(|o| format!("{}.", o.title()));
        outcome.into_iter().collect()
    }

    fn told(&self) -> Option<Told> {
        Some(Told::by_us("Closed the request"))
    }

    fn behind(&self) -> Behind<'_> {
        Behind::Nothing
    }

    fn stands_because(&self) -> Option<&'static str> {
        None
    }

    fn taken_back(&self, on: NaiveDate) -> Option<String> {
        Some(closed_by_mistake(on))
    }

    fn apply(&self, case: &mut Changing<'_>, on: NaiveDate) {
        case.facts.first_outcome = self.outcome;
        case.facts.outcome = self.outcome;
        case.facts.closed = Some(on);
    }
}
