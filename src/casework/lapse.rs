//! What the letter says of a request that lapsed: what was asked for, when, and until when it could come.

use super::CaseworkFault;
use crate::domain::calendar::Calendar;
use crate::domain::case::{Case, waited_for_until};
use crate::domain::clock::ClockEventKind;
use crate::domain::regime::Regime;
use crate::mail::letters::{Frame, Lapse, LawWords};

/// The letter of a case that is about to lapse. Where both are awaited, more detail was what the work
/// waited for.
pub(super) fn lapse(
    frame: Frame,
    law: LawWords,
    case: &Case,
    regime: &Regime,
    calendar: &Calendar,
) -> Result<Lapse, CaseworkFault> {
    let fee = !case.awaiting_clarification;
    let (stop, asked) = if fee {
        (&regime.fees, ClockEventKind::FeesNoticeIssued)
    } else {
        (&regime.clarification, ClockEventKind::ClarificationSought)
    };
    let section = match &stop.answer_within {
        Some(limit) => &limit.section,
        None => &stop.section,
    };
    let mut asked = case.clock_events.iter().rev().filter(|e| e.kind == asked);
    Ok(Lapse {
        frame,
        law,
        section: section.in_full(),
        fee,
        asked: asked.next().map(|event| event.on),
        last: waited_for_until(case, regime, calendar)?,
    })
}
