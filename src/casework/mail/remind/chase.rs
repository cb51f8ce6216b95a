//! To a requester who was asked for more, or for a fee: that it has not come, while there is still
//! time. One letter for what was asked once.

use super::CHASERS;
use crate::casework::mail::letters::paragraphs;
use crate::casework::{CaseworkFault, Moment, Reminding};
use crate::domain::calendar::Calendar;
use crate::domain::case::{Event, events, waited_for_until};
use crate::mail::letters::{Chaser, LetterContext};
use crate::store::{CasePage, StoredCase, Unit};
use chrono::NaiveDate;

/// Working days before the last on which the letter goes, where the time is long enough.
const LEFT: i64 = 10;

impl Reminding<'_> {
    /// Queues the letters of a day, each on its case's record; how many.
    pub(super) async fn chase(&self, now: Moment) -> Result<usize, CaseworkFault> {
        let mut silent = Vec::new();
        self.each_asked(|stored| {
            if self.answer_by_of(stored, now.today)?.is_some() {
                silent.push(stored.reference.clone());
            }
            Ok(())
        })
        .await?;
        // What the letters say is read before the transaction: while it is open nobody else writes.
        let mut pages = Vec::new();
        for reference in silent {
            pages.extend(self.store.cases().case_page(&reference).await?);
        }
        let unit = self.store.begin().await?;
        if !unit
            .letters()
            .claim_run(CHASERS, now.today, pages.len(), now.at)
            .await?
        {
            return Ok(0);
        }
        let mut queued = 0;
        for page in pages {
            queued += usize::from(self.chase_one(&unit, &page, now).await?);
        }
        unit.commit().await?;
        self.outbox_bell.notify_one();
        Ok(queued)
    }

    /// Queues the letter of one case, where it is time for it; whether it was.
    pub(crate) async fn chase_one(
        &self,
        unit: &Unit,
        page: &CasePage,
        now: Moment,
    ) -> Result<bool, CaseworkFault> {
        let Some(mut stored) = unit.cases().find_case(&page.stored.reference).await? else {
            return Ok(false);
        };
        // It may have come in between.
        let Some(answer_by) = self.answer_by_of(&stored, now.today)? else {
            return Ok(false);
        };
        let letter = self.chaser(page, answer_by, now.today);
        self.letters()
            .queue(unit, &mut stored, &page.requester, &letter, now)
            .await?;
        Ok(true)
    }

    /// The last day on which what a requester was asked for may come, with the disputed readings
    /// it rests on, where they are to be written to now.
    fn answer_by_of(
        &self,
        stored: &StoredCase,
        today: NaiveDate,
    ) -> Result<Option<(NaiveDate, Vec<String>)>, CaseworkFault> {
        // Who has written is not told that nothing came, nor who wants no answer any more, nor who
        // asks for a review of our silence.
        if stored.case.waiting.is_our_turn() || stored.case.review_open {
            return Ok(None);
        }
        let (regime, calendar) = self.law_of(&stored.case)?;
        let asked = stored.case.asked_last();
        let last = waited_for_until(&stored.case, &regime, &calendar)?;
        let (Some(asked), Some(last)) = (asked, last) else {
            return Ok(None);
        };
        let now = is_time(&calendar, asked, last, today) && !was_chased(stored);
        if !now {
            return Ok(None);
        }
        let disputed = self.deadlines(&stored.case)?.disputed_while_asked();
        Ok(Some((last, disputed)))
    }

    fn chaser(
        &self,
        page: &CasePage,
        (answer_by, disputed): (NaiveDate, Vec<String>),
        today: NaiveDate,
    ) -> Chaser {
        let case = &page.stored.case;
        let fee = !case.awaiting_clarification;
        // What was asked, and after it why.
        let mut writings = page.writings.iter().rev();
        let needs = writings
            .find(|writing| writing.kind == "clarification" && !fee)
            .and_then(|writing| writing.body.rsplit_once("\n\n"));
        Chaser {
            frame: self
                .letters()
                .frame(page.stored.opener(), &page.requester, today),
            asked: case.asked_last().unwrap_or(case.received),
            fee,
            needs: needs.map_or_else(Vec::new, |(needs, _)| paragraphs(needs)),
            answer_by,
            disputed,
        }
    }
}

/// Whether it is time to write: half of the days there were are over, few are left, and there are some.
fn is_time(calendar: &Calendar, asked: NaiveDate, last: NaiveDate, today: NaiveDate) -> bool {
    let over = calendar.working_days_between(asked, today);
    let left = calendar.working_days_between(today, last);
    (1..=LEFT).contains(&left) && left <= over
}

/// Whether a chaser went since the requester was last asked.
fn was_chased(stored: &StoredCase) -> bool {
    let asked = |event: &Event| {
        matches!(
            event,
            Event::ClarificationSought(_) | Event::FeesNoticeIssued(_)
        )
    };
    let events = stored.events.iter().rev().map(|recorded| &recorded.event);
    events
        .take_while(|event| !asked(event))
        .any(|event| matches!(event, Event::LetterQueued(events::LetterQueued { letter, .. }) if *letter == Chaser::KIND))
}
