//! The dates a settled case stands by, which the event that settled it says: they are not counted
//! again when the law changes, so nothing else could show that somebody altered them.

use crate::domain::deadline::Deadlines;
use crate::store::StoreFault;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// What an event's data calls them.
const KEY: &str = "stands";

/// The dates of a case once it is answered or closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stands {
    /// The day its answer was due.
    pub due: Option<NaiveDate>,
    /// The furthest day an extension would have allowed.
    pub latest_extended_due: Option<NaiveDate>,
    /// The day its review is due.
    pub review_due: Option<NaiveDate>,
}

impl Stands {
    /// What the clock says.
    pub(in crate::store) const fn by(dates: &Deadlines) -> Self {
        Self {
            due: dates.due,
            latest_extended_due: dates.latest_extended_due,
            review_due: dates.review_due,
        }
    }

    /// An event's data, with these dates in it.
    ///
    /// # Errors
    /// Only a fault in the program.
    pub(in crate::store) fn in_data(self, data: &str) -> Result<String, StoreFault> {
        let dates = serde_json::to_string(&self).map_err(|e| StoreFault::Damaged(e.to_string()))?;
        let open = data
            .strip_suffix('}')
            .ok_or_else(|| StoreFault::Damaged("an event that is no object".into()))?;
        Ok(format!("{open},\"{KEY}\":{dates}}}"))
    }

    /// Those in an event's data, if there are any.
    pub(in crate::store) fn of(data: &str) -> Option<Self> {
        #[derive(Deserialize)]
        struct Of {
            stands: Option<Stands>,
        }
        // Nearly all events have none, and are not read a second time.
        if !data.contains(KEY) {
            return None;
        }
        serde_json::from_str::<Of>(data).ok()?.stands
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::case::Event;
    use crate::domain::case::events;

    #[test]
    fn an_event_says_what_its_case_stands_by_and_is_the_same_event() {
        let stands = Stands {
            due: NaiveDate::from_ymd_opt(2026, 6, 30),
            latest_extended_due: None,
            review_due: NaiveDate::from_ymd_opt(2026, 8, 3),
        };
        for event in [
            Event::Withdrawn(events::Withdrawn {}),
            Event::Closed(events::Closed {}),
        ] {
            let data = serde_json::to_string(&event).unwrap();
            assert_eq!(Stands::of(&data), None);
            let with = stands.in_data(&data).unwrap();
            assert_eq!(Stands::of(&with), Some(stands));
            assert_eq!(serde_json::from_str::<Event>(&with).unwrap(), event);
        }
    }
}
