//! A case read to be changed, and events appended to it with its columns kept in step.

use super::columns::Columns;
use super::stands::Stands;
use crate::domain::case::undo::undone_by;
use crate::domain::case::{Actor, Case, Event, Reasons, Recorded, decision_text};
use crate::domain::deadline::Deadlines;
use crate::domain::section::Section;
use crate::store::engine::sql;
use crate::store::entities::{case, event, writing};
use crate::store::record::chain::{event_row, recorded};
use crate::store::subjects::Cases;
use crate::store::{StoreFault, Unit};
use chrono::{DateTime, NaiveDate, SubsecRound, Utc};
use sea_orm::ActiveValue::{NotSet, Set};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};
use std::collections::HashMap;

/// How one question was decided, in the words of whoever decided it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DecidedQuestion {
    /// The question's number, from 1.
    pub number: u16,
    /// The outcome's stored word.
    pub outcome: String,
    /// The sections relied on.
    pub exemptions: Vec<Section>,
    /// What is given.
    pub answer: String,
    /// The reasons of each section relied on.
    pub reasons: Vec<Reasons>,
    /// The salt of the commitment to these texts.
    pub salt: String,
}

impl DecidedQuestion {
    /// What the event that decided it commits to.
    #[must_use]
    pub fn text(&self) -> String {
        decision_text(&self.answer, &self.reasons)
    }
}

/// A case as read to be changed.
#[derive(Debug, Clone)]
pub struct StoredCase {
    /// Its id.
    pub id: i64,
    /// Its reference.
    pub reference: String,
    /// Its secret; empty for a case logged before cases had one.
    pub secret: String,
    /// How many events it has: what a form has to name to change it.
    pub version: i64,
    /// Its short title.
    pub subject: String,
    /// The requester's id.
    pub requester_id: i64,
    /// The case.
    pub case: Case,
    /// Its events.
    pub events: Vec<Recorded>,
    /// The day its answer is, or was, due.
    pub due: Option<NaiveDate>,
    /// The furthest date an extension allowed.
    pub latest_extended_due: Option<NaiveDate>,
    /// The day the outcome of its review is, or was, due.
    pub review_due: Option<NaiveDate>,
    /// Whether the day due lay past the last year whose holidays were known.
    pub provisional: bool,
    pub(in crate::store) last_hash: String,
}

/// What opens a case from outside: links, codes and reply addresses are made of both.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Opener<'a> {
    /// The case's reference.
    pub reference: &'a str,
    /// The case's own secret.
    pub secret: &'a str,
}

impl StoredCase {
    /// The dates it stands by, once it is settled.
    const fn stands(&self) -> Stands {
        Stands {
            due: self.due,
            latest_extended_due: self.latest_extended_due,
            review_due: self.review_due,
        }
    }

    /// What opens this case from outside.
    #[must_use]
    pub fn opener(&self) -> Opener<'_> {
        Opener {
            reference: &self.reference,
            secret: &self.secret,
        }
    }
}

