//! Decisions about topics: read as far as one is about, written with the event that records it.

use crate::domain::case::Actor;
use crate::domain::publication::Assessment;
use crate::domain::topics::register::{Change, Place, Register};
use crate::store::engine::sql;
use crate::store::entities::{case, register_event, topic};
use crate::store::publication::decision_states::DecisionState;
use crate::store::record::chain::Link;
use crate::store::subjects::Topics;
use crate::store::topics::search::THAT_COUNTS;
use crate::store::topics::texts::{in_list, topics_by_id};
use crate::store::{Store, StoreFault, Unit};
use chrono::{DateTime, NaiveDate, SubsecRound, Utc};
use sea_orm::ActiveValue::Set;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, FromQueryResult, QueryFilter,
    QuerySelect, Value,
};
use serde::{Deserialize, Serialize};

/// What the hash chain of the register stands under, where a case has its reference.
pub(in crate::store) const CHAIN: &str = "register";

/// A recorded decision about a topic.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct RegisterRow {
    /// Its number.
    pub id: i64,
    /// When it was recorded.
    pub at: DateTime<Utc>,
    /// Whose decision it was.
    pub person_id: Option<i64>,
    /// What kind of change.
    pub kind: String,
    /// What was done, as a sentence without a full stop.
    pub said: String,
    /// Whether it was undone since.
    #[serde(deserialize_with = "sql::flag")]
    pub undone: bool,
}

#[derive(Deserialize)]
struct Placed {
    id: i64,
    topic_id: Option<i64>,
    #[serde(deserialize_with = "sql::flag")]
    topic_confirmed: bool,
}

impl Topics<'_, Store> {
    /// The decisions about a topic, the newest first.
    ///
    /// # Errors
    /// What the database says.
    pub async fn topic_history(&self, topic: i64) -> Result<Vec<RegisterRow>, StoreFault> {
        sql::packed(
            &self.read,
            "e.id, e.at, e.person_id, e.kind, e.said, EXISTS (SELECT 1 FROM register_events u \
             WHERE u.undoes = e.id AND u.id > e.id)",
            "FROM register_events e WHERE e.topic_id = $1 OR e.other_id = $1 ORDER BY e.id DESC",
            vec![topic.into()],
        )
        .await
    }
}

/// What tells one state of the register from another: the search that counts, whether requests are
/// still on their way to where it wants them, and the decisions taken.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct RegisterState {
    search: i64,
    placing: bool,
    decisions: i64,
}

impl RegisterState {
    /// Whether the same search for topics was the last in both, and as far.
    #[must_use]
    pub fn same_search(&self, other: &Self) -> bool {
        (self.search, self.placing) == (other.search, other.placing)
    }

    /// Whether requests are still on their way to where the search wants them.
    #[must_use]
    pub const fn is_placing(&self) -> bool {
        self.placing
    }
}

/// The state of the register.
pub(in crate::store) async fn state(
    db: &impl ConnectionTrait,
) -> Result<RegisterState, StoreFault> {
    let text = format!(
        "SELECT {THAT_COUNTS} AS search, \
         EXISTS (SELECT 1 FROM topic_moves WHERE search = {THAT_COUNTS}) AS placing, \
         COALESCE((SELECT value FROM counters WHERE name = $1), 0) AS decisions"
    );
    // Text: of three tables, as they are at one moment.
    let row: Option<RegisterState> = sql::one(db, &text, vec![CHAIN.into()]).await?;
    row.ok_or_else(|| StoreFault::Damaged("no state of the register".into()))
}

impl Topics<'_, Store> {
    /// The state of the register.
    ///
    /// # Errors
    /// What the database says.
    pub async fn register_state(&self) -> Result<RegisterState, StoreFault> {
        state(&self.read).await
    }
}

