//! Periods of law counted on a calendar, leaving out the days of pauses.

use crate::domain::calendar::{Calendar, OutsideCalendar};
use crate::domain::regime::{Counted, Limit, PausesMove, RolledDay, Unit};
use chrono::{Datelike, Days, Months, NaiveDate};

/// A run of days, first and last included.
pub type Run = (NaiveDate, NaiveDate);

/// The end of a time for which the law names no last day: later than any day that is counted.
const NEVER: NaiveDate = NaiveDate::MAX;

/// Where a period ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reached {
    /// The last day before any move to a working day.
    pub counted_to: NaiveDate,
    /// The last day.
    pub end: NaiveDate,
}

/// The end of `limit` counted from `from`, which is day 0 or day 1 as the limit says.
///
/// Days of `pauses` (in order, without overlap) after `from` are not counted. A pause that
/// begins after the period is over changes nothing; whether the working day to which its last day
/// has moved belongs to it is for `rolled_day` to say.
///
/// # Errors
/// When a date is outside the calendar.
pub fn end(
    limit: &Limit,
    from: NaiveDate,
    pauses: &[Run],
    rolled_day: RolledDay,
    calendar: &Calendar,
) -> Result<Reached, OutsideCalendar> {
    if !limit.names_a_day() {
        return Ok(Reached {
            counted_to: NEVER,
            end: NEVER,
        });
    }
    let outside = || calendar.outside(from);
    let day_0 = match limit.counted {
        Counted::After => from,
        Counted::BeginningWith => from.pred_opt().ok_or_else(outside)?,
        Counted::FromNextDay => from.succ_opt().ok_or_else(outside)?,
    };
    let unpaused = match limit.unit {
        Unit::WorkingDay | Unit::Weekday => calendar.add_working_days(day_0, limit.count)?,
        Unit::CalendarDay => add_days(day_0, limit.count).ok_or_else(outside)?,
        Unit::Week => add_days(day_0, limit.count * 7).ok_or_else(outside)?,
        Unit::CalendarMonth => add_months(limit, from).ok_or_else(outside)?,
        Unit::Promptly => NEVER,
    };
    // A month begins with its first day, from which it is reckoned: that day can be paused too.
    let before = limit.first_counted(from).pred_opt().ok_or_else(outside)?;
    let mut counted_to = unpaused;
    let mut moves_first = match limit.pauses_move {
        PausesMove::DayCountedTo => false,
        PausesMove::LastDay => true,
    };
    for run in pauses.iter().filter(|run| run.1 > before) {
        let end = limit.rolled(counted_to, calendar)?;
        let over = match rolled_day {
            RolledDay::Outside => counted_to,
            RolledDay::Within => end,
        };
        if run.0 > over {
            break;
        }
        // The days off before the working day belong to nothing: the time goes on with it.
        let first = if run.0 > counted_to { end } else { run.0 };
        if first > run.1 {
            continue;
        }
        if moves_first || run.0 > counted_to {
            counted_to = end;
        }
        moves_first = false;
        counted_to = shift(counted_to, before, limit.unit, &[(first, run.1)], calendar)?;
    }
    Ok(Reached {
        counted_to,
        end: limit.rolled(counted_to, calendar)?,
    })
}

/// A last day moved on by the days after `day_0` of the pauses that begin before it.
///
/// # Errors
/// When a date is outside the calendar.
pub fn shift(
    mut end: NaiveDate,
    day_0: NaiveDate,
    unit: Unit,
    pauses: &[Run],
    calendar: &Calendar,
) -> Result<NaiveDate, OutsideCalendar> {
    for (first, last) in pauses {
        if *first > end {
            break;
        }
        let before = day_0.max(*first - Days::new(1));
        if *last > before {
            let days = days_in(unit, before, *last, calendar);
            end = match unit {
                Unit::WorkingDay | Unit::Weekday => calendar.add_working_days(end, days)?,
                Unit::CalendarDay | Unit::Week | Unit::CalendarMonth | Unit::Promptly => {
                    add_days(end, days).ok_or_else(|| calendar.outside(end))?
                }
            };
        }
    }
    Ok(end)
}

/// The days that `unit` counts after `after` and up to `through`.
#[must_use]
pub fn days_in(unit: Unit, after: NaiveDate, through: NaiveDate, calendar: &Calendar) -> u32 {
    let days = match unit {
        Unit::WorkingDay | Unit::Weekday => calendar.working_days_between(after, through),
        Unit::CalendarDay | Unit::Week | Unit::CalendarMonth | Unit::Promptly => {
            through.signed_duration_since(after).num_days()
        }
    };
    u32::try_from(days).unwrap_or(0)
}

/// Puts a run among others in order, joining those that touch or overlap.
pub fn join(runs: &mut Vec<Run>, run: Run) {
    runs.push(run);
    if runs.len() < 2 {
        return;
    }
    runs.sort_unstable();
    let mut joined: Vec<Run> = Vec::with_capacity(runs.len());
    for (first, last) in runs.drain(..) {
        match joined.last_mut() {
            Some(before) if first <= before.1 + Days::new(1) => before.1 = before.1.max(last),
            _ => joined.push((first, last)),
        }
    }
    *runs = joined;
}

fn add_days(from: NaiveDate, days: u32) -> Option<NaiveDate> {
    from.checked_add_days(Days::new(u64::from(days)))
}

/// Months end on the corresponding date, or the last day of a month that has none; a period
/// that begins with its first day ends the day before the corresponding date, where there is one.
fn add_months(limit: &Limit, from: NaiveDate) -> Option<NaiveDate> {
    let months = Months::new(limit.count);
    match limit.counted {
        Counted::After => from.checked_add_months(months),
        Counted::FromNextDay => from.succ_opt()?.checked_add_months(months),
        Counted::BeginningWith => {
            let corresponding = from.checked_add_months(months)?;
            if corresponding.day() == from.day() {
                corresponding.pred_opt()
            } else {
                Some(corresponding)
            }
        }
    }
}
