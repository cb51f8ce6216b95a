//! The internal targets of a case in words: never a date of the law.

use crate::domain::calendar::Calendar;
use crate::domain::case::{Case, Stage, Target, Targets};
use crate::domain::deadline::{ClockState, Deadlines};
use crate::domain::words;
use chrono::NaiveDate;
use std::cmp::Ordering;

/// The next target of a case for its row in a list: `target: search by 12 Jun`.
#[must_use]
pub fn next_target(
    targets: Targets,
    stage: Stage,
    from: NaiveDate,
    calendar: &Calendar,
    today: NaiveDate,
) -> Option<String> {
    let target = Target::next(stage)?;
    let by = calendar
        .add_working_days(from, targets.within(target))
        .ok()?;
    let missed = if by < today { ", missed" } else { "" };
    Some(format!(
        "target: {} by {}{missed}",
        target.verb(),
        words::day_and_month(by)
    ))
}

/// Every target of an open case whose clock runs, each in a few words.
#[must_use]
pub fn targets_of(
    case: &Case,
    targets: Targets,
    deadlines: &Deadlines,
    calendar: &Calendar,
    today: NaiveDate,
) -> Vec<String> {
    let next = Target::next(case.stage()).filter(|_| deadlines.state == ClockState::Running);
    let Some(next) = next else {
        return Vec::new();
    };
    let told = |target: Target| {
        let within = targets.within(target);
        let by = calendar
            .add_working_days(deadlines.counts_from, within)
            .ok()?;
        let standing = match target.cmp(&next) {
            Ordering::Less => " (done)",
            Ordering::Equal | Ordering::Greater if by < today => " (missed)",
            Ordering::Equal => " (next)",
            Ordering::Greater => "",
        };
        Some(format!(
            "{} by {}{standing}",
            target.verb(),
            words::date(by)
        ))
    };
    Target::ALL.into_iter().filter_map(told).collect()
}
