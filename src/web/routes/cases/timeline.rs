//! What happened to a case, in words.

use super::correction_words;
use crate::domain::case::events::Telling;
use crate::domain::case::{Actor, Event, Recorded, decision_as_read, decision_text, events};
use crate::domain::money::Currency;
use crate::domain::role::Role;
use crate::domain::words;
use crate::mail::letters::reflowed;
use crate::store::{CasePage, TimelineRow, WritingRow};
use crate::web::pages::parts::TimelineEntry;
use crate::web::site::Site;
use chrono::{DateTime, Utc};

/// Everything that happened after the first `seen` events, the newest first.
#[must_use]
pub fn timeline(site: &Site, page: &CasePage, currency: Currency, seen: i64) -> Vec<TimelineEntry> {
    page.timeline
        .iter()
        .filter(|row| row.recorded.seq > seen)
        .map(|row| entry(site, row, page, currency))
        .collect()
}

/// The notes, messages and reasons that stand beside the record, the newest first. A decision that
/// holds is not among them: it stands at its question.
#[must_use]
pub fn notes(site: &Site, page: &CasePage) -> Vec<TimelineEntry> {
    page.writings
        .iter()
        .rev()
        .filter(|writing| !holds(page, writing))
        .map(|writing| {
            let row = page.timeline.iter().find(|r| r.recorded.seq == writing.seq);
            let by = row.map_or_else(String::new, who);
            let at = moment(site, writing.at);
            if let Some(changed) = correction_words::questions(writing) {
                return TimelineEntry::new(at, by, "The questions").detail(changed);
            }
            let body = match writing.kind.as_str() {
                // Its words stand among the letters once it is sent.
                "clearance" => writing
                    .body
                    .split("\n\n")
                    .next()
                    .unwrap_or_default()
                    .to_owned(),
                "decision" => decision_as_read(&writing.body),
                "message" | "email" => reflowed(&writing.body),
                _ => writing.body.clone(),
            };
            let undone = correction_words::undone(site, page, writing.seq);
            match (heading(writing, row, page), undone) {
                (None, None) => TimelineEntry::new(at, by, body),
                (None, Some(undone)) => TimelineEntry::new(at, by, body).detail(undone),
                (Some(heading), None) => TimelineEntry::new(at, by, heading).detail(body),
                (Some(heading), Some(undone)) => {
                    TimelineEntry::new(at, by, heading).detail(format!("{body}\n{undone}"))
                }
            }
        })
        .collect()
}

/// Whether a writing is the decision that holds on its question.
fn holds(page: &CasePage, writing: &WritingRow) -> bool {
    let event = page.timeline.iter().find(|r| r.recorded.seq == writing.seq);
    let Some((number, _)) = event.and_then(|row| row.recorded.event.decides()) else {
        return false;
    };
    let question = page.questions.iter().find(|q| q.number == number);
    question.is_some_and(|q| decision_text(&q.answer, &q.reasons) == writing.body)
}

/// What a writing is, where its text does not say so itself.
fn heading(
    writing: &WritingRow,
    row: Option<&TimelineRow>,
    page: &CasePage,
) -> Option<&'static str> {
    let event = row.map(|row| &row.recorded.event);
    if matches!(event, Some(Event::ClarificationReceived(_))) {
        return Some("The clarification");
    }
    if matches!(event, Some(Event::ReviewRequested(_))) {
        return Some("What the requester asks to be looked at again");
    }
    if writing.kind == "advice" {
        return Some(advice(page, writing.seq));
    }
    heading_by(&writing.kind)
}

/// What the advice and help is that a draft was sent for clearance with.
fn advice(page: &CasePage, seq: i64) -> &'static str {
    let stored = &page.stored;
    let later = stored.events.iter().filter(|recorded| recorded.seq > seq);
    let mut sent = later.filter(|r| matches!(r.event, Event::SentForClearance(_)));
    if sent.next().is_some() {
        "Advice and help of an earlier draft"
    } else if stored.case.answered.is_some() {
        "Advice and help that went with the answer"
    } else {
        "Advice and help that goes with the answer"
    }
}

/// What something that was sent is.
#[must_use]
pub fn heading_of(kind: &str) -> &'static str {
    heading_by(kind).unwrap_or("Message")
}

fn heading_by(kind: &str) -> Option<&'static str> {
    [
        ("message", "Message from the requester"),
        ("new_address", "New address for the answer"),
        ("email", "Email"),
        ("clarification", "What was asked of the requester"),
        ("correction", "Why it was corrected"),
        ("subject", "The subject"),
        ("return", "Why it went back to the draft"),
        ("extension", "Why more time was needed"),
        ("fees_notice", "What the fee is made of, and how to pay it"),
        ("transfer", "Where it was transferred"),
        ("review", "Review"),
        ("letter", "Letter to the requester"),
        ("advice", "Advice and help that goes with the answer"),
        ("clearance", "The answer that was cleared"),
        ("decision", "How a question was decided before"),
        ("document", "Documents"),
    ]
    .into_iter()
    .find(|(word, _)| *word == kind)
    .map(|(_, heading)| heading)
}

/// A moment at the authority, to the minute.
#[must_use]
pub fn moment(site: &Site, at: DateTime<Utc>) -> String {
    at.with_timezone(&site.casework.settings.authority.time_zone)
        .format("%-d %B %Y, %H:%M")
        .to_string()
}

fn entry(site: &Site, row: &TimelineRow, page: &CasePage, currency: Currency) -> TimelineEntry {
    let Recorded {
        at, on, event, seq, ..
    } = &row.recorded;
    let recorded_on = site.casework.moment(*at).today;
    let when = if *on == recorded_on {
        moment(site, *at)
    } else {
        words::date(*on)
    };
    let names = &page.names;
    let mut detail = event.detail(&Telling { names, currency });
    if let Event::Corrected(events::Corrected { what, .. }) = event {
        detail.extend(correction_words::detail(page, what, *seq));
    }
    detail.extend(correction_words::undone(site, page, *seq));
    if *on != recorded_on {
        detail.push(format!("Recorded on {}.", words::date(recorded_on)));
    }
    let what = match (event, page.stranger(*seq)) {
        (Event::Corrected(events::Corrected { what, .. }), _) => {
            correction_words::what(site, page, what)
        }
        (_, Some("")) => "An email of an unknown sender was filed".to_owned(),
        (_, Some(from)) => format!("An email from {from} was filed"),
        (other, None) => other.what(),
    };
    let entry = TimelineEntry::new(when, who(row), what);
    if detail.is_empty() {
        entry
    } else {
        entry.detail(detail.join(" "))
    }
}

pub(in crate::web::routes) fn who(row: &TimelineRow) -> String {
    let Actor { role, .. } = row.recorded.actor;
    row.person.clone().unwrap_or_else(|| {
        if role.at_the_desk() {
            "Somebody at the desk"
        } else if role == Role::Requester {
            "The requester"
        } else {
            "Daylight"
        }
        .to_owned()
    })
}
