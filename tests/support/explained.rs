//! The explanation of a due date ticked off one day at a time: every day between the day the time
//! runs from and the last one counts with its number, or does not for one reason. Where there are
//! more days than a strip shows, the sentences alone are ticked off; where there is no last day, that
//! nothing is counted to one, and why there is none.

use chrono::{Datelike, Months, NaiveDate};
use daylight::domain::calendar::{Calendar, is_weekend};
use daylight::domain::deadline::{ClockState, Deadlines, Step, StepKind};
use daylight::domain::regime::{Counted, Limit, PausesMove, Unit};
use daylight::domain::strip::{Day, DayKind, strip};
use daylight::domain::words::long_date;
use std::collections::BTreeSet;

/// What does not add up in an explanation; nothing where everything does.
pub fn fault(got: &Deadlines, limit: &Limit, calendar: &Calendar) -> Option<String> {
    let Some(due) = got.due else {
        return without_a_day(got, limit, calendar);
    };
    let steps = since_last_start(got);
    let start = steps.first().map(|step| step.on)?;
    let days = strip(got, limit, calendar);
    // What an extension sets as the last day need not be one that counts.
    let counted_out = steps
        .iter()
        .any(|step| step.kind == StepKind::Due && step.text.contains(": "));
    if let Some(moved) = moved_before_adding(start, steps, limit, calendar) {
        let shown = (!days.is_empty()).then(|| "days have a number where they have not one".into());
        return shown.or_else(|| added_to_the_day_moved_to(moved, due, steps, limit, calendar));
    }
    // A review asked for before the time began again names the holidays of its own time.
    let review = |step: &Step| step.kind == StepKind::Review && step.on <= start;
    let reviewed = got.explanation.iter().any(review);
    let alone = by_sentences_alone((start, due), reviewed, steps, limit, calendar);
    if days.is_empty() {
        return alone;
    }
    [
        alone,
        days_in_a_row(got.received, due, &days),
        numbers_in_a_row((start, due), counted_out, &days),
        as_told((start, due), counted_out, steps, &days, limit, calendar),
        as_long_as_the_law_says(
            start,
            steps,
            days.iter().rev().find_map(number).unwrap_or_default(),
            limit,
        ),
    ]
    .into_iter()
    .flatten()
    .next()
}

/// The same without a strip: each holiday is told once, and as many days are left as the law says.
fn by_sentences_alone(
    (start, due): (NaiveDate, NaiveDate),
    reviewed: bool,
    steps: &[Step],
    limit: &Limit,
    calendar: &Calendar,
) -> Option<String> {
    let paused = match left_out(steps, limit, calendar) {
        Ok(paused) => paused,
        Err(fault) => return Some(fault),
    };
    let on_a_line = |kind, on| {
        steps
            .iter()
            .filter(|s| s.kind == kind && s.on == on)
            .count()
    };
    let rolled = steps.iter().filter(|step| step.kind == StepKind::Rolled);
    let rolled = rolled.map(|step| step.on).min();
    let run = |on: NaiveDate| {
        let mut runs = steps.iter().flat_map(|step| &step.left_out);
        runs.any(|(first, last)| *first <= on && on <= *last)
    };
    let mut last = 0;
    for on in start.iter_days().take_while(|on| *on <= due) {
        let stopped = paused.contains(&on);
        let holiday = !is_weekend(on) && !calendar.is_working_day(on);
        let wanted = usize::from(works(limit.unit) && holiday && !stopped && on > start);
        // The day it begins from is none of its days; the time of a review may have it.
        let of_a_review = on == start && reviewed && holiday;
        let named = on_a_line(StepKind::Skipped, on);
        if named != wanted && !(of_a_review && named == 1) {
            return Some(format!("{} is not told once as a holiday", long_date(on)));
        }
        let works = works(limit.unit) || rolled.is_some_and(|from| from <= on);
        let off = works && !calendar.is_working_day(on);
        last += u32::from(on >= limit.first_counted(start) && !stopped && !run(on) && !off);
    }
    as_long_as_the_law_says(start, steps, last, limit)
}

/// The corresponding date and the working day after it, where a month ends on a day off, the regime is
/// read so that it moves before days are added, and there are days to add.
fn moved_before_adding(
    start: NaiveDate,
    steps: &[Step],
    limit: &Limit,
    calendar: &Calendar,
) -> Option<(NaiveDate, NaiveDate)> {
    if limit.pauses_move != PausesMove::LastDay || limit.unit != Unit::CalendarMonth {
        return None;
    }
    let from = match limit.counted {
        Counted::After => start,
        Counted::FromNextDay => start.succ_opt()?,
        Counted::BeginningWith => return None, // no law that adds days so
    };
    let due = steps.iter().rfind(|step| step.kind == StepKind::Due)?;
    let (_, length) = due.text.split_once(" is the last day for the answer: ")?;
    let digits = length.chars().take_while(char::is_ascii_digit);
    let months: u32 = match digits.collect::<String>().as_str() {
        "" => 1,
        digits => digits.parse().unwrap(),
    };
    let corresponding = from.checked_add_months(Months::new(months))?;
    let working = |on: &NaiveDate| calendar.is_working_day(*on);
    let moved = corresponding.iter_days().find(working)?;
    let paused = left_out(steps, limit, calendar).ok()?;
    let within = paused.first().is_some_and(|first| *first <= corresponding);
    (within && moved != corresponding).then_some((corresponding, moved))
}

