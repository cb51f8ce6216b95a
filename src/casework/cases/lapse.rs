//! What the letter says of a request that lapsed: what was asked for, when, and until when it could come.

use crate::casework::CaseworkFault;
use crate::domain::calendar::Calendar;
use crate::domain::case::{Case, waited_for_until};
use crate::domain::regime::{Effect, Regime};
use crate::domain::section::Section;
use crate::mail::letters::{Frame, Lapse, LawWords};

/// The letter of a case that is about to lapse. Where both are awaited, more detail was what the work
/// waited for.
pub(in crate::casework) fn lapse(
    frame: Frame,
    law: LawWords,
    case: &Case,
    regime: &Regime,
    calendar: &Calendar,
) -> Result<Lapse, CaseworkFault> {
    let fee = !case.awaiting_clarification;
    let stop = if fee {
        &regime.fees
    } else {
        &regime.clarification
    };
    // A section under which something is asked that has no effect lets nobody close a request.
    let section = match (&stop.answer_within, stop.effect) {
        (Some(limit), _) => Some(&limit.section),
        (None, Effect::Restart | Effect::Pause) => Some(&stop.section),
        (None, Effect::Nothing) => None,
    };
    Ok(Lapse {
        frame,
        law,
        section: section.map(Section::in_full),
        fee,
        asked: case.asked_last(),
        last: waited_for_until(case, regime, calendar)?,
    })
}
