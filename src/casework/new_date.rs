//! The letter by which a requester who looks forward to one day is told another, because of what an
//! officer recorded.

use super::correction_letter::was_written_to;
use super::letters::{law_words, limit_words, steps};
use super::{Casework, CaseworkFault, Moment, Outgoing};
use crate::domain::case::{Case, Event, Recorded};
use crate::domain::regime::Regime;
use crate::domain::words::long_date;
use crate::mail::letters::NewDate;
use crate::store::{RequesterRow, StoredCase};

impl Casework {
    /// The letter that tells the day the answer is due now, after an event that moves it; nothing
    /// where no day follows, where it is the one there was, or where the requester was told none.
    pub(super) fn new_date(
        &self,
        stored: &StoredCase,
        requester: &RequesterRow,
        regime: &Regime,
        now: Moment,
    ) -> Result<Option<Outgoing>, CaseworkFault> {
        let mut events = stored.events.iter().enumerate().rev();
        let moved = events.find_map(|(at, r)| Some((at, because(r, &stored.case, regime)?)));
        let Some((at, because)) = moved else {
            return Ok(None);
        };
        let earlier = &stored.events[..at];
        let before = Case::replay(earlier).ok_or(CaseworkFault::NotFound)?;
        let before = self.deadlines(&before)?.due;
        let deadlines = self.deadlines(&stored.case)?;
        let due = deadlines.due.filter(|due| before != Some(*due));
        let Some(due) = due.filter(|_| was_written_to(earlier)) else {
            return Ok(None);
        };
        let letter = NewDate {
            frame: self.frame(stored.opener(), requester, now.today),
            law: law_words(regime),
            because,
            due,
            late: due < now.today,
            provisional: deadlines.is_provisional(due),
            steps: steps(&deadlines),
        };
        self.outgoing(requester, &letter).map(Some)
    }
}

/// Why another day may follow from an event, as a sentence; nothing where an officer records none.
fn because(recorded: &Recorded, case: &Case, regime: &Regime) -> Option<String> {
    let on = long_date(recorded.on);
    match &recorded.event {
        Event::ClarificationReceived { .. } => {
            Some(format!("Your answer to our question reached us on {on}."))
        }
        Event::FeePaid => Some(format!("Your payment reached us on {on}.")),
        Event::VariantChosen { .. } => {
            let limit = case.limit(regime);
            let (within, section) = (limit_words(limit), limit.section.in_full());
            Some(format!(
                "The time the law gives us for our answer is {within} ({section})."
            ))
        }
        Event::Logged { .. }
        | Event::Allocated { .. }
        | Event::ClarificationSought { .. }
        | Event::FeesNoticeIssued { .. }
        | Event::SearchStarted
        | Event::DraftStarted
        | Event::SentForClearance { .. }
        | Event::Cleared { .. }
        | Event::ReturnedToDraft { .. }
        | Event::Extended { .. }
        | Event::QuestionDecided { .. }
        | Event::Answered { .. }
        | Event::EffortRecorded { .. }
        | Event::Transferred { .. }
        | Event::Withdrawn
        | Event::Lapsed
        | Event::ReviewRequested { .. }
        | Event::ReviewCompleted { .. }
        | Event::Closed
        | Event::ClosedInEarlierLog { .. }
        | Event::LetterWritten { .. }
        | Event::NoteAdded { .. }
        | Event::ReplyReceived { .. }
        | Event::WithdrawalAsked { .. }
        | Event::AddressGiven { .. }
        | Event::DealtWith { .. }
        | Event::MessageFiled { .. }
        | Event::DocumentAdded { .. }
        | Event::DocumentRemoved { .. }
        | Event::DocumentsSent { .. }
        | Event::DueDateMoved { .. }
        | Event::Corrected { .. }
        | Event::LetterQueued { .. }
        | Event::LetterReaddressed { .. }
        | Event::LetterUndelivered { .. }
        | Event::LetterPosted { .. } => None,
    }
}