/// Every day left out is added to the working day the corresponding date moved to, and one sentence
/// names both.
fn added_to_the_day_moved_to(
    (corresponding, moved): (NaiveDate, NaiveDate),
    due: NaiveDate,
    steps: &[Step],
    limit: &Limit,
    calendar: &Calendar,
) -> Option<String> {
    let named = steps.iter().any(|step| {
        step.kind == StepKind::Rolled
            && step.on == corresponding
            && step.text.contains(&long_date(moved))
    });
    if !named {
        return Some(format!(
            "nothing says that {corresponding} moves to {moved}"
        ));
    }
    let paused = match left_out(steps, limit, calendar) {
        Ok(paused) => paused.len(),
        Err(fault) => return Some(fault),
    };
    let mut days = moved.iter_days().skip(paused);
    let wanted = days.find(|on| calendar.is_working_day(*on)).unwrap();
    (wanted != due).then(|| format!("{paused} days after {moved} lead to {wanted}, not {due}"))
}

/// Where there is no last day none is counted to, each day left out is left out once, and the state
/// or the law says why.
fn without_a_day(got: &Deadlines, limit: &Limit, calendar: &Calendar) -> Option<String> {
    let steps = since_last_start(got);
    // The days of a review and of a complaint are counted after the answer, or after a review of
    // silence was asked for, which may be before the time began again.
    let after = |step: &&Step| matches!(step.kind, StepKind::Answered | StepKind::Review);
    let afterwards = got.explanation.iter().find(after).map(|step| step.on);
    let counts = |step: &&Step| {
        let counted = matches!(step.kind, StepKind::Skipped | StepKind::Rolled);
        counted && afterwards.is_none_or(|from| step.on < from)
            || step.kind == StepKind::Due
            || step.text.contains("is the last day for the answer")
    };
    if let Some(step) = steps.iter().find(counts) {
        return Some(format!(
            "counted to a day where there is none: {}",
            step.text
        ));
    }
    if let Err(fault) = left_out(steps, limit, calendar) {
        return Some(fault);
    }
    // What is still awaited may have been asked for before the time last began.
    let told = |kind| {
        got.explanation
            .iter()
            .filter(|step| step.kind == kind)
            .count()
    };
    let answered = told(StepKind::Resumed) + told(StepKind::Restarted);
    let stopped = told(StepKind::Paused) > answered;
    let ended = got.state == ClockState::Lapsed && told(StepKind::Ended) > 0;
    let why = stopped || ended || limit.unit == Unit::Promptly;
    (!why).then(|| format!("nothing says why there is no last day: {steps:#?}"))
}

/// The steps from the last day on which the time began.
fn since_last_start(got: &Deadlines) -> &[Step] {
    let begins = |step: &Step| matches!(step.kind, StepKind::Received | StepKind::Restarted);
    let at = got.explanation.iter().rposition(begins).unwrap();
    got.explanation.get(at..).unwrap()
}

fn days_in_a_row(received: NaiveDate, due: NaiveDate, days: &[Day]) -> Option<String> {
    let wanted = received.iter_days().take_while(|on| *on <= due);
    let all = wanted.eq(days.iter().map(|day| day.on));
    (!all).then(|| format!("the days are not those from {received} to {due}"))
}

/// The number of a day, where it has one.
fn number(day: &Day) -> Option<u32> {
    let mut parts = day.text.split(", ");
    parts.find_map(|part| part.parse().ok())
}

fn numbers_in_a_row(
    (start, due): (NaiveDate, NaiveDate),
    counted_out: bool,
    days: &[Day],
) -> Option<String> {
    let mut last = 0;
    for day in days.iter().filter(|day| day.on >= start) {
        let counts = match day.kind {
            DayKind::Counted => true,
            DayKind::Due => counted_out || number(day).is_some(),
            DayKind::Start => number(day).is_some(),
            DayKind::Off | DayKind::Stopped => false,
        };
        if counts {
            last += 1;
        }
        if counts && number(day) != Some(last) {
            return Some(format!(
                "{} is \"{}\" and should be {last}",
                day.on, day.text
            ));
        }
        if !counts && number(day).is_some() || day.text.is_empty() {
            return Some(format!("{} is \"{}\" and has no number", day.on, day.text));
        }
        if (day.on == due) != (day.kind == DayKind::Due) {
            return Some(format!("{} is \"{}\" where {due} is due", day.on, day.text));
        }
    }
    None
}