impl Cases<'_, Unit> {
    /// The case of this reference, with its events.
    ///
    /// # Errors
    /// What the database says, or a record this program did not write.
    pub async fn find_case(&self, reference: &str) -> Result<Option<StoredCase>, StoreFault> {
        // Two who act at once on PostgreSQL come one after the other; SQLite has one writer.
        if self.tx.get_database_backend() == DbBackend::Postgres {
            case::Entity::find()
                .select_only()
                .column(case::Column::Id)
                .filter(case::Column::Reference.eq(reference))
                .lock_exclusive()
                .into_tuple::<i64>()
                .one(&self.tx)
                .await?;
        }
        find_case(&self.tx, reference).await
    }

    /// Appends events to a case and brings its columns in step.
    ///
    /// # Errors
    /// [`StoreFault::Stale`] when the case has changed since it was read.
    pub async fn append(
        &self,
        stored: &mut StoredCase,
        events: Vec<Event>,
        deadlines: &(dyn Fn(&Case) -> Result<Deadlines, StoreFault> + Sync),
        actor: Actor,
        on: NaiveDate,
        at: DateTime<Utc>,
    ) -> Result<(), StoreFault> {
        // Its future is large, and every use case would hold it several times.
        Box::pin(self.append_now(stored, events, deadlines, actor, (on, at))).await
    }

    async fn append_now(
        &self,
        stored: &mut StoredCase,
        events: Vec<Event>,
        deadlines: &(dyn Fn(&Case) -> Result<Deadlines, StoreFault> + Sync),
        actor: Actor,
        (on, at): (NaiveDate, DateTime<Utc>),
    ) -> Result<(), StoreFault> {
        let at = at.trunc_subsecs(3);
        let expected = stored.version;
        let before = stored.case.clone();
        let reviewed = stored.case.reviewed.and(stored.review_due);
        let first = stored.events.len();
        for event in events {
            stored.version += 1;
            stored.case.apply(&event, on, actor);
            let undid = undone_by(&event).is_some();
            stored.events.push(Recorded {
                seq: stored.version,
                at,
                on,
                actor,
                event,
            });
            // What is undone was never so: the case is what the other events make it.
            if undid {
                stored.case = replayed(&stored.reference, &stored.events)?;
            }
        }
        let mut dates = deadlines(&stored.case)?;
        // An answered or closed case keeps the date it had, whatever the law in use says now,
        // unless what it was counted from is corrected.
        let settled = before.is_settled() && stored.case.is_settled();
        if settled && stored.case.due_like(&before) {
            dates.due = stored.due;
            dates.latest_extended_due = stored.latest_extended_due;
        }
        dates.review_due = reviewed.or(dates.review_due);
        let (stood, stands) = (stored.stands(), Stands::by(&dates));
        let had = (stored.due, stored.latest_extended_due, stored.review_due);
        (stored.due, stored.review_due) = (dates.due, dates.review_due);
        stored.latest_extended_due = dates.latest_extended_due;
        let news = !before.is_settled() || stands != stood;
        let stands = Some(stands).filter(|_| news && stored.case.is_settled());
        self.insert_events(stored, first, stands).await?;
        let has = (stored.due, stored.latest_extended_due, stored.review_due);
        if had != has || stands.is_some() {
            self.wrote_dates();
        }
        let row = Columns::of(&stored.case, &dates);
        stored.provisional = row.provisional;
        let done = row
            .update(&self.tx, stored.id, expected, stored.version)
            .await?;
        if done == 1 {
            Ok(())
        } else {
            Err(StoreFault::Stale)
        }
    }

    /// Writes the events of a case from this place on; the last says by which dates the case stands, if
    /// it settles them.
    async fn insert_events(
        &self,
        stored: &mut StoredCase,
        first: usize,
        stands: Option<Stands>,
    ) -> Result<(), StoreFault> {
        let last = stored.events.len();
        for (place, recorded) in (1..).zip(&stored.events).skip(first) {
            let row = event_row(
                stored.id,
                &stored.reference,
                recorded,
                stands.filter(|_| place == last),
                &stored.last_hash,
            )?;
            if let Set(hash) = &row.hash {
                stored.last_hash.clone_from(hash);
            }
            // Somebody else appended at this place while we were reading.
            event::Entity::insert(row)
                .exec_without_returning(&self.tx)
                .await
                .map_err(|e| match StoreFault::from(e) {
                    StoreFault::Duplicate => StoreFault::Stale,
                    other => other,
                })?;
        }
        Ok(())
    }

    /// Keeps a text beside an event: a note, a message, a reason.
    ///
    /// # Errors
    /// What the database says.
    pub async fn insert_writing(
        &self,
        stored: &StoredCase,
        kind: &str,
        salt: &str,
        body: &str,
        at: DateTime<Utc>,
    ) -> Result<(), StoreFault> {
        self.insert_writing_at(stored, stored.version, kind, salt, body, at)
            .await
    }

    /// The same beside an event that is not the last.
    ///
    /// # Errors
    /// What the database says.
    pub async fn insert_writing_at(
        &self,
        stored: &StoredCase,
        seq: i64,
        kind: &str,
        salt: &str,
        body: &str,
        at: DateTime<Utc>,
    ) -> Result<(), StoreFault> {
        writing::Entity::insert(writing::ActiveModel {
            id: NotSet,
            case_id: Set(stored.id),
            seq: Set(seq),
            kind: Set(kind.to_owned()),
            at: Set(at),
            salt: Set(salt.to_owned()),
            body: Set(body.to_owned()),
            erased_at: Set(None),
        })
        .exec_without_returning(&self.tx)
        .await?;
        Ok(())
    }

    /// The salt of the text of a kind that stands beside an event; nothing where there is none.
    ///
    /// # Errors
    /// What the database says.
    pub async fn salt_of(
        &self,
        case_id: i64,
        seq: i64,
        kind: &str,
    ) -> Result<Option<String>, StoreFault> {
        Ok(self.beside(case_id, seq, kind).await?.map(|row| row.salt))
    }

    /// The text of a kind that stands beside an event; nothing where there is none.
    ///
    /// # Errors
    /// What the database says.
    pub async fn text_of(
        &self,
        case_id: i64,
        seq: i64,
        kind: &str,
    ) -> Result<Option<String>, StoreFault> {
        Ok(self.beside(case_id, seq, kind).await?.map(|row| row.body))
    }

    async fn beside(
        &self,
        case_id: i64,
        seq: i64,
        kind: &str,
    ) -> Result<Option<writing::Model>, StoreFault> {
        let found = writing::Entity::find()
            .filter(writing::Column::CaseId.eq(case_id))
            .filter(writing::Column::Seq.eq(seq))
            .filter(writing::Column::Kind.eq(kind));
        Ok(found.one(&self.tx).await?)
    }
}

