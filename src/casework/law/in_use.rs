//! The law in use: taken as a whole, and read again where another program took another into use.

use super::recount::{CHANGED, COME_TO};
use crate::casework::{CaseworkFault, Laws, Moment, Unreviewed};
use crate::config::Law;
use crate::store::{MovedDate, Store, StoreFault};
use chrono::{DateTime, Days, Utc};
use std::sync::{Arc, PoisonError};
use std::time::Duration;

/// For how many days a moved date is news at the desk.
const NEWS: u64 = 30;

/// How long a date that was counted may take to be written.
const IN_HAND: Duration = Duration::from_secs(1);

impl Laws<'_> {
    /// Takes this law into use.
    pub fn take_law(&self, law: Law) {
        self.replace_law(law);
        self.store.laws().count_by(self.law().fingerprint());
    }

    fn replace_law(&self, law: Law) {
        *self.law.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(law);
    }

    /// Reads the law again when another program has counted the cases by another one, and takes
    /// it into use if the files here say the same; whether it did. Cases that a program with another
    /// wrote since are counted again, and where the counting was broken off it goes on.
    ///
    /// # Errors
    /// Files that cannot be used, or are not those the cases were counted by.
    pub async fn keep_up_with_the_law(&self, now: Moment) -> Result<bool, CaseworkFault> {
        let (counted_by, _) = self.store.laws().counted_by().await?;
        if counted_by.is_empty() {
            return Ok(false);
        }
        if counted_by == self.law().fingerprint() {
            self.follow_the_law(now).await?;
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
        self.replace_law(law);
        // What is being written was counted before, and is written as by the law before.
        tokio::time::sleep(IN_HAND).await;
        self.store.laws().count_by(self.law().fingerprint());
        self.follow_the_law(now).await?;
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
/// Cases counted by another law than this, or about to be counted, and what the database says.
pub(in crate::casework) async fn last_change(
    store: &Store,
    law: &Law,
) -> Result<Option<DateTime<Utc>>, CaseworkFault> {
    let (counted_by, others) = store.laws().counted_by().await?;
    if !counted_by.is_empty() && counted_by != law.fingerprint() {
        return Err(CaseworkFault::Refused(
            "the dates were counted by another law than the configuration has now; start Daylight \
             once, so that it counts them again"
                .into(),
        ));
    }
    let come_to = store.remembered(COME_TO).await?.unwrap_or_default();
    if others || !come_to.is_empty() {
        return Err(CaseworkFault::Refused(
            "the dates are about to be counted again, by a law that changed; ask again once Daylight \
             has done so, which it does while it serves and when it is started"
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