/// The days that the sentences leave out, each once; nothing where one is told twice, or another
/// number of them than there are.
fn left_out(
    steps: &[Step],
    limit: &Limit,
    calendar: &Calendar,
) -> Result<BTreeSet<NaiveDate>, String> {
    let mut out = BTreeSet::new();
    for step in steps.iter().filter(|step| step.kind == StepKind::Resumed) {
        let Some((head, tail)) = step.text.split_once(" not counted") else {
            continue;
        };
        let (words, runs) = match tail.strip_prefix(", from ") {
            Some(runs) => (head.rsplit("; ").next().unwrap(), runs.to_owned()),
            None => {
                let said = head.rsplit("; ").next().unwrap();
                let (words, run) = said.split_once(" from ").unwrap();
                let run = run.strip_suffix(" to this day").unwrap();
                (words, format!("{run} to {}", step.on.format("%-d %B %Y")))
            }
        };
        let said: u32 = words.split(' ').next().unwrap().parse().unwrap();
        let mut there = 0;
        for run in runs.split(" and ").flat_map(|runs| runs.split(", ")) {
            let (first, last) = run.split_once(" to ").unwrap();
            let day = |text: &str| NaiveDate::parse_from_str(text, "%d %B %Y").unwrap();
            for on in day(first).iter_days().take_while(|on| *on <= day(last)) {
                if !out.insert(on) {
                    return Err(format!("{on} is left out twice: {}", step.text));
                }
                let counts = calendar.is_working_day(on) || !works(limit.unit);
                there += u32::from(counts);
            }
        }
        if there != said {
            return Err(format!("{there} days and not: {}", step.text));
        }
    }
    Ok(out)
}

fn works(unit: Unit) -> bool {
    match unit {
        Unit::WorkingDay | Unit::Weekday => true,
        Unit::CalendarDay | Unit::Week | Unit::CalendarMonth | Unit::Promptly => false,
    }
}

/// Each day of the strip is what the sentences make of it.
fn as_told(
    (start, due): (NaiveDate, NaiveDate),
    counted_out: bool,
    steps: &[Step],
    days: &[Day],
    limit: &Limit,
    calendar: &Calendar,
) -> Option<String> {
    let paused = match left_out(steps, limit, calendar) {
        Ok(paused) => paused,
        Err(fault) => return Some(fault),
    };
    let on_a_line = |kind| {
        let steps = steps.iter().filter(move |step| step.kind == kind);
        steps.map(|step| step.on).collect::<Vec<_>>()
    };
    let skipped = on_a_line(StepKind::Skipped);
    let rolled = on_a_line(StepKind::Rolled).into_iter().min();
    for day in days.iter().filter(|day| day.on > start) {
        let on = day.on;
        let off_at_the_end = rolled.is_some_and(|from| from <= on) && !calendar.is_working_day(on);
        let holiday = !is_weekend(on) && !calendar.is_working_day(on);
        let closed = steps.iter().any(|step| {
            let mut runs = step.left_out.iter();
            step.kind == StepKind::Closed && runs.any(|(first, last)| *first <= on && on <= *last)
        });
        let stopped = paused.contains(&on) || closed;
        let off = !stopped && (works(limit.unit) && !calendar.is_working_day(on) || off_at_the_end);
        let told = match day.kind {
            DayKind::Stopped => stopped && !off,
            DayKind::Off => off,
            DayKind::Due if !counted_out && number(day).is_none() => stopped || off,
            DayKind::Counted | DayKind::Due | DayKind::Start => !stopped && !off,
        };
        if !told {
            return Some(format!(
                "{on} is {:?} \"{}\" and not as told",
                day.kind, day.text
            ));
        }
        let named = skipped.iter().filter(|named| **named == on).count();
        let wanted = usize::from(works(limit.unit) && holiday && !paused.contains(&on));
        if on <= due && named != wanted {
            return Some(format!(
                "{} is told {named} times as a holiday",
                long_date(on)
            ));
        }
    }
    None
}

/// The last number is what the sentence of the last day names, counted out once more for a month.
fn as_long_as_the_law_says(
    start: NaiveDate,
    steps: &[Step],
    last: u32,
    limit: &Limit,
) -> Option<String> {
    let due = steps.iter().rfind(|step| step.kind == StepKind::Due)?;
    let (_, length) = due.text.split_once(" is the last day for the answer: ")?;
    let digits = length.chars().skip_while(|c| !c.is_ascii_digit());
    let digits: String = digits.take_while(char::is_ascii_digit).collect();
    let count: u32 = digits.parse().unwrap();
    let wanted = match limit.unit {
        Unit::CalendarMonth => {
            // A month has the day it is reckoned from and its corresponding one, where it does not
            // begin with the first of them.
            let from = match limit.counted {
                Counted::After | Counted::BeginningWith => start,
                Counted::FromNextDay => start.succ_opt().unwrap(),
            };
            let end = from.checked_add_months(Months::new(count)).unwrap();
            let clamped = end.day() != from.day();
            let both = limit.counted != Counted::BeginningWith || clamped;
            u32::try_from((end - from).num_days()).unwrap() + u32::from(both)
        }
        Unit::Week => count * 7,
        Unit::WorkingDay | Unit::Weekday | Unit::CalendarDay => count,
        Unit::Promptly => return Some(format!("a last day where there is none: {}", due.text)),
    };
    (last != wanted).then(|| format!("the last day is {last} and not {wanted}: {}", due.text))
}
