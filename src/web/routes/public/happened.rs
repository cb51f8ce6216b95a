//! What happened to a request, in the requester's words.

use crate::domain::case::events;
use crate::domain::case::undo::undone_by;
use crate::domain::case::{Channel, Correction, Event, Recorded, Settlement};
use crate::domain::words::date;
use crate::store::{CasePage, TimelineRow};
use crate::web::pages::parts::TimelineEntry;

/// An event as the requester reads it; nothing for what is the desk's own business.
pub(super) fn entry(row: &TimelineRow, page: &CasePage, authority: &str) -> Option<TimelineEntry> {
    let recorded = &row.recorded;
    let (yours, what) = words_of(recorded, page)?;
    let stands = stands(recorded.seq, page);
    let own_words = matches!(recorded.event, Event::ReplyReceived(_));
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
    let event = &recorded.event;
    if let Event::Corrected(corrected) = event {
        return Some((false, put_right(&corrected.what, page)?));
    }
    if let Event::DealtWith(dealt) = event {
        let noted = dealt.how == Settlement::Noted;
        return noted
            .then(|| Some((false, read(dealt.seq, page)?)))
            .flatten();
    }
    if matches!(event, Event::ReplyReceived(_)) && page.stranger(recorded.seq).is_some() {
        return Some((false, "Received an email about the request".to_owned()));
    }
    event.told().map(|told| (told.yours, told.what))
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
            if matches!(undone.event, Event::ReplyReceived(_)) {
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
        Event::ReplyReceived(events::ReplyReceived {
            channel: Some(Channel::Email) | None,
            ..
        }) => page.from_requester(seq),
        _ => true,
    };
    (stands(seq, page) && theirs).then(|| format!("Read what you sent us on {}", date(sent.on)))
}
