//! What may be undone of a record: of a kind that can be, and with nothing later resting on it.

use super::correction::correct;
use super::permit::permit;
use super::transition::Circumstances;
use super::{ActionKind, Actor, Case, Correction, Event, NotCorrected, Recorded, SecondPerson};
use crate::domain::case::events;
use crate::domain::role::Role;
use std::collections::HashSet;

/// The events that stand: all but those that a later one undid.
#[must_use]
pub fn standing<'a>(events: impl IntoIterator<Item = &'a Recorded>) -> Vec<&'a Recorded> {
    let mut standing: Vec<&Recorded> = events.into_iter().collect();
    let undone: HashSet<i64> = standing
        .iter()
        .filter_map(|r| undone_by(&r.event))
        .collect();
    if !undone.is_empty() {
        // What an act dealt with waits again when the act is undone.
        let by = |event: &Event| dealt_with_by(event).is_some_and(|by| undone.contains(&by));
        standing.retain(|r| !undone.contains(&r.seq) && !by(&r.event));
    }
    standing
}

/// The event of the act by which something of the requester's was dealt with.
const fn dealt_with_by(event: &Event) -> Option<i64> {
    if let Event::DealtWith(events::DealtWith { by, .. }) = event {
        *by
    } else {
        None
    }
}

/// The place of the event that this one undid.
#[must_use]
pub const fn undone_by(event: &Event) -> Option<i64> {
    if let Event::Corrected(events::Corrected {
        what: Correction::Undone { seq },
        ..
    }) = event
    {
        Some(*seq)
    } else {
        None
    }
}

/// What may be undone now, the latest first, each with why it may not where that is so.
#[must_use]
pub fn undoable_events<'a>(
    history: &'a [Recorded],
    circumstances: &Circumstances<'_>,
) -> Vec<(&'a Recorded, Result<(), NotCorrected>)> {
    standing(history)
        .into_iter()
        .rev()
        .filter(|r| r.event.stands_because().is_none())
        .map(|r| {
            let what = Correction::Undone { seq: r.seq };
            let may = correct(history, &what, circumstances, circumstances.today);
            (r, may.map(|_| ()))
        })
        .collect()
}

/// The event that ended a closed case, which is undone to open it again.
#[must_use]
pub fn ended_by(history: &[Recorded]) -> Option<&Recorded> {
    let case = Case::replay(history)?;
    case.closed?;
    standing(history).into_iter().rev().find(|r| ends(&r.event))
}

const fn ends(event: &Event) -> bool {
    matches!(
        event,
        Event::Closed(events::Closed {})
            | Event::Withdrawn(events::Withdrawn {})
            | Event::Transferred(_)
            | Event::Lapsed(events::Lapsed {})
            | Event::ClosedInEarlierLog(_)
    )
}

/// Whether an event may be undone: it is of a kind that can be, and all that came later could
/// have come without it.
pub(super) fn undoable(
    history: &[Recorded],
    seq: i64,
    circumstances: &Circumstances<'_>,
) -> Result<(), NotCorrected> {
    let undone = history.iter().find(|r| r.seq == seq);
    let undone = undone.ok_or(NotCorrected::NoSuchEvent)?;
    if let Some(why) = undone.event.stands_because() {
        return Err(NotCorrected::Stands(why));
    }
    let standing = standing(history);
    if !standing.iter().any(|r| r.seq == seq) {
        return Err(NotCorrected::UndoneBefore);
    }
    let decision = undone.event.decides().is_some();
    if decision
        && standing
            .iter()
            .any(|r| r.seq > seq && numbered_anew(&r.event))
    {
        return Err(NotCorrected::Stands(
            "the questions were corrected after it; decide the question again",
        ));
    }
    let goes_with = |r: &Recorded| r.seq == seq || dealt_with_by(&r.event) == Some(seq);
    let mut events = standing.into_iter().filter(|r| !goes_with(r));
    let first = events.next().ok_or(NotCorrected::NoSuchEvent)?;
    let mut case = Case::begin(&first.event, first.on).ok_or(NotCorrected::NoSuchEvent)?;
    for later in events {
        // A draft that was sent for clearance comes back when a decision in it is undone.
        let comes_back = decision && matches!(later.event, Event::SentForClearance(_));
        if later.seq > seq
            && !comes_back
            && let Some(kind) = ActionKind::of_event(&later.event)
        {
            // Who did it was asked when it was done; what only a requester does was done by one.
            let then = Circumstances {
                actor: Actor {
                    role: if later.actor.role == Role::Requester {
                        Role::Requester
                    } else {
                        Role::Manager
                    },
                    person: None,
                },
                second_person: SecondPerson::NotRequired,
                on: later.on,
                today: later.on,
                ..*circumstances
            };
            if permit(&case, kind, &then).is_err() {
                return Err(match later.event.stands_because() {
                    None => NotCorrected::RestedOn(kind, later.on),
                    Some(_) => NotCorrected::RestedOnForGood(kind, later.on),
                });
            }
        }
        case.apply(&later.event, later.on, later.actor);
    }
    Ok(())
}

/// Whether questions have other numbers after an event than before it.
const fn numbered_anew(event: &Event) -> bool {
    matches!(
        event,
        Event::Corrected(events::Corrected {
            what: Correction::Questions { .. },
            ..
        })
    )
}
