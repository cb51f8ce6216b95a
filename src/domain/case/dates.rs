//! The dates of a case as the clock counts them from its events.

use super::Case;
use crate::domain::calendar::Calendar;
use crate::domain::clock::{self, ClockError, ClockEvent, ClockEventKind};
use crate::domain::deadline::{Deadlines, Step, StepKind};
use crate::domain::regime::Regime;

/// The due dates of a case and their arithmetic.
///
/// # Errors
/// When its dates lie outside what the calendar covers.
pub fn deadlines(
    case: &Case,
    regime: &Regime,
    calendar: &Calendar,
) -> Result<Deadlines, ClockError> {
    let circumstances = limit_of(case, regime)?;
    let compute = |events: &[ClockEvent]| {
        clock::compute_for(regime, calendar, case.received, events, circumstances)
    };
    let mut deadlines = compute(&case.clock_events)?;
    if let (None, Some(reply)) = (deadlines.due, case.unrecorded_reply()) {
        let mut events = case.clock_events.clone();
        events.push(ClockEvent::new(
            ClockEventKind::ClarificationReceived,
            reply.on,
        ));
        // A reply the clock cannot place gives no date; an officer sees it all the same.
        if let Ok(then) = compute(&events) {
            deadlines.unrecorded_due = then.due;
            let disputed = then.explanation.into_iter().filter(|step| {
                step.kind == StepKind::Reading && Some(step.on) == deadlines.unrecorded_due
            });
            deadlines.explanation.extend(disputed);
        }
    }
    // That it was closed at the desk is no event of the clock.
    if case.closed.is_some() {
        deadlines.explanation.iter_mut().for_each(Step::over);
    }
    Ok(deadlines)
}

/// The limit that applies to a case, for the clock.
pub(super) fn limit_of<'a>(
    case: &Case,
    regime: &'a Regime,
) -> Result<clock::Circumstances<'a>, ClockError> {
    let unknown = |id: &String| ClockError::UnknownVariant {
        title: regime.short_title.clone(),
        variant: id.clone(),
        section: regime.limit.section.clone(),
    };
    let variant = case
        .variant
        .as_ref()
        .map(|id| regime.variant(id).ok_or_else(|| unknown(id)))
        .transpose()?;
    Ok(clock::Circumstances {
        variant,
        ..clock::Circumstances::default()
    })
}
