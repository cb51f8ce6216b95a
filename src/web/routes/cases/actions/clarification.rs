//! The form that asks the requester what is meant.

pub(super) use crate::casework::cases::actions::SeekClarification;

use super::dates::{after, due_now};
use super::fields::{area, text};
use super::{ActionForm, Offer};
use crate::casework::Invalid;
use crate::domain::case::Event;
use crate::domain::case::events;
use crate::domain::words;
use crate::store::CasePage as Stored;
use crate::web::failure::Failure;
use crate::web::forms::Typed;
use crate::web::pages::form::Field;
use crate::web::pages::parts::SummaryRow;
use crate::web::site::Site;

impl ActionForm for SeekClarification {
    const LETTER_NEXT: bool = true;

    fn fields(typed: &Typed, _: &Offer<'_>) -> Vec<Field> {
        let why = "Why can the request not be met as it stands?";
        vec![
            area(typed, "needs", "What do you need to know?", 6)
                .hint("One question a line. The requester reads it word for word."),
            area(typed, "why", why, 4),
        ]
    }

    fn read(typed: &Typed) -> Result<Self, Vec<Invalid>> {
        Ok(Self {
            needs: text(typed, "needs"),
            why: text(typed, "why"),
        })
    }

    fn material(stored: &Stored) -> Vec<SummaryRow> {
        vec![SummaryRow::new("The request", stored.body.clone())]
    }

    fn consequence(site: &Site, stored: &Stored, _: &Typed) -> Result<Vec<SummaryRow>, Failure> {
        let asked = Event::ClarificationSought(events::ClarificationSought {
            digest: String::new(),
        });
        let then = after(site, stored, &asked)?;
        let stopped = then.due.map_or_else(
            || "No date until the detail arrives".to_owned(),
            words::long_date,
        );
        let mut rows = vec![due_now(site, stored)?, SummaryRow::new("Due then", stopped)];
        if let Some(lapses) = then.lapses_on {
            let lapses = words::long_date(lapses);
            rows.push(SummaryRow::new("Lapses without an answer", lapses));
        }
        Ok(rows)
    }
}
