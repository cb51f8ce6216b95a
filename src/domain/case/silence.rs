//! Whether that an answer has not come can be reviewed.

use super::Case;
use super::dates::deadlines;
use super::refusal::Reason;
use super::transition::Circumstances;

/// Whether an answer that has not come is late, and the regime lets that be reviewed.
pub(super) fn too_late(case: &Case, circumstances: &Circumstances<'_>) -> Result<(), Reason> {
    let silence = circumstances.regime.review.silence.as_ref();
    let Some(silence) = silence.filter(|_| case.closed.is_none()) else {
        return Err(Reason::NotAnswered);
    };
    let deadlines = deadlines(case, circumstances.regime, circumstances.calendar)?;
    match deadlines.due {
        Some(due) if circumstances.on > due => Ok(()),
        Some(due) => Err(Reason::StillInTime(due, silence.section.clone())),
        None => Err(Reason::NotAnswered),
    }
}
