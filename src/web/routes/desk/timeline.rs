//! What happened to a case, in words.

use super::correction_words;
use super::questions::after_review;
use super::waiting::by_way_of;
use crate::domain::case::{Actor, Event, Recorded, decision_as_read, decision_text};
use crate::domain::money::Currency;
use crate::domain::role::Role;
use crate::domain::words;
use crate::mail::letters::reflowed;
use crate::store::{CasePage, TimelineRow, WritingRow};
use crate::web::pages::parts::TimelineEntry;
use crate::web::site::Site;
use chrono::{DateTime, NaiveDate, Utc};
use std::collections::HashMap;

/// The names of people at the desk, by id.
type Names = HashMap<i64, String>;

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
    let Some(Event::QuestionDecided { number, .. }) = event.map(|row| &row.recorded.event) else {
        return false;
    };
    let question = page.questions.iter().find(|q| q.number == *number);
    question.is_some_and(|q| decision_text(&q.answer, &q.reasons) == writing.body)
}

/// What a writing is, where its text does not say so itself.
fn heading(
    writing: &WritingRow,
    row: Option<&TimelineRow>,
    page: &CasePage,
) -> Option<&'static str> {
    let event = row.map(|row| &row.recorded.event);
    if matches!(event, Some(Event::ClarificationReceived { .. })) {
        return Some("The clarification");
    }
    if matches!(event, Some(Event::ReviewRequested { .. })) {
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
    let mut sent = later.filter(|r| matches!(r.event, Event::SentForClearance { .. }));
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
    let mut detail = detail(event, &page.names, currency);
    if let Event::Corrected { what, .. } = event {
        detail.extend(correction_words::detail(page, what, *seq));
    }
    detail.extend(correction_words::undone(site, page, *seq));
    if *on != recorded_on {
        detail.push(format!("Recorded on {}.", words::date(recorded_on)));
    }
    let what = match (event, page.stranger(*seq)) {
        (Event::Corrected { what, .. }, _) => correction_words::what(site, page, what),
        (_, Some("")) => "An email of an unknown sender was filed".to_owned(),
        (_, Some(from)) => format!("An email from {from} was filed"),
        (other, None) => what(other),
    };
    let entry = TimelineEntry::new(when, who(row), what);
    if detail.is_empty() {
        entry
    } else {
        entry.detail(detail.join(" "))
    }
}

pub(super) fn who(row: &TimelineRow) -> String {
    let Actor { role, .. } = row.recorded.actor;
    row.person.clone().unwrap_or_else(|| {
        match role {
            Role::Officer | Role::Manager => "Somebody at the desk",
            Role::Requester => "The requester",
            Role::System => "Daylight",
        }
        .to_owned()
    })
}

pub(super) fn what(event: &Event) -> String {
    let text = match event {
        Event::Logged { .. } => "Logged the request",
        Event::Allocated { .. } => "Allocated the request",
        Event::VariantChosen { .. } => "Chose the time limit",
        Event::ClarificationSought { .. } => "Asked for clarification",
        Event::ClarificationReceived { .. } => "Recorded the clarification",
        Event::FeesNoticeIssued { .. } => "Issued a fees notice",
        Event::FeePaid => "Recorded the payment",
        Event::SearchStarted => "Started the search",
        Event::DraftStarted => "Started the draft",
        Event::SentForClearance { .. } => "Sent the draft for clearance",
        Event::Cleared { .. } => "Cleared the answer for sending",
        Event::ReturnedToDraft { .. } => "Returned it to the draft",
        Event::Extended { .. } => "Extended the time limit",
        Event::QuestionDecided { number, .. } => return format!("Decided question {number}"),
        Event::Answered { .. } => "Sent the answer",
        Event::EffortRecorded { .. } => "Recorded the time spent",
        Event::Transferred { passed_on, .. } if *passed_on => "Transferred the request",
        Event::Transferred { .. } => "Recorded that another authority is to answer",
        Event::Withdrawn => "Recorded that the requester withdrew",
        Event::Lapsed => "Recorded that the request lapsed",
        Event::ReviewRequested { .. } => "A review was asked for",
        Event::ReviewCompleted { .. } => "Decided the review",
        Event::Closed => "Closed the case",
        Event::ClosedInEarlierLog { .. } => "Taken over from an earlier log, where it was closed",
        Event::DueDateMoved { .. } => "The due date moved",
        Event::LetterWritten { .. } => "Wrote to the requester",
        Event::Corrected { .. } => "Made a correction",
        Event::NoteAdded { .. } => "Added a note",
        Event::ReplyReceived { .. } => "A message from the requester was filed",
        Event::WithdrawalAsked { .. } => "Asked to withdraw the request",
        Event::AddressGiven { .. } => "Gave another address for the answer",
        Event::DealtWith { .. } => "Dealt with what the requester sent",
        Event::MessageFiled { .. } => "Kept the message as it came",
        Event::DocumentAdded { .. } => "Put a document with the case",
        Event::DocumentRemoved { .. } => "Took a document off the case",
        Event::DocumentsSent { .. } => "Sent documents with the letter",
        Event::LetterQueued { letter, .. } => {
            return format!("Queued a letter: {}", letter.title());
        }
        Event::LetterPosted { letter, .. } => {
            return format!("Posted a letter: {}", letter.title());
        }
        Event::LetterReaddressed { letter, .. } => {
            return format!("Addressed a letter anew: {}", letter.title());
        }
        Event::LetterUndelivered { letter, .. } => {
            return format!("A letter was not delivered: {}", letter.title());
        }
    };
    text.to_owned()
}

