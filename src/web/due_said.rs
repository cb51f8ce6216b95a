//! What stands above the arithmetic of a due date: by when the answer is due or, once the request is
//! over, when it was and what came of it.

use crate::domain::calendar::Calendar;
use crate::domain::case::{Case, Ending, Outcome};
use crate::domain::deadline::Deadlines;
use crate::domain::regime::Regime;
use crate::domain::urgency::urgency;
use crate::domain::words::long_date;
use chrono::NaiveDate;

/// A sentence or two with the due date in their midst.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueSaid {
    /// What stands before the date; where there is none, all there is to say.
    pub lead: String,
    /// The date; nothing while, or since, the clock is stopped.
    pub due: Option<String>,
    /// What stands after it.
    pub rest: String,
}

/// What is said of the due date, of a case as it stands or of none.
#[must_use]
pub fn due_said(
    deadlines: &Deadlines,
    regime: &Regime,
    calendar: &Calendar,
    case: Option<&Case>,
) -> DueSaid {
    let due = deadlines.due;
    let law = &regime.title;
    let over = case.and_then(|case| over(case, due, calendar));
    let lead = match (&over, due) {
        (None, Some(_)) => "Due on".to_owned(),
        (Some(over), Some(due)) if over.on < due && !over.answered => {
            "The answer would have been due on".to_owned()
        }
        (Some(_), Some(_)) => "The answer was due on".to_owned(),
        (None, None) if deadlines.names_no_day() => {
            format!("No day is fixed under the {law}: it says promptly.")
        }
        (None, None) => format!("No day is due under the {law}: the clock is stopped."),
        (Some(over), None) if !regime.limit.names_a_day() => {
            format!(
                "No day was fixed under the {law}: it says promptly. {}",
                over.said
            )
        }
        (Some(over), None) => {
            format!(
                "No day was due under the {law}: the clock had stopped. {}",
                over.said
            )
        }
    };
    let rest = match (&over, due) {
        (_, None) => String::new(),
        (None, Some(_)) => format!(" under the {law}."),
        (Some(over), Some(_)) => format!(" under the {law}. {}", over.said),
    };
    DueSaid {
        lead,
        due: due.map(|due| deadlines.marked(due)),
        rest,
    }
}

/// How a request ended for the clock of its answer.
struct Over {
    on: NaiveDate,
    answered: bool,
    said: String,
}

/// How a case ended, if it did.
fn over(case: &Case, due: Option<NaiveDate>, calendar: &Calendar) -> Option<Over> {
    if let Some(on) = case.answered {
        let how = match due {
            Some(due) if on > due => format!(": {}", urgency(calendar, due, on).1),
            Some(_) => ", in time".to_owned(),
            None => String::new(),
        };
        return Some(Over {
            on,
            answered: true,
            said: format!("It was answered on {}{how}.", long_date(on)),
        });
    }
    let on = case.closed?;
    let day = long_date(on);
    let said = match case.first_outcome.and_then(Outcome::ending) {
        Some(Ending::Withdrawn) => format!("The request was withdrawn on {day}."),
        Some(Ending::Lapsed) => format!("The request was closed on {day}, as nothing came."),
        Some(Ending::Transferred) => {
            format!("On {day} the request became one for another authority to answer.")
        }
        // Taken over from an earlier log, which did not tell the day of the answer.
        None => "The request is closed.".to_owned(),
    };
    Some(Over {
        on,
        answered: false,
        said,
    })
}
