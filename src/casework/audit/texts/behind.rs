//! Which text an event commits to, and of which kind it is.

use crate::casework::clearance::{ADVICE, CLEARED};
use crate::domain::case::{Correction, Event};

/// Which text stands behind an event.
pub(super) enum Behind<'a> {
    /// None.
    Nothing,
    /// The request itself.
    Request(&'a str),
    /// A text beside the event, of one of these kinds.
    Writing(&'static [&'static str], &'a str),
    /// The same, which may be from before such texts were committed to.
    Perhaps(&'static [&'static str], Option<&'a str>),
    /// A letter, as above.
    Letter(&'a str, Option<&'a str>),
}

/// Every event has to say which text stands behind it.
pub(super) fn behind(event: &Event) -> Behind<'_> {
    match event {
        Event::Logged { digest, .. } => Behind::Request(digest),
        Event::ClarificationSought { digest } => Behind::Writing(&["clarification"], digest),
        Event::ReturnedToDraft { digest } => Behind::Writing(&["return"], digest),
        Event::QuestionDecided { digest, .. } => Behind::Writing(&["decision"], digest),
        Event::LetterWritten { digest } => Behind::Writing(&["letter"], digest),
        Event::Corrected { what, digest } => {
            let kinds: &[&str] = match what {
                Correction::Subject { .. } => &["correction", "subject"],
                Correction::Questions { .. } => &["correction", "questions"],
                Correction::Received { .. }
                | Correction::Law { .. }
                | Correction::Requester { .. }
                | Correction::Undone { .. } => &["correction"],
            };
            Behind::Writing(kinds, digest)
        }
        Event::NoteAdded { digest } => Behind::Writing(&["note"], digest),
        Event::ReplyReceived { digest, .. } => Behind::Writing(&["message", "email"], digest),
        Event::WithdrawalAsked { digest, .. } => Behind::Writing(&["message"], digest),
        Event::AddressGiven { digest, .. } => Behind::Writing(&["new_address"], digest),
        Event::MessageFiled { digest } => Behind::Writing(&["filed"], digest),
        Event::DocumentAdded { digest } | Event::DocumentRemoved { digest, .. } => {
            Behind::Writing(&["document"], digest)
        }
        Event::ClarificationReceived { digest } => Behind::Perhaps(&["message"], digest.as_deref()),
        Event::SentForClearance { digest, .. } => Behind::Perhaps(&[ADVICE], digest.as_deref()),
        Event::Cleared { digest } => Behind::Perhaps(&[CLEARED], digest.as_deref()),
        Event::Extended { digest, .. } => Behind::Perhaps(&["extension"], digest.as_deref()),
        Event::FeesNoticeIssued { digest, .. } => {
            Behind::Perhaps(&["fees_notice"], digest.as_deref())
        }
        Event::Transferred { digest, .. } => Behind::Perhaps(&["transfer"], digest.as_deref()),
        Event::ReviewRequested { digest, .. } | Event::ReviewCompleted { digest, .. } => {
            Behind::Perhaps(&["review"], digest.as_deref())
        }
        Event::LetterQueued {
            message_id, digest, ..
        } => Behind::Letter(message_id, digest.as_deref()),
        Event::Allocated { .. }
        | Event::VariantChosen { .. }
        | Event::FeePaid
        | Event::DealtWith { .. }
        | Event::SearchStarted
        | Event::DraftStarted
        | Event::Answered { .. }
        | Event::EffortRecorded { .. }
        | Event::Withdrawn
        | Event::Lapsed
        | Event::Closed
        | Event::ClosedInEarlierLog { .. }
        | Event::DueDateMoved { .. }
        | Event::DocumentsSent { .. }
        | Event::LetterReaddressed { .. }
        | Event::LetterUndelivered { .. }
        | Event::LetterPosted { .. } => Behind::Nothing,
    }
}

/// What a correction of some things says instead, besides why it was made.
pub(super) fn second(event: &Event) -> Option<&str> {
    if let Event::Corrected {
        what: Correction::Subject { digest } | Correction::Questions { digest, .. },
        ..
    } = event
    {
        return Some(digest);
    }
    None
}
