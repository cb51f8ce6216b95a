//! When the law in use changes: open cases are counted again, each date that moved is an event.
//!
//! Answered and closed cases keep the dates they had. Several nodes may notice at once; the one
//! that comes first does it, and the others find nothing left to do.

use super::{Casework, CaseworkFault, Moment};
use crate::config::Law;
use crate::domain::case::{Actor, Event};
use crate::domain::law_change::Standing;
use crate::store::MovedDate;
use chrono::{DateTime, Days, Utc};
use std::sync::{Arc, PoisonError};

/// What the installation remembers: the digest of the law its dates were counted by.
const FINGERPRINT: &str = "law_fingerprint";
/// What matters of that law for saying what changed since.
const STANDING: &str = "law_standing";

/// Cases read at a time.
const CHUNK: u64 = 400;

/// For how many days a moved date is news at the desk.
const NEWS: u64 = 30;

impl Casework {
    /// Counts the open cases again if they were counted by another law than this program's, in
    /// one transaction; how many dates moved.
    ///
    /// # Errors
    /// A case that cannot be counted by the law as it is now; nothing has changed then.
    pub async fn follow_the_law(&self, now: Moment) -> Result<usize, CaseworkFault> {
        let law = self.law();
        if self.store.remembered(FINGERPRINT).await?.as_deref() == Some(law.fingerprint()) {
            return Ok(0);
        }
        let unit = self.store.begin().await?;
        if unit.hold(FINGERPRINT).await? == law.fingerprint() {
            return Ok(0);
        }
        let before = unit.hold(STANDING).await?;
        let before: Standing = serde_json::from_str(&before).unwrap_or_default();
        let standing = law.standing();
        let (mut moved, mut after) = (0, 0);
        loop {
            let cases = unit.open_cases(after, CHUNK).await?;
            let Some(last) = cases.last() else { break };
            after = last.id;
            for mut stored in cases {
                let dates = self.deadlines(&stored.case).map_err(|fault| {
                    CaseworkFault::Refused(format!(
                        "{} cannot be counted by the law as it is now: {fault}",
                        stored.reference
                    ))
                })?;
                let (from, to) = (stored.due, dates.due);
                let provisional = to.is_some_and(|due| dates.is_provisional(due));
                let as_before = (from, stored.latest_extended_due, stored.provisional)
                    == (to, dates.latest_extended_due, provisional);
                // Where a reply waits to be recorded, the place in the queue follows too.
                if as_before && dates.unrecorded_due.is_none() {
                    continue;
                }
                let through = from.max(to).unwrap_or(stored.case.received);
                let cause = standing.cause(
                    &before,
                    &stored.case.calendar,
                    stored.case.received,
                    through,
                );
                // Where the day due stays, the other columns follow without an event.
                let events = if from == to {
                    Vec::new()
                } else {
                    moved += 1;
                    vec![Event::DueDateMoved { from, to, cause }]
                };
                let clock = self.clock();
                unit.append(
                    &mut stored,
                    events,
                    &clock,
                    Actor::SYSTEM,
                    now.today,
                    now.at,
                )
                .await?;
            }
        }
        let standing =
            serde_json::to_string(&standing).map_err(|e| CaseworkFault::Broken(e.to_string()))?;
        unit.replace(STANDING, &standing).await?;
        unit.replace(FINGERPRINT, law.fingerprint()).await?;
        unit.commit().await?;
        Ok(moved)
    }

    /// Takes this law into use.
    pub fn take_law(&self, law: Law) {
        *self.law.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(law);
    }

    /// Reads the law again when another program has counted the cases by another one, and takes
    /// it into use if the files here say the same; whether it did.
    ///
    /// # Errors
    /// Files that cannot be used, or are not those the cases were counted by.
    pub async fn keep_up_with_the_law(&self, now: Moment) -> Result<bool, CaseworkFault> {
        let counted_by = self
            .store
            .remembered(FINGERPRINT)
            .await?
            .unwrap_or_default();
        if counted_by.is_empty() || counted_by == self.law().fingerprint() {
            return Ok(false);
        }
        let law = Law::load(self.settings.folder.as_deref()).map_err(|faults| {
            CaseworkFault::Refused(faults.first().map(ToString::to_string).unwrap_or_default())
        })?;
        if law.fingerprint() != counted_by {
            return Err(CaseworkFault::Refused(
                "the cases were counted by a law that this program does not have; copy the \
                 configuration folder to this machine and start it again"
                    .into(),
            ));
        }
        self.take_law(law);
        // A case changed here in the meantime was counted by the law before.
        let unit = self.store.begin().await?;
        unit.replace(FINGERPRINT, "").await?;
        unit.commit().await?;
        self.follow_the_law(now).await?;
        Ok(true)
    }

    /// The due dates that moved in the last thirty days, the latest first.
    ///
    /// # Errors
    /// What the database says.
    pub async fn moved_dates(&self, now: Moment) -> Result<Vec<MovedDate>, CaseworkFault> {
        Ok(self.store.moved(news_since(now.at)).await?)
    }
}

/// Since when a moved date is news at the desk.
#[must_use]
pub fn news_since(now: DateTime<Utc>) -> DateTime<Utc> {
    now.checked_sub_days(Days::new(NEWS)).unwrap_or(now)
}
