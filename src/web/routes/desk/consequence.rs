//! What stands beside the form of an action: what helps to decide, and what it does to the dates.

use crate::domain::case::events;
use crate::domain::case::{ActionKind, Actor, Event};
use crate::domain::words;
use crate::store::CasePage as Stored;
use crate::web::failure::Failure;
use crate::web::pages::parts::SummaryRow;
use crate::web::site::Site;

/// What helps to decide.
#[must_use]
pub fn material(kind: ActionKind, stored: &Stored) -> Vec<SummaryRow> {
    if kind == ActionKind::CompleteReview {
        let asked = stored.writings.iter().rev().find(|w| w.kind == "review");
        let row =
            |text: &str| SummaryRow::new("What the requester asks to be looked at again", text);
        asked.map(|asked| row(&asked.body)).into_iter().collect()
    } else if matches!(
        kind,
        ActionKind::SeekClarification | ActionKind::IssueFeesNotice
    ) {
        vec![SummaryRow::new("The request", stored.body.clone())]
    } else {
        Vec::new()
    }
}

/// The due date now, and what it becomes.
///
/// # Errors
/// When the dates of the case cannot be counted.
pub fn consequence(
    site: &Site,
    kind: ActionKind,
    stored: &Stored,
) -> Result<Vec<SummaryRow>, Failure> {
    let case = &stored.stored.case;
    let (regime, _) = site.casework.law_of(case)?;
    let today = site.now().today;
    let day = |due: Option<_>| due.map_or_else(|| "No date".to_owned(), words::long_date);
    let after = |event: Event| {
        let mut then = case.clone();
        then.apply(&event, today, Actor::SYSTEM);
        site.casework.deadlines(&then)
    };
    let mut rows = Vec::new();
    let due = site.casework.deadlines(case)?.due;
    if kind == ActionKind::Extend {
        rows.push(SummaryRow::new("Due now", day(due)));
        for ground in &regime.extension_grounds {
            let event = Event::Extended(events::Extended {
                ground: ground.id.clone(),
                until: None,
                exemptions: Vec::new(),
                digest: None,
            });
            // A ground without a usual length has no date until one is typed.
            if let Ok(then) = after(event) {
                let label = format!("Due then, {}", ground.title);
                rows.push(SummaryRow::new(label, day(then.due)));
            }
        }
    } else if kind == ActionKind::SeekClarification {
        rows.push(SummaryRow::new("Due now", day(due)));
        let then = after(Event::ClarificationSought(events::ClarificationSought {
            digest: String::new(),
        }))?;
        let stopped = then.due.map_or_else(
            || "No date until the detail arrives".to_owned(),
            words::long_date,
        );
        rows.push(SummaryRow::new("Due then", stopped));
        if let Some(lapses) = then.lapses_on {
            rows.push(SummaryRow::new(
                "Lapses without an answer",
                words::long_date(lapses),
            ));
        }
    }
    Ok(rows)
}
