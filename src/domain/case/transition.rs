//! The one function that decides whether an action is lawful and what it makes happen.
//!
//! The buttons of a case page come from [`available`](super::available), which asks the
//! same [`permit`] that [`transition`] obeys: a page cannot offer what is refused.

use super::dates::deadlines;
use super::permit::permit;
use super::refusal::{Reason, Refusal};
use super::{Action, Actor, Case, Event, SecondPerson};
use crate::domain::calendar::Calendar;
use crate::domain::clock::{ClockEvent, ClockEventKind};
use crate::domain::deadline::ClockState;
use crate::domain::regime::Regime;
use chrono::NaiveDate;

/// Under which law, by whom and when an action is taken.
#[derive(Clone, Copy)]
pub struct Circumstances<'a> {
    /// The regime in force on the day of receipt.
    pub regime: &'a Regime,
    /// The calendar the case counts by.
    pub calendar: &'a Calendar,
    /// Who acts.
    pub actor: Actor,
    /// Whether somebody else has to clear and to review.
    pub second_person: SecondPerson,
    /// The civil day on which the action takes effect, which may be before today.
    pub on: NaiveDate,
    /// Today at the authority.
    pub today: NaiveDate,
}

impl Circumstances<'_> {
    /// Whether somebody else has to do it, because whoever acts had a hand in what came before.
    pub(super) fn needs_another(&self, had_a_hand: impl Fn(i64) -> bool) -> bool {
        match self.second_person {
            SecondPerson::Required => self.actor.person.is_some_and(had_a_hand),
            SecondPerson::NotRequired => false,
        }
    }
}

/// What an action makes happen: the events to append, never none.
///
/// # Errors
/// The refusal, with its reason; nothing has happened then.
pub fn transition(
    case: &Case,
    action: &Action,
    circumstances: &Circumstances<'_>,
) -> Result<Vec<Event>, Refusal> {
    let kind = action.kind();
    permit(case, kind, circumstances)?;
    dates_hold(case, circumstances)
        .and_then(|()| action.events(case, circumstances))
        .and_then(|events| {
            clock_holds(case, &events, circumstances)?;
            Ok(events)
        })
        .map_err(|reason| Refusal {
            stage: case.stage(),
            action: kind,
            reason,
        })
}

fn dates_hold(case: &Case, circumstances: &Circumstances<'_>) -> Result<(), Reason> {
    let on = circumstances.on;
    if on > circumstances.today {
        return Err(Reason::InTheFuture(on));
    }
    if on < case.received {
        return Err(Reason::BeforeReceipt(on, case.received));
    }
    Ok(())
}

/// The clock has to accept the new history; and what moves it is recorded in order.
fn clock_holds(
    case: &Case,
    events: &[Event],
    circumstances: &Circumstances<'_>,
) -> Result<(), Reason> {
    let mut after = case.clone();
    for event in events {
        after.apply(event, circumstances.on, circumstances.actor);
    }
    if after.variant != case.variant {
        deadlines(&after, circumstances.regime, circumstances.calendar)?;
    }
    if after.clock_events.len() == case.clock_events.len() {
        return Ok(());
    }
    if let Some(ClockEvent { on, .. }) = case.clock_events.last()
        && circumstances.on < *on
    {
        return Err(Reason::OutOfOrder(circumstances.on, *on));
    }
    let before = deadlines(case, circumstances.regime, circumstances.calendar)?;
    let last = after.clock_events.last().map(|event| event.kind);
    if let (ClockState::Lapsed, Some(lapsed)) = (before.state, before.lapses_on)
        && !last.is_some_and(ClockEventKind::follows_a_lapse)
    {
        return Err(Reason::RequestLapsed(lapsed));
    }
    deadlines(&after, circumstances.regime, circumstances.calendar)?;
    Ok(())
}
