//! Whether the record holds: the chain of every case and of the register, each text still held
//! against its commitment, and the columns that follow from events.
//!
//! It is read some cases at a time, and only the places of requests in the register are kept.

mod head;
mod register;
mod texts;

use crate::domain::case::events;
pub use head::{Head, HeadFault};
pub use texts::Tally;

use super::Casework;
use super::CaseworkFault;
use super::secrets::Keys;
use crate::casework::law::in_use;
use crate::config::Law;
use crate::domain::case::{Case, Event, Recorded, deadlines};
use crate::domain::deadline::Deadlines;
use crate::store::{Batch, CaseRecord, Difference, Store, StoreFault};
use chrono::{DateTime, Utc};
use register::Register;
use std::sync::Arc;

/// Cases read at a time.
const BATCH: u64 = 250;

/// A record that holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Holds {
    /// Its cases.
    pub cases: u64,
    /// The events of its cases and of its register.
    pub events: u64,
    /// The texts.
    pub texts: Tally,
    /// Settled cases whose dates were counted by an earlier law, and cannot be counted again, and that
    /// no event says.
    pub by_earlier_law: u64,
}

/// What of the record was checked.
#[derive(Default)]
struct Found {
    holds: Holds,
    register: Register,
    /// None in a database that no Daylight served yet.
    keys: Option<Keys>,
}

/// Checks the record; what holds, or the first difference. `progress` is told how many cases were
/// checked so far. It may be written to meanwhile: what belongs together is read as it is at one
/// moment.
///
/// # Errors
/// What the database says, and dates that were counted by another law than this.
pub async fn verify(
    store: &Store,
    law: &Arc<Law>,
    progress: &(dyn Fn(u64) + Send + Sync),
) -> Result<Result<Holds, Difference>, CaseworkFault> {
    loop {
        let changed = in_use::last_change(store, law).await?;
        let checked = walk(store, law, changed, progress).await?;
        // Dates are not compared across a change of the law in use.
        if checked.is_ok() || in_use::last_change(store, law).await? == changed {
            return Ok(checked);
        }
    }
}

async fn walk(
    store: &Store,
    law: &Arc<Law>,
    changed: Option<DateTime<Utc>>,
    progress: &(dyn Fn(u64) + Send + Sync),
) -> Result<Result<Holds, Difference>, CaseworkFault> {
    let register = match Register::read(store).await? {
        Err(difference) => return Ok(Err(difference)),
        Ok(register) => register,
    };
    let mut found = Found {
        register,
        keys: Keys::known(store).await?,
        ..Found::default()
    };
    // Rows are chosen by these words, also below.
    if let Some(difference) = store.record().odd_word().await? {
        return Ok(Err(difference));
    }
    if let Some(difference) = store.cases().odd_standing().await? {
        return Ok(Err(difference));
    }
    let mut batch = read(store, (0, found.register.last())).await?;
    loop {
        let Batch { register, cases } = match batch {
            Err(difference) => return Ok(Err(difference)),
            Ok(batch) => batch,
        };
        let Some(last) = cases.last().map(CaseRecord::id) else {
            break;
        };
        if let Err(difference) = found.register.follow(register) {
            return Ok(Err(difference));
        }
        let after = (last, found.register.last());
        let law = Arc::clone(law);
        let checking = tokio::task::spawn_blocking(move || {
            let checked = cases.iter().try_for_each(|record| {
                let checked = found.check(record, &law, changed);
                checked.map_err(|fault| (record.reference().to_owned(), fault))
            });
            (found, checked)
        });
        // The next cases are read while these are checked.
        let (checked, next) = tokio::join!(checking, read(store, after));
        let (after, checked) = checked.map_err(|e| CaseworkFault::Broken(e.to_string()))?;
        found = after;
        match checked {
            Ok(()) => {}
            Err((_, Fault::Differs(difference))) => return Ok(Err(difference)),
            Err((reference, Fault::Uncounted(why))) => {
                return Ok(Err(Difference::new("cases", "regime", reference, why)));
            }
        }
        progress(found.holds.cases);
        batch = next?;
    }
    if let Some(difference) = store.record().stray().await? {
        return Ok(Err(difference));
    }
    if let Some(difference) = store.record().altered_bytes(&|| ()).await? {
        return Ok(Err(difference));
    }
    let registers = found.register.matches(store).await?;
    found.holds.events += found.register.last().unsigned_abs();
    Ok(registers.map(|()| found.holds))
}