impl Topics<'_, Unit> {
    /// The part of the register with these topics and every request under them, and these requests.
    ///
    /// # Errors
    /// What the database says.
    pub async fn register_part(
        &self,
        topics: &[i64],
        cases: &[i64],
    ) -> Result<Register, StoreFault> {
        // Two who decide at once come one after the other; SQLite has one writer.
        if self.tx.get_database_backend() == DbBackend::Postgres {
            self.hold(CHAIN).await?;
        }
        let mut part = Register::default();
        for entry in topics_by_id(&self.tx, topics).await? {
            part.entries.insert(entry.id, entry);
        }
        for (column, ids) in [("topic_id", topics), ("id", cases)] {
            for chunk in ids.chunks(900) {
                let rows: Vec<Placed> = sql::packed(
                    &self.tx,
                    "id, topic_id, topic_confirmed",
                    &format!("FROM cases WHERE {column} IN ({})", in_list(chunk.len(), 1)),
                    chunk.iter().map(|id| Value::from(*id)).collect(),
                )
                .await?;
                for row in rows {
                    let place = Place {
                        topic: row.topic_id,
                        confirmed: row.topic_confirmed,
                    };
                    part.places.insert(row.id, place);
                }
            }
        }
        Ok(part)
    }

    /// The change a recorded decision made.
    ///
    /// # Errors
    /// What the database says, or a record this program did not write.
    pub async fn register_change(&self, id: i64) -> Result<Option<Change>, StoreFault> {
        let row = register_event::Entity::find_by_id(id).one(&self.tx).await?;
        let damaged = || {
            let what = "it is no change of topics";
            StoreFault::Damaged(format!(
                "table register_events, column data, row {id}: {what}"
            ))
        };
        row.map(|row| read_topics(&row.data).ok_or_else(damaged))
            .transpose()
    }

    /// Writes a change and the event that records it; the event's number.
    ///
    /// # Errors
    /// What the database says.
    pub async fn record_change(
        &self,
        change: &Change,
        undoes: Option<i64>,
        actor: Actor,
        on: NaiveDate,
        at: DateTime<Utc>,
    ) -> Result<i64, StoreFault> {
        for entry in &change.after.entries {
            topic::Entity::update_many()
                .set(topic::ActiveModel {
                    label: Set(entry.label.clone()),
                    standing: Set(entry.standing.as_str().to_owned()),
                    pinned: Set(entry.pinned),
                    nature: Set(entry.nature.as_str().to_owned()),
                    merged_into: Set(entry.merged_into),
                    ..Default::default()
                })
                .filter(topic::Column::Id.eq(entry.id))
                .exec(&self.tx)
                .await?;
        }
        for group in &change.after.places {
            for chunk in group.cases.chunks(900) {
                case::Entity::update_many()
                    .set(case::ActiveModel {
                        topic_id: Set(group.topic),
                        topic_confirmed: Set(group.confirmed),
                        ..Default::default()
                    })
                    .filter(case::Column::Id.is_in(chunk.iter().copied()))
                    .exec(&self.tx)
                    .await?;
            }
        }
        let told = Told {
            kind: change.kind.as_str(),
            topic: change.topic,
            other: change.other,
            undoes,
            said: &change.said,
            stands: Stands::Topics(change.clone()),
        };
        self.tell_register(&told, actor, on, at).await
    }

    /// Appends an event to the register's chain.
    pub(in crate::store) async fn tell_register(
        &self,
        told: &Told<'_>,
        actor: Actor,
        on: NaiveDate,
        at: DateTime<Utc>,
    ) -> Result<i64, StoreFault> {
        let at = at.trunc_subsecs(3);
        let id = self.take_numbers(CHAIN, 1).await?;
        let last = register_event::Entity::find_by_id(id - 1)
            .select_only()
            .column(register_event::Column::Hash);
        let last: Option<String> = last.into_tuple().one(&self.tx).await?;
        let previous = last.unwrap_or_default();
        let entered = Entered {
            kind: told.kind.to_owned(),
            topic: told.topic,
            other: told.other,
            undoes: told.undoes,
            said: told.said.to_owned(),
            stands: told.stands.clone(),
        };
        let data =
            serde_json::to_string(&entered).map_err(|e| StoreFault::Damaged(e.to_string()))?;
        let link = Link {
            reference: CHAIN,
            seq: id,
            at,
            on,
            actor,
            data: &data,
            previous: &previous,
        };
        let hash = link.hash();
        register_event::Entity::insert(register_event::ActiveModel {
            id: Set(id),
            at: Set(at),
            on_date: Set(on),
            role: Set(actor.role.as_str().to_owned()),
            person_id: Set(actor.person),
            kind: Set(told.kind.to_owned()),
            topic_id: Set(told.topic),
            other_id: Set(told.other),
            undoes: Set(told.undoes),
            said: Set(told.said.to_owned()),
            data: Set(data),
            previous: Set(previous),
            hash: Set(hash),
        })
        .exec_without_returning(&self.tx)
        .await?;
        Ok(id)
    }
}

/// An event of the register to be appended.
pub(in crate::store) struct Told<'a> {
    pub kind: &'a str,
    pub topic: i64,
    pub other: Option<i64>,
    pub undoes: Option<i64>,
    pub said: &'a str,
    pub stands: Stands,
}

/// What an event of the register keeps: all its row says, and how what it changed stands now.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entered {
    /// What kind of event it is.
    pub kind: String,
    /// The topic it is told under.
    pub topic: i64,
    /// The other topic it is told under.
    pub other: Option<i64>,
    /// The event it undoes.
    pub undoes: Option<i64>,
    /// What was done, as a sentence without a full stop.
    pub said: String,
    /// How what it changed stands now.
    pub stands: Stands,
}

/// How what an event of the register changed stands after it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stands {
    /// Topics and where requests are.
    Topics(Change),
    /// A decision about publishing.
    Decision(DecisionState),
    /// What was found out about publishing the topic.
    Assessment(Assessment),
    /// Whether a request asks for a dataset.
    Dataset {
        /// The request.
        case: i64,
        /// Whether it does.
        dataset: bool,
    },
}

/// The change of topics an event kept, also one from before events kept all their row says.
pub(in crate::store) fn read_topics(data: &str) -> Option<Change> {
    match serde_json::from_str(data) {
        Ok(Entered {
            stands: Stands::Topics(change),
            ..
        }) => Some(change),
        Ok(Entered { .. }) => None,
        Err(_) => serde_json::from_str(data).ok(),
    }
}
