//! The letter by which a requester who looks forward to one day is told another, because of what an
//! officer recorded.

use super::correction_letter::was_written_to;
use crate::casework::mail::letters::{law_words, steps};
use crate::casework::{Cases, CaseworkFault, Moment, Outgoing};
use crate::domain::case::{Case, Recorded};
use crate::domain::regime::Regime;
use crate::mail::letters::NewDate;
use crate::store::{RequesterRow, StoredCase};

impl Cases<'_> {
    /// The letter that tells the day the answer is due now, after an event that moves it; nothing
    /// where no day follows, where it is the one there was, or where the requester was told none.
    pub(in crate::casework) fn new_date(
        &self,
        stored: &StoredCase,
        requester: &RequesterRow,
        regime: &Regime,
        now: Moment,
    ) -> Result<Option<Outgoing>, CaseworkFault> {
        let mut events = stored.events.iter().enumerate().rev();
        let because = |r: &Recorded| r.event.new_date(r.on, &stored.case, regime);
        let moved = events.find_map(|(at, r)| Some((at, because(r)?)));
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
            frame: self.letters().frame(stored.opener(), requester, now.today),
            law: law_words(regime),
            because,
            due,
            late: due < now.today,
            provisional: deadlines.is_provisional(due),
            steps: steps(&deadlines),
        };
        self.outbox().outgoing(requester, &letter).map(Some)
    }
}
