//! What is awaited of the requester: until when, and whether the answer waits for it.

use super::dates::deadlines;
use super::refusal::Reason;
use super::{Case, Circumstances};
use crate::domain::calendar::Calendar;
use crate::domain::clock::ClockError;
use crate::domain::deadline::Deadlines;
use crate::domain::regime::{Effect, Regime};
use chrono::{Months, NaiveDate};

/// How long a requester may leave a question unanswered where the law says nothing: two months
/// is what the Code under FOIA s.45 has in mind when it speaks of a reasonable time.
const UNANSWERED: Months = Months::new(2);

/// The last day on which what a requester was asked for may come, while it is awaited; the case
/// can be closed as lapsed after it. Where the law names no day, two months after it was asked.
///
/// # Errors
/// When the dates of the case cannot be counted.
pub fn waited_for_until(
    case: &Case,
    regime: &Regime,
    calendar: &Calendar,
) -> Result<Option<NaiveDate>, ClockError> {
    if !case.awaiting_clarification && !case.awaiting_fee {
        return Ok(None);
    }
    let deadlines = deadlines(case, regime, calendar)?;
    if !case.awaiting_clarification && fee_came_late(regime, &deadlines) {
        return Ok(None);
    }
    Ok(match (deadlines.lapses_on, deadlines.fee_due_by) {
        (Some(lapses), _) => lapses.pred_opt(),
        (None, Some(last)) => Some(last),
        (None, None) => case
            .asked_last()
            .and_then(|asked| asked.checked_add_months(UNANSWERED)),
    })
}

/// That the work does not wait for a fee; where the notice came too late to stop the clock, it does
/// not.
pub(super) fn no_fee_awaited(case: &Case, circumstances: &Circumstances<'_>) -> Result<(), Reason> {
    if !case.awaiting_fee {
        return Ok(());
    }
    let deadlines = deadlines(case, circumstances.regime, circumstances.calendar)?;
    if fee_came_late(circumstances.regime, &deadlines) {
        Ok(())
    } else {
        Err(Reason::AwaitingFee)
    }
}

/// Whether a fees notice that is open came too late to stop the clock, which runs though the
/// regime has it stop.
fn fee_came_late(regime: &Regime, deadlines: &Deadlines) -> bool {
    regime.fees.effect != Effect::Nothing && deadlines.due.is_some()
}