fn detail(event: &Event, names: &Names, currency: Currency) -> Vec<String> {
    let mut out = Vec::new();
    match event {
        Event::Logged {
            channel, questions, ..
        } => {
            out.push(format!("It came by {}.", channel.title().to_lowercase()));
            out.push(format!(
                "{}.",
                words::count(usize::from(*questions), "question")
            ));
        }
        Event::Allocated { team, officer } => {
            let officer = officer.and_then(|id| names.get(&id).cloned());
            let to: Vec<String> = officer.into_iter().chain(team.clone()).collect();
            out.push(format!("To {}.", to.join(", ")));
        }
        Event::VariantChosen { variant } => out.push(variant.as_deref().map_or_else(
            || "The plain one.".to_owned(),
            |variant| format!("That for: {}.", variant.replace('_', " ")),
        )),
        Event::FeesNoticeIssued { amount, .. } => {
            out.push(format!("{}.", currency.amount(*amount)))
        }
        Event::Extended {
            until, exemptions, ..
        } => {
            out.extend(until.map(|until| format!("Until {}.", words::date(until))));
            if !exemptions.is_empty() {
                let sections: Vec<String> = exemptions.iter().map(ToString::to_string).collect();
                out.push(format!("For {}.", words::list(&sections)));
            }
        }
        Event::QuestionDecided {
            outcome,
            exemptions,
            refusal,
            ..
        } => {
            let refused = refusal.iter().map(|relied| relied.section.to_string());
            let sections = exemptions.iter().map(ToString::to_string);
            let sections: Vec<String> = sections.chain(refused).collect();
            out.push(if sections.is_empty() {
                format!("{}.", outcome.title())
            } else {
                format!("{}: {}.", outcome.title(), words::list(&sections))
            });
        }
        Event::Answered { outcome } => out.push(format!("{}.", outcome.title())),
        Event::EffortRecorded { minutes } => {
            out.push(format!(
                "{} h {:02} min in all.",
                minutes / 60,
                minutes % 60
            ));
        }
        Event::ReviewRequested { late: true, .. } => {
            out.push("It came after the time to ask and was accepted all the same.".to_owned());
        }
        Event::ReviewCompleted {
            outcome,
            changed,
            same_person,
            ..
        } => {
            out.push(outcome.map_or_else(
                || "The outcome stands.".to_owned(),
                |o| format!("The outcome is now: {}.", o.title().to_lowercase()),
            ));
            for new in changed {
                out.push(after_review(new));
            }
            if *same_person {
                out.push("Whoever decided it had a part in the answer.".to_owned());
            }
        }
        Event::ClosedInEarlierLog { outcome } => {
            out.extend(outcome.map(|o| format!("{}.", o.title())));
        }
        Event::DueDateMoved { from, to, cause } => {
            let day = |on: &Option<NaiveDate>| on.map_or_else(|| "no date".to_owned(), words::date);
            out.push(format!("From {} to {}: {cause}.", day(from), day(to)));
        }
        Event::ReplyReceived {
            channel: Some(channel),
            ..
        } => out.push(format!("It came {}.", by_way_of(*channel))),
        Event::DealtWith { how, .. } => out.push(format!("It was {}.", how.title())),
        Event::ClarificationSought { .. }
        | Event::ClarificationReceived { .. }
        | Event::FeePaid
        | Event::SearchStarted
        | Event::DraftStarted
        | Event::SentForClearance { .. }
        | Event::Cleared { .. }
        | Event::ReturnedToDraft { .. }
        | Event::Transferred { .. }
        | Event::Withdrawn
        | Event::Lapsed
        | Event::ReviewRequested { late: false, .. }
        | Event::Closed
        | Event::LetterWritten { .. }
        | Event::Corrected { .. }
        | Event::NoteAdded { .. }
        | Event::WithdrawalAsked { .. }
        | Event::AddressGiven { .. }
        | Event::ReplyReceived { channel: None, .. }
        | Event::LetterQueued { .. }
        | Event::MessageFiled { .. }
        | Event::DocumentAdded { .. }
        | Event::DocumentRemoved { .. }
        | Event::DocumentsSent { .. }
        | Event::LetterPosted { .. }
        | Event::LetterReaddressed { .. }
        | Event::LetterUndelivered { .. } => {}
    }
    out
}