pub(in crate::store) async fn find_case(
    db: &impl ConnectionTrait,
    reference: &str,
) -> Result<Option<StoredCase>, StoreFault> {
    let found = case::Entity::find().filter(case::Column::Reference.eq(reference));
    let Some(row) = found.one(db).await? else {
        return Ok(None);
    };
    // Text: a list, and the one every act begins with.
    let events = sql::packed(db, EVENT_COLUMNS, EVENTS_OF_CASE, vec![row.id.into()]).await?;
    stored_case(row, &events).map(Some)
}

/// Cases with their events, in the order of their rows.
pub(in crate::store) async fn with_events(
    db: &impl ConnectionTrait,
    rows: Vec<case::Model>,
) -> Result<Vec<StoredCase>, StoreFault> {
    let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
    let mut events: HashMap<i64, Vec<event::Model>> = HashMap::new();
    for event in event::Entity::find()
        .filter(event::Column::CaseId.is_in(ids))
        .order_by_asc(event::Column::CaseId)
        .order_by_asc(event::Column::Seq)
        .all(db)
        .await?
    {
        events.entry(event.case_id).or_default().push(event);
    }
    rows.into_iter()
        .map(|row| {
            let of_case = events.remove(&row.id).unwrap_or_default();
            stored_case(row, &of_case)
        })
        .collect()
}

/// What is packed of an event: a row of [`event::Model`].
pub(in crate::store) const EVENT_COLUMNS: &str =
    "id, case_id, seq, at, on_date, role, person_id, kind, data, previous, hash";

/// The events of the case `$1` in order.
pub(in crate::store) const EVENTS_OF_CASE: &str = "FROM events WHERE case_id = $1 ORDER BY seq";

/// A case from its row and its events in order.
pub(in crate::store) fn stored_case(
    row: case::Model,
    rows: &[event::Model],
) -> Result<StoredCase, StoreFault> {
    let last_hash = rows.last().map(|e| e.hash.clone()).unwrap_or_default();
    let events = rows.iter().map(recorded).collect::<Result<Vec<_>, _>>()?;
    let case = replayed(&row.reference, &events)?;
    Ok(StoredCase {
        due: row.due,
        latest_extended_due: row.latest_extended_due,
        review_due: row.review_due,
        provisional: row.provisional,
        id: row.id,
        reference: row.reference,
        secret: row.secret,
        version: row.version,
        subject: row.subject,
        requester_id: row.requester_id,
        case,
        events,
        last_hash,
    })
}

fn replayed(reference: &str, events: &[Recorded]) -> Result<Case, StoreFault> {
    Case::replay(events).ok_or_else(|| {
        StoreFault::Damaged(format!("{reference} does not begin with its log entry"))
    })
}
