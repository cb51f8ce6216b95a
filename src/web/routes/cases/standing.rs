//! How a case stands: what is due and when, its facts, and who asks.

use super::due_words::{answered_tag, due_tag, in_time, unrecorded_tag};
use crate::casework::Moment;
use crate::domain::calendar::Calendar;
use crate::domain::case::Case;
use crate::domain::deadline::Deadlines;
use crate::domain::regime::Regime;
use crate::domain::words;
use crate::store::CasePage as Stored;
use crate::web::pages::parts::{SummaryRow, Tag, Tone};
use chrono::NaiveDate;

/// What the day of [`due_of`] is.
pub fn due_label(case: &Case, deadlines: &Deadlines) -> &'static str {
    if case.answer_in_review() {
        return "Review due";
    }
    let ended = case.answered.or(case.closed);
    match (ended, deadlines.due) {
        (None, _) | (Some(_), None) => "Due",
        (Some(on), Some(due)) if on < due && case.answered.is_none() => "Would have been due",
        (Some(_), Some(_)) => "Was due",
    }
}

/// The day the answer or, while one is open, its review is due; why there is none.
pub fn due_of(case: &Case, deadlines: &Deadlines) -> String {
    if case.answer_in_review() {
        return deadlines.review_due.map_or_else(
            || "The law names no day".to_owned(),
            |due| deadlines.marked(due),
        );
    }
    match (deadlines.due, deadlines.unrecorded_due) {
        (Some(due), _) => deadlines.marked(due),
        (None, Some(due)) => format!(
            "{} if the reply that waits is recorded",
            deadlines.marked(due)
        ),
        (None, None) if case.closed.is_some() => "No date: the clock had stopped".to_owned(),
        (None, None) if deadlines.names_no_day() => "Promptly, with no fixed day".to_owned(),
        (None, None) if case.answered.is_some() => "No date: the clock had stopped".to_owned(),
        (None, None) => "No date while the clock is stopped".to_owned(),
    }
}

/// That day against today.
pub fn tag_of(
    stored: &Stored,
    deadlines: &Deadlines,
    calendar: &Calendar,
    now: Moment,
) -> Option<Tag> {
    let case = &stored.stored.case;
    if case.answer_in_review() {
        let due = deadlines.review_due;
        return due.map(|due| due_tag(calendar, due, now.today));
    }
    if let Some(answered) = case.answered {
        return Some(answered_tag(deadlines.due, answered));
    }
    if case.closed.is_some() {
        return None;
    }
    if let Some(would_be) = deadlines.unrecorded_due {
        return Some(unrecorded_tag(calendar, would_be, now.today));
    }
    if deadlines.state.awaits_requester() {
        return Some(Tag::new("clock stopped", Tone::Soon));
    }
    deadlines.due.map(|due| due_tag(calendar, due, now.today))
}

/// The facts beside the request.
pub fn facts(stored: &Stored, regime: &Regime, deadlines: &Deadlines) -> Vec<SummaryRow> {
    let case = &stored.stored.case;
    let mut rows = vec![
        SummaryRow::new("Law", regime.title.clone()),
        SummaryRow::new("Received", words::long_date(case.received)),
        SummaryRow::new("Channel", case.channel.title()),
        SummaryRow::new(
            "Officer",
            stored
                .officer
                .clone()
                .unwrap_or_else(|| "Nobody yet".into()),
        ),
    ];
    let mut add = |label: &str, value: Option<String>| {
        rows.extend(value.map(|value| SummaryRow::new(label, value)));
    };
    add(
        "Time limit",
        case.variant
            .as_deref()
            .and_then(|id| regime.variant(id))
            .map(|v| words::sentence(&v.title).trim_end_matches('.').to_owned()),
    );
    add("Team", case.team.clone());
    let done = |day: Option<NaiveDate>, due| {
        day.map(|day| format!("{}{}", words::long_date(day), in_time(due, day)))
    };
    add("Answered", done(case.answered, deadlines.due));
    add(
        "Outcome before the review",
        case.first_outcome
            .filter(|first| case.outcome != Some(*first))
            .map(|first| first.title().to_owned()),
    );
    add(
        "Review asked for",
        case.review_requested.map(words::long_date),
    );
    add(
        "Review due",
        deadlines
            .review_due
            .filter(|_| case.silence_in_review())
            .map(|due| deadlines.marked(due)),
    );
    add("Review decided", done(case.reviewed, deadlines.review_due));
    add("Closed", case.closed.map(words::long_date));
    add(
        "Time spent",
        case.effort_minutes
            .map(|m| format!("{} h {:02} min", m / 60, m % 60)),
    );
    add("Earlier reference", stored.external_reference.clone());
    rows
}

/// Who asks.
pub fn requester(stored: &Stored) -> Vec<SummaryRow> {
    let who = &stored.requester;
    let kind = who
        .category
        .as_deref()
        .and_then(|word| crate::casework::category_title(word).map(str::to_owned));
    let rows: Vec<SummaryRow> = [
        ("Name", who.name.clone()),
        ("Email address", who.email.clone()),
        ("Postal address", who.address.clone()),
        ("Kind of requester", kind),
    ]
    .into_iter()
    .filter_map(|(label, value)| Some(SummaryRow::new(label, value?)))
    .collect();
    if rows.is_empty() {
        vec![SummaryRow::new("Name", "Not recorded")]
    } else {
        rows
    }
}
