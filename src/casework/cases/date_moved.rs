//! The letter to a requester whose day moved with the law: one for each change, to those who were told
//! another day.

use super::correction_letter::was_written_to;
use crate::casework::mail::letters::{law_words, steps};
use crate::casework::{Cases, CaseworkFault, Moment};
use crate::domain::case::{Event, Recorded, events};
use crate::mail::letters::DateMoved;
use crate::store::{StoredCase, Unit};

impl Cases<'_> {
    /// Tells the day that the event written last moved, in the unit that wrote it; nothing where the
    /// requester was told none, or where no day follows.
    pub(in crate::casework) async fn tell_date_moved(
        &self,
        unit: &Unit,
        stored: &mut StoredCase,
        now: Moment,
    ) -> Result<(), CaseworkFault> {
        let Some(Recorded {
            event:
                Event::DueDateMoved(events::DueDateMoved {
                    from,
                    to: Some(to),
                    cause,
                }),
            ..
        }) = stored.events.last()
        else {
            return Ok(());
        };
        let (from, to, cause) = (*from, *to, cause.clone());
        if !was_written_to(&stored.events) {
            return Ok(());
        }
        let (regime, _) = self.law_of(&stored.case)?;
        let dates = self.deadlines(&stored.case)?;
        let requester = unit.requester_of(stored).await?;
        let review = stored.case.answer_in_review();
        let letter = DateMoved {
            frame: self.letters().frame(stored.opener(), &requester, now.today),
            law: law_words(&regime),
            review,
            cause,
            from,
            to,
            provisional: dates.is_provisional(to),
            steps: if review { Vec::new() } else { steps(&dates) },
        };
        self.letters()
            .queue(unit, stored, &requester, &letter, now)
            .await
    }
}