impl Casework {
    /// Checks the record, as [`verify`] does.
    ///
    /// # Errors
    /// As [`verify`].
    pub async fn verify(&self) -> Result<Result<Holds, Difference>, CaseworkFault> {
        verify(&self.store, &self.law(), &|_| ()).await
    }
}

/// The next cases and events of the register, or where they cannot be read.
async fn read(
    store: &Store,
    after: (i64, i64),
) -> Result<Result<Batch, Difference>, CaseworkFault> {
    match store.record().batch_after(after, BATCH).await {
        Ok(batch) => Ok(Ok(batch)),
        Err(StoreFault::Damaged(what)) => {
            let row = what.split(':').next().unwrap_or_default().to_owned();
            Ok(Err(Difference::new("cases", "id", row, what)))
        }
        Err(other) => Err(other.into()),
    }
}

/// Why a case was not found to hold.
enum Fault {
    /// It differs.
    Differs(Difference),
    /// Its dates cannot be counted.
    Uncounted(String),
}

impl From<Difference> for Fault {
    fn from(difference: Difference) -> Self {
        Self::Differs(difference)
    }
}

impl Found {
    fn check(
        &mut self,
        record: &CaseRecord,
        law: &Law,
        changed: Option<DateTime<Utc>>,
    ) -> Result<(), Fault> {
        let events = record.walk()?;
        let case = Case::replay(&events).ok_or_else(|| {
            let row = record.event_row(1);
            Difference::new(
                "events",
                "data",
                row,
                "the case does not begin with its log entry",
            )
        })?;
        let counted = law
            .regime(&case.regime, case.received)
            .map_err(|e| Fault::Uncounted(e.to_string()))?;
        let calendar = law
            .calendar(&case.calendar)
            .map_err(|e| Fault::Uncounted(e.to_string()))?;
        let dates =
            deadlines(&case, counted, calendar).map_err(|e| Fault::Uncounted(e.to_string()))?;
        // The event that settled it says by which dates it stands, whatever the law says since.
        let stands = case.is_settled() && record.stands(&case)?;
        let earlier = stands_by_earlier_law(record, &case, &dates)
            && (stands || changed.is_some_and(|at| settled_at(&events).is_some_and(|on| on <= at)));
        let known = !(case.is_settled() && changed.is_some());
        record.columns_follow(&case, &dates, (!earlier, known, is_whole(&events)))?;
        self.register.place(record)?;
        let keys = self.keys.as_ref().ok_or_else(|| {
            let what = "it is missing, and the keys of requesters are made with it";
            Difference::new("meta", "value", "signing_key", what)
        })?;
        let checked = texts::check(record, &events, &case, (keys, is_whole(&events)))?;
        self.holds.texts.add(checked);
        self.holds.cases += 1;
        self.holds.events += events.len() as u64;
        self.holds.by_earlier_law += u64::from(earlier && !stands);
        Ok(())
    }
}

/// Whether a record commits to all that was entered with its request, as one from before does not.
fn is_whole(events: &[Recorded]) -> bool {
    let logged = events.first().map(|first| &first.event);
    matches!(
        logged,
        Some(Event::Logged(events::Logged {
            entered: Some(_),
            ..
        }))
    )
}

/// When a case was settled last: whatever is noted of it afterwards moves no date.
fn settled_at(events: &[Recorded]) -> Option<DateTime<Utc>> {
    let settles = |event: &Event| {
        matches!(
            event,
            Event::Answered(_)
                | Event::Withdrawn(events::Withdrawn {})
                | Event::Lapsed(events::Lapsed {})
                | Event::Transferred(_)
                | Event::Closed(events::Closed {})
                | Event::ClosedInEarlierLog(_)
                | Event::ReviewCompleted(_)
        )
    };
    let settled = events.iter().rev().find(|r| settles(&r.event));
    settled.map(|recorded| recorded.at)
}

/// Whether a settled case has other dates than the law in use would count for it.
fn stands_by_earlier_law(record: &CaseRecord, case: &Case, dates: &Deadlines) -> bool {
    let counted = [dates.due, dates.latest_extended_due, dates.review_due];
    case.is_settled() && record.standing_dates() != counted
}
