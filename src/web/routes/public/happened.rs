//! What happened to a request, in the requester's words.

use crate::domain::case::undo::undone_by;
use crate::domain::case::{Channel, Correction, Event, Outcome, Recorded, Settlement};
use crate::domain::words::date;
use crate::store::{CasePage, TimelineRow};
use crate::web::pages::parts::TimelineEntry;

/// An event as the requester reads it; nothing for what is the desk's own business.
pub(super) fn entry(row: &TimelineRow, page: &CasePage, authority: &str) -> Option<TimelineEntry> {
    let recorded = &row.recorded;
    let (yours, what) = words_of(recorded, page)?;
    let stands = stands(recorded.seq, page);
    let own_words = matches!(recorded.event, Event::ReplyReceived { .. });
    // What was filed here by mistake is not theirs to read.
    if own_words && !stands {
        return None;
    }
    let what = if stands {
        what
    } else {
        format!("{what} (recorded by mistake)")
    };
    let who = if yours { "You" } else { authority };
    let entry = TimelineEntry::new(date(recorded.on), who, what);
    match page
        .writings
        .iter()
        // Not an email: who wrote it is only what it says.
        .find(|w| own_words && w.seq == recorded.seq && w.kind == "message")
    {
        Some(written) => Some(entry.detail(written.body.clone())),
        None => Some(entry),
    }
}

/// Whether nothing took back what an event records.
fn stands(seq: i64, page: &CasePage) -> bool {
    let mut events = page.stored.events.iter();
    events.all(|r| undone_by(&r.event) != Some(seq))
}

/// What happened in the requester's words, and whether it was they who did it.
fn words_of(recorded: &Recorded, page: &CasePage) -> Option<(bool, String)> {
    Some(match &recorded.event {
        Event::Logged { .. } => (true, "Made the request".to_owned()),
        Event::ClarificationSought { .. } => (false, "Asked you a question".to_owned()),
        Event::ClarificationReceived { .. } => (true, "Answered our question".to_owned()),
        Event::FeesNoticeIssued { .. } => (false, "Asked for a fee".to_owned()),
        Event::FeePaid => (true, "Paid the fee".to_owned()),
        Event::SearchStarted => (false, "Began to search our records".to_owned()),
        Event::Extended { .. } => (false, "Extended the time for the answer".to_owned()),
        Event::Answered { outcome } => (false, format!("Answered: {}", lower(*outcome))),
        Event::Transferred {
            passed_on: true, ..
        } => (false, "Passed the request to another authority".to_owned()),
        Event::Transferred {
            passed_on: false, ..
        } => (
            false,
            "Told you which other authority is to answer".to_owned(),
        ),
        Event::Withdrawn => (true, "Withdrew the request".to_owned()),
        Event::Lapsed => (false, "Closed the request, as no reply came".to_owned()),
        Event::ReviewRequested { .. } => (true, "Asked for a review".to_owned()),
        Event::ReviewCompleted { .. } => (false, "Completed the review".to_owned()),
        Event::Closed | Event::ClosedInEarlierLog { .. } => {
            (false, "Closed the request".to_owned())
        }
        Event::LetterWritten { .. } => (false, "Wrote to you".to_owned()),
        Event::ReplyReceived { .. } if page.stranger(recorded.seq).is_some() => {
            (false, "Received an email about the request".to_owned())
        }
        Event::ReplyReceived { .. } => (true, "Wrote to us".to_owned()),
        Event::WithdrawalAsked { .. } => (true, "Asked to withdraw the request".to_owned()),
        Event::AddressGiven { .. } => (true, "Gave us another address".to_owned()),
        Event::DueDateMoved { to, cause, .. } => (
            false,
            to.map_or_else(
                || format!("Counted the time again: {cause}"),
                |to| format!("Moved the due date to {}: {cause}", date(to)),
            ),
        ),
        Event::Corrected { what, .. } => (false, put_right(what, page)?),
        Event::DealtWith {
            seq,
            how: Settlement::Noted,
            ..
        } => (false, read(*seq, page)?),
        Event::VariantChosen { .. } => (false, "Settled the time limit".to_owned()),
        Event::Allocated { .. }
        | Event::DraftStarted
        | Event::SentForClearance { .. }
        | Event::Cleared { .. }
        | Event::ReturnedToDraft { .. }
        | Event::QuestionDecided { .. }
        | Event::EffortRecorded { .. }
        | Event::NoteAdded { .. }
        | Event::DealtWith { .. }
        | Event::LetterQueued { .. }
        | Event::MessageFiled { .. }
        | Event::DocumentAdded { .. }
        | Event::DocumentRemoved { .. }
        | Event::DocumentsSent { .. }
        | Event::LetterPosted { .. }
        | Event::LetterReaddressed { .. }
        | Event::LetterUndelivered { .. } => return None,
    })
}

/// A correction as the requester reads it; nothing for what is the desk's own business.
fn put_right(what: &Correction, page: &CasePage) -> Option<String> {
    Some(match what {
        Correction::Subject { .. } => return None,
        Correction::Requester { .. } => "Corrected your details".to_owned(),
        Correction::Received { from, to } => format!(
            "Corrected the day your request arrived from {} to {}",
            date(*from),
            date(*to)
        ),
        Correction::Law { from, to } if from.regime == to.regime => {
            "Corrected the calendar the time is counted by".to_owned()
        }
        Correction::Law { .. } => "Corrected the law your request is handled under".to_owned(),
        Correction::Questions { .. } => "Took your questions apart in another way".to_owned(),
        Correction::Undone { seq } => {
            let undone = page.timeline.iter().find(|row| row.recorded.seq == *seq)?;
            let undone = &undone.recorded;
            if matches!(undone.event, Event::ReplyReceived { .. }) {
                return None;
            }
            let (_, what) = words_of(undone, page)?;
            format!(
                "Took back what was recorded on {}: {}",
                date(undone.on),
                what
            )
        }
    })
}

/// That somebody read what the requester sent, whatever follows from it; nothing where it was put here
/// by mistake, nor of an email that does not show that it is theirs.
fn read(seq: i64, page: &CasePage) -> Option<String> {
    let sent = page.timeline.iter().find(|row| row.recorded.seq == seq)?;
    let sent = &sent.recorded;
    let theirs = match sent.event {
        Event::ReplyReceived {
            channel: Some(Channel::Email) | None,
            ..
        } => page.from_requester(seq),
        _ => true,
    };
    (stands(seq, page) && theirs).then(|| format!("Read what you sent us on {}", date(sent.on)))
}

fn lower(outcome: Outcome) -> String {
    outcome.title().to_lowercase()
}
