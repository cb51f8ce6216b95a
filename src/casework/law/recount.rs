//! When the law in use changes: open cases and reviews are counted again, each date that moved is
//! an event, and told to whoever was told another.
//!
//! Answered and closed cases keep the dates they had, and so do reviews that are decided. It is done in
//! short steps with a pause as long after each, so that forms are taken meanwhile; how far it has come is
//! kept, and several nodes share the steps. From the first step on the new law is the one remembered: what
//! is written by another after that is counted once more.

use crate::casework::{CaseworkFault, Laws, Moment};
use crate::config::Law;
use crate::domain::case::{Actor, Event, events};
use crate::domain::law_change::Standing;
use crate::store::{StoredCase, Unit};
use std::sync::Arc;
use std::time::Instant;

/// What matters of the law in use for saying what changed since.
const STANDING: &str = "law_standing";

/// The same of the law before it.
const STOOD: &str = "law_stood";

/// When the law in use changed last.
pub(super) const CHANGED: &str = "law_changed_at";

/// The id of the case the counting has come to; empty where it has come to its end.
pub(super) const COME_TO: &str = "law_counted_to";

/// Cases read in one step.
const STEP: u64 = 100;

impl Laws<'_> {
    /// Counts the open cases again if they were counted by another law than this program's; how many
    /// dates this program moved.
    ///
    /// # Errors
    /// A case that cannot be counted by the law as it is now; nothing has changed then.
    pub async fn follow_the_law(&self, now: Moment) -> Result<usize, CaseworkFault> {
        let law = self.law();
        let (counted_by, others) = self.store.laws().counted_by().await?;
        let come_to = self.store.remembered(COME_TO).await?.unwrap_or_default();
        if counted_by == law.fingerprint() && !others && come_to.is_empty() {
            return Ok(0);
        }
        self.refuse_uncountable().await?;
        let Some(before) = self.begun(&law, now).await? else {
            return Ok(0);
        };
        let mut moved = 0;
        loop {
            let begun = Instant::now();
            let Some(in_step) = self.step(&law, &before, now).await? else {
                break;
            };
            moved += in_step;
            if in_step > 0 {
                self.outbox_bell.notify_one();
            }
            tokio::time::sleep(begun.elapsed()).await;
        }
        Ok(moved)
    }

    /// Refuses a law by which an open case cannot be counted.
    async fn refuse_uncountable(&self) -> Result<(), CaseworkFault> {
        let mut after = 0;
        loop {
            let cases = self.store.laws().open_cases(after, STEP).await?;
            let Some(last) = cases.last() else {
                return Ok(());
            };
            after = last.id;
            for stored in &cases {
                self.deadlines(&stored.case).map_err(|fault| {
                    CaseworkFault::Refused(format!(
                        "{} cannot be counted by the law as it is now: {fault}",
                        stored.reference
                    ))
                })?;
            }
        }
    }

    /// Takes this law as the one the cases are counted by, from the first case on, unless they were; what
    /// it stood for before.
    async fn begun(&self, law: &Law, now: Moment) -> Result<Option<Standing>, CaseworkFault> {
        let unit = self.store.begin().await?;
        // As a step does: first where it has come to, then by which law.
        let come_to = unit.hold(COME_TO).await?;
        let (counted_by, others) = unit.laws().hold_counted_by().await?;
        let is_ours = counted_by == law.fingerprint();
        if is_ours && !others && come_to.is_empty() {
            return Ok(None);
        }
        if !is_ours {
            let stood = unit.hold(STANDING).await?;
            unit.replace(STOOD, &stood).await?;
            let standing = serde_json::to_string(&law.standing());
            let standing = standing.map_err(|e| CaseworkFault::Broken(e.to_string()))?;
            unit.replace(STANDING, &standing).await?;
        }
        // What was settled before may stand by dates that this law would not give.
        if !counted_by.is_empty() && (!is_ours || others) {
            unit.replace(CHANGED, &now.at.to_rfc3339()).await?;
        }
        if !is_ours || others {
            unit.laws().replace_counted_by(law.fingerprint()).await?;
            unit.replace(COME_TO, "0").await?;
        }
        let stood = unit.hold(STOOD).await?;
        unit.commit().await?;
        if stood.is_empty() {
            return Ok(Some(Standing::default()));
        }
        let stood = serde_json::from_str(&stood)
            .map_err(|e| CaseworkFault::Broken(format!("meta, column value, row {STOOD}: {e}")))?;
        Ok(Some(stood))
    }

    /// Counts the next cases; how many dates moved, or nothing where the last was counted, by whichever
    /// node, or where another law was taken into use.
    async fn step(
        &self,
        law: &Arc<Law>,
        before: &Standing,
        now: Moment,
    ) -> Result<Option<usize>, CaseworkFault> {
        let unit = self.store.begin().await?;
        let come_to = unit.hold(COME_TO).await?;
        let Ok(after) = come_to.parse::<i64>() else {
            return Ok(None);
        };
        if unit.laws().counted_by().await? != law.fingerprint() {
            return Ok(None);
        }
        let cases = unit.laws().open_cases(after, STEP).await?;
        let Some(last) = cases.last() else {
            unit.replace(COME_TO, "").await?;
            unit.commit().await?;
            return Ok(None);
        };
        unit.replace(COME_TO, &last.id.to_string()).await?;
        let standing = law.standing();
        let mut moved = 0;
        for stored in cases {
            moved += usize::from(
                self.counted(&unit, stored, (before, &standing), now)
                    .await?,
            );
        }
        unit.commit().await?;
        Ok(Some(moved))
    }

    /// Counts one case again; whether the day it is due moved.
    async fn counted(
        &self,
        unit: &Unit,
        mut stored: StoredCase,
        (before, standing): (&Standing, &Standing),
        now: Moment,
    ) -> Result<bool, CaseworkFault> {
        let dates = self.deadlines(&stored.case)?;
        let asked = stored.case.review_requested.is_some();
        let reviewed = asked && stored.case.answered.is_some();
        let (from, to) = if reviewed {
            (stored.review_due, dates.review_due)
        } else {
            (stored.due, dates.due)
        };
        let provisional = to.is_some_and(|due| dates.is_provisional(due));
        let as_before = (from, stored.provisional) == (to, provisional)
            && (reviewed || stored.latest_extended_due == dates.latest_extended_due)
            && (reviewed || !asked || stored.review_due == dates.review_due);
        // Where a reply waits to be recorded, the place in the queue follows too.
        if as_before && dates.unrecorded_due.is_none() {
            return Ok(false);
        }
        let through = from.max(to).unwrap_or(stored.case.received);
        let (calendar, received) = (&stored.case.calendar, stored.case.received);
        let cause = standing.cause(before, calendar, received, through);
        // Where the day due stays, or was never written down, the columns follow without an event.
        let unwritten = reviewed && from.is_none();
        let tells = from != to && !unwritten;
        let event = Event::DueDateMoved(events::DueDateMoved { from, to, cause });
        let events = tells.then_some(event).into_iter().collect();
        let clock = self.clock();
        let by = Actor::SYSTEM;
        unit.cases()
            .append(&mut stored, events, &clock, by, now.today, now.at)
            .await?;
        if tells {
            self.cases().tell_date_moved(unit, &mut stored, now).await?;
        }
        Ok(tells)
    }
}
