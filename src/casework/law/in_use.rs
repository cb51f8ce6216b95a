//! When the law in use changes: open cases and reviews are counted again, each date that moved is
//! an event, and told to whoever was told another.
//!
//! Answered and closed cases keep the dates they had, and so do reviews that are decided. Several nodes may notice at once; the one
//! that comes first does it, and the others find nothing left to do.

use crate::casework::{CaseworkFault, Laws, Moment, Unreviewed};
use crate::config::Law;
use crate::domain::case::{Actor, Event, events};
use crate::domain::law_change::Standing;
use crate::store::{MovedDate, Store, StoreFault};
use chrono::{DateTime, Days, Utc};
use std::sync::{Arc, PoisonError};

/// What the installation remembers: the digest of the law its dates were counted by.
const FINGERPRINT: &str = "law_fingerprint";
/// What matters of that law for saying what changed since.
const STANDING: &str = "law_standing";

/// When the law in use changed last.
const CHANGED: &str = "law_changed_at";

/// Cases read at a time.
const CHUNK: u64 = 400;

/// For how many days a moved date is news at the desk.
const NEWS: u64 = 30;

impl Laws<'_> {
    /// Counts the open cases again if they were counted by another law than this program's, in
    /// one transaction; how many dates moved.
    ///
    /// # Errors
    /// A case that cannot be counted by the law as it is now; nothing has changed then.
    pub async fn follow_the_law(&self, now: Moment) -> Result<usize, CaseworkFault> {
        self.follow_from(None, now).await
    }

    /// The same, where the cases may have been counted by another law than the one remembered: by
    /// the one this program had until now. What changed since that is what is said of each.
    async fn follow_from(
        &self,
        held: Option<Standing>,
        now: Moment,
    ) -> Result<usize, CaseworkFault> {
        let law = self.law();
        if self.store.remembered(FINGERPRINT).await?.as_deref() == Some(law.fingerprint()) {
            return Ok(0);
        }
        let unit = self.store.begin().await?;
        let counted_by = unit.hold(FINGERPRINT).await?;
        if counted_by == law.fingerprint() {
            return Ok(0);
        }
        if !counted_by.is_empty() {
            unit.replace(CHANGED, &now.at.to_rfc3339()).await?;
        }
        let before = unit.hold(STANDING).await?;
        let before = match (held, before.as_str()) {
            (Some(held), _) => held,
            (None, "") => Standing::default(),
            (None, kept) => serde_json::from_str(kept).map_err(|e| {
                CaseworkFault::Broken(format!("meta, column value, row {STANDING}: {e}"))
            })?,
        };
        let standing = law.standing();
        let (mut moved, mut after) = (0, 0);
        loop {
            let cases = unit.laws().open_cases(after, CHUNK).await?;
            let Some(last) = cases.last() else { break };
            after = last.id;
            for mut stored in cases {
                let dates = self.deadlines(&stored.case).map_err(|fault| {
                    CaseworkFault::Refused(format!(
                        "{} cannot be counted by the law as it is now: {fault}",
                        stored.reference
                    ))
                })?;
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
                    continue;
                }
                let through = from.max(to).unwrap_or(stored.case.received);
                let cause = standing.cause(
                    &before,
                    &stored.case.calendar,
                    stored.case.received,
                    through,
                );
                // Where the day due stays, or was never written down, the columns follow without
                // an event.
                let unwritten = reviewed && from.is_none();
                let events = if from == to || unwritten {
                    Vec::new()
                } else {
                    moved += 1;
                    vec![Event::DueDateMoved(events::DueDateMoved {
                        from,
                        to,
                        cause,
                    })]
                };
                let clock = self.clock();
                let tells = !events.is_empty();
                unit.cases()
                    .append(
                        &mut stored,
                        events,
                        &clock,
                        Actor::SYSTEM,
                        now.today,
                        now.at,
                    )
                    .await?;
                if tells {
                    self.cases()
                        .tell_date_moved(&unit, &mut stored, now)
                        .await?;
                }
            }
        }
        let standing =
            serde_json::to_string(&standing).map_err(|e| CaseworkFault::Broken(e.to_string()))?;
        unit.replace(STANDING, &standing).await?;
        unit.replace(FINGERPRINT, law.fingerprint()).await?;
        unit.commit().await?;
        if moved > 0 {
            self.outbox_bell.notify_one();
        }
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
        let settings = &self.settings;
        let law = Law::load_as_read(settings.folder.as_deref(), &settings.law.readings);
        let law = law.map_err(|faults| {
            CaseworkFault::Refused(faults.first().map(ToString::to_string).unwrap_or_default())
        })?;
        if law.fingerprint() != counted_by {
            return Err(CaseworkFault::Refused(
                "the cases were counted by a law that this program does not have; copy the \
                 configuration folder to this machine and start it again"
                    .into(),
            ));
        }
        let authority = self.authority();
        let unreviewed = Unreviewed::of(&self.store, &law, &authority.regime, now.today).await?;
        let chosen = unreviewed.bar(settings, &authority);
        chosen.map_err(CaseworkFault::Refused)?;
        let held = self.law().standing();
        self.take_law(law);
        // A case changed here in the meantime was counted by the law before.
        let unit = self.store.begin().await?;
        unit.replace(FINGERPRINT, "").await?;
        unit.commit().await?;
        self.follow_from(Some(held), now).await?;
        Ok(true)
    }

    /// The due dates that moved in the last thirty days, the latest first.
    ///
    /// # Errors
    /// What the database says.
    pub async fn moved_dates(&self, now: Moment) -> Result<Vec<MovedDate>, CaseworkFault> {
        Ok(self.store.laws().moved(news_since(now.at)).await?)
    }
}

/// When the law in use changed last; nothing where it never did. What was settled before may stand by
/// dates that this law would not give.
///
/// # Errors
/// Cases counted by another law than this, and what the database says.
pub(in crate::casework) async fn last_change(
    store: &Store,
    law: &Law,
) -> Result<Option<DateTime<Utc>>, CaseworkFault> {
    let counted_by = store.remembered(FINGERPRINT).await?.unwrap_or_default();
    if !counted_by.is_empty() && counted_by != law.fingerprint() {
        return Err(CaseworkFault::Refused(
            "the dates were counted by another law than the configuration has now; start Daylight \
             once, so that it counts them again"
                .into(),
        ));
    }
    let changed = store.remembered(CHANGED).await?;
    let damaged = |_| {
        let what = "table meta, column value, row law_changed_at: it is no moment";
        CaseworkFault::from(StoreFault::Damaged(what.into()))
    };
    changed.map(|at| at.parse().map_err(damaged)).transpose()
}

/// Since when a moved date is news at the desk.
#[must_use]
pub fn news_since(now: DateTime<Utc>) -> DateTime<Utc> {
    now.checked_sub_days(Days::new(NEWS)).unwrap_or(now)
}
