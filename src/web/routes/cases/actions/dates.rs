//! What an action makes of the due date, shown beside its form.

use crate::domain::case::{Actor, Event};
use crate::domain::deadline::Deadlines;
use crate::domain::words;
use crate::store::CasePage as Stored;
use crate::web::failure::Failure;
use crate::web::pages::parts::SummaryRow;
use crate::web::site::Site;
use chrono::NaiveDate;

/// The due date as it stands.
///
/// # Errors
/// When the dates of the case cannot be counted.
pub fn due_now(site: &Site, stored: &Stored) -> Result<SummaryRow, Failure> {
    let due = site.casework.deadlines(&stored.stored.case)?.due;
    Ok(SummaryRow::new("Due now", in_words(due)))
}

/// The dates as they would stand after an event of today.
///
/// # Errors
/// When they cannot be counted.
pub fn after(site: &Site, stored: &Stored, event: &Event) -> Result<Deadlines, Failure> {
    let mut then = stored.stored.case.clone();
    then.apply(event, site.now().today, Actor::SYSTEM);
    Ok(site.casework.deadlines(&then)?)
}

/// A due date, where there is one.
pub fn in_words(due: Option<NaiveDate>) -> String {
    due.map_or_else(|| "No date".to_owned(), words::long_date)
}
