//! The statutory clock: due dates from what happened, with the arithmetic.
//!
//! Which rules hold is for the [`Regime`]; which days are worked is for the [`Calendar`].
//! The clock does not know today's date: it cannot say that something is overdue.

mod count;
mod error;
mod event;
mod events_taken;
mod explain;
mod explain_afterwards;
mod explain_due;
mod explain_pause;
mod extensions;
mod in_vain;
mod lapse;
mod left_out;
mod progress;
mod read_otherwise;

pub use count::Run;
pub use error::ClockError;
pub use event::{ClockEvent, ClockEventKind, IN_PART};

use crate::domain::calendar::Calendar;
use crate::domain::deadline::Deadlines;
use crate::domain::regime::{ExtensionGround, Limit, Regime, Variant};
use crate::domain::section::Section;
use chrono::NaiveDate;
use progress::Progress;
use read_otherwise::tell_readings;

/// What is special about the authority or the information, for a variant of the regime.
#[derive(Debug, Clone, Copy, Default)]
pub struct Circumstances<'a> {
    /// The variant that takes the place of the regime's limit.
    pub variant: Option<&'a Variant>,
    /// Runs of days on which the authority is closed, first and last included, in any order;
    /// for a school, the days on which no pupil attends. Without any, those of the calendar
    /// count. Only a variant with a ceiling sets them aside.
    pub closed: &'a [Run],
}

impl<'a> Circumstances<'a> {
    /// The limit that governs: the variant's, or the regime's own.
    #[must_use]
    pub fn limit(&self, regime: &'a Regime) -> &'a Limit {
        self.variant.map_or(&regime.limit, |variant| &variant.limit)
    }
}

/// The dates that follow from the receipt of a request and what happened afterwards.
///
/// Events are taken by date, and those of one day in the order they are given in: a question that
/// was asked, answered and asked again on one day is open.
///
/// # Errors
/// When the events cannot have been, the regime was not in force on the day of receipt, or
/// a date is outside the calendar.
pub fn compute(
    regime: &Regime,
    calendar: &Calendar,
    received: NaiveDate,
    events: &[ClockEvent],
) -> Result<Deadlines, ClockError> {
    compute_for(regime, calendar, received, events, Circumstances::default())
}

/// As [`compute`], for an authority or information to which a variant of the regime applies.
///
/// # Errors
/// As [`compute`].
pub fn compute_for(
    regime: &Regime,
    calendar: &Calendar,
    received: NaiveDate,
    events: &[ClockEvent],
    circumstances: Circumstances<'_>,
) -> Result<Deadlines, ClockError> {
    let progress = taken(regime, calendar, received, events, circumstances, false)?;
    let mut deadlines = progress.finish()?;
    tell_readings(&mut deadlines, regime, calendar, events, circumstances);
    Ok(deadlines)
}

/// The last day on which an extension can be notified on one of the grounds, after what has
/// happened; nothing where one of them can be notified on any day, or the clock stands still.
///
/// # Errors
/// As [`compute`].
pub fn extension_by<'g>(
    regime: &Regime,
    calendar: &Calendar,
    received: NaiveDate,
    events: &[ClockEvent],
    circumstances: Circumstances<'_>,
    grounds: impl IntoIterator<Item = &'g ExtensionGround>,
) -> Result<Option<NaiveDate>, ClockError> {
    let progress = taken(regime, calendar, received, events, circumstances, true)?;
    let mut last = None;
    for ground in grounds {
        match progress.notify_by(ground)? {
            Some(by) => last = last.max(Some(by)),
            None => return Ok(None),
        }
    }
    Ok(last)
}

/// The last day on which a fees notice is one, after what has happened, and where the law says
/// so; nothing where it sets none, or the clock stands still.
///
/// # Errors
/// As [`compute`].
pub fn fees_notice_by<'r>(
    regime: &'r Regime,
    calendar: &Calendar,
    received: NaiveDate,
    events: &[ClockEvent],
    circumstances: Circumstances<'_>,
) -> Result<Option<(NaiveDate, &'r Section)>, ClockError> {
    taken(regime, calendar, received, events, circumstances, true)?.ask_by(&regime.fees)
}

/// The request after all its events.
fn taken<'a>(
    regime: &'a Regime,
    calendar: &'a Calendar,
    received: NaiveDate,
    events: &[ClockEvent],
    circumstances: Circumstances<'a>,
    silent: bool,
) -> Result<Progress<'a>, ClockError> {
    if !regime.governs(received) {
        return Err(ClockError::NotInForce {
            title: regime.short_title.clone(),
            received,
            from: regime.in_force_from,
            to: regime.in_force_to,
        });
    }
    if received < calendar.first() || received > calendar.counted_through() {
        return Err(calendar.outside(received).into());
    }
    let closed = match circumstances.closed {
        [] => calendar.closed_days(),
        given => given,
    };
    let circumstances = Circumstances {
        closed,
        ..circumstances
    };
    let calendar = regime.days(calendar, received);
    let mut progress = Progress::new(regime, calendar, received, circumstances, silent);
    let mut in_order: Vec<&ClockEvent> = events.iter().collect();
    // Stable: what happened on one day happened in the order it is given in.
    in_order.sort_by_key(|event| event.on);
    for event in in_order {
        progress.take(event)?;
    }
    Ok(progress)
}

/// The dates alone, without a word of explanation: what the clock asks itself when it looks at
/// the other reading of a disputed rule.
fn dates_alone(
    regime: &Regime,
    calendar: &Calendar,
    received: NaiveDate,
    events: &[ClockEvent],
    circumstances: Circumstances<'_>,
) -> Result<Deadlines, ClockError> {
    taken(regime, calendar, received, events, circumstances, true)?.finish()
}
