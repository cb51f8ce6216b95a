//! The register read from end to end: its events, and what follows from them.

use super::chain::Link;
use super::difference::Difference;
use crate::domain::case::Actor;
use crate::domain::role::Role;
use crate::store::engine::sql;
use crate::store::publication::decision_states::{DecisionState, STATE_COLUMNS};
use crate::store::subjects::Record;
use crate::store::topics::register::CHAIN;
use crate::store::{Store, StoreFault};
use chrono::{DateTime, NaiveDate, Utc};
use serde::Deserialize;

/// An event of the register as it stands.
#[derive(Debug, Clone, Deserialize)]
#[expect(missing_docs, reason = "the columns are those of the event")]
pub struct RegisterEvent {
    pub id: i64,
    at: DateTime<Utc>,
    on_date: NaiveDate,
    role: String,
    person_id: Option<i64>,
    pub kind: String,
    pub topic_id: i64,
    pub other_id: Option<i64>,
    pub undoes: Option<i64>,
    pub said: String,
    pub data: String,
    previous: String,
    /// Its hash, which the next event names.
    pub hash: String,
}

/// A topic as the register has it, its words unread.
#[derive(Debug, Clone, Deserialize)]
#[expect(missing_docs, reason = "the columns are those of the topic")]
pub struct TopicState {
    pub id: i64,
    pub label: String,
    pub standing: String,
    #[serde(deserialize_with = "sql::flag")]
    pub pinned: bool,
    pub nature: String,
    pub merged_into: Option<i64>,
}

impl RegisterEvent {
    /// Whether it follows the event before it, whose hash is `previous`.
    ///
    /// # Errors
    /// The column that does not.
    pub fn follows(&self, seq: i64, previous: &str) -> Result<(), Difference> {
        let at = |column, what: &str| {
            Difference::new("register_events", column, format!("row {seq}"), what)
        };
        if self.id != seq {
            return Err(at("id", "it is missing"));
        }
        let role = Role::parse(&self.role)
            .ok_or_else(|| at("role", &format!("\u{201c}{}\u{201d} is no role", self.role)))?;
        if self.previous != previous {
            return Err(at("previous", "it does not follow from the event before"));
        }
        let link = Link {
            reference: CHAIN,
            seq,
            at: self.at,
            on: self.on_date,
            actor: Actor {
                role,
                person: self.person_id,
            },
            data: &self.data,
            previous,
        };
        if self.hash == link.hash() {
            Ok(())
        } else {
            Err(at("hash", "it does not follow from what the event says"))
        }
    }
}

impl Record<'_, Store> {
    /// The next events of the register after the one of this number; empty when there are no more.
    ///
    /// # Errors
    /// What the database says.
    pub async fn register_events(&self, after: i64) -> Result<Vec<RegisterEvent>, StoreFault> {
        sql::packed(
            &self.read,
            "id, at, on_date, role, person_id, kind, topic_id, other_id, undoes, said, data, \
             previous, hash",
            "FROM register_events WHERE id > $1 ORDER BY id LIMIT 200",
            vec![after.into()],
        )
        .await
    }

    /// All events of the register after the one of this number, where these are few.
    ///
    /// # Errors
    /// What the database says.
    pub async fn register_after(&self, after: i64) -> Result<Vec<RegisterEvent>, StoreFault> {
        let (mut events, mut last) = (Vec::new(), Some(after));
        while let Some(after) = last {
            let more = self.register_events(after).await?;
            last = more.last().map(|event| event.id);
            events.extend(more);
        }
        Ok(events)
    }

    /// How many events the register was given.
    ///
    /// # Errors
    /// What the database says.
    pub async fn register_length(&self) -> Result<i64, StoreFault> {
        let text = "SELECT value AS number FROM counters WHERE name = $1";
        let row: Option<sql::Number> = sql::one(&self.read, text, vec![CHAIN.into()]).await?;
        Ok(row.map_or(0, |row| row.number))
    }

    /// The topics, in use or not.
    ///
    /// # Errors
    /// What the database says.
    pub async fn topic_states(&self) -> Result<Vec<TopicState>, StoreFault> {
        let columns = "id, label, standing, pinned, nature, merged_into";
        sql::packed(&self.read, columns, "FROM topics ORDER BY id", vec![]).await
    }

    /// The decisions about publishing, but for what readers made of them.
    ///
    /// # Errors
    /// What the database says.
    pub async fn decision_states(&self) -> Result<Vec<DecisionState>, StoreFault> {
        let from = "FROM publication_decisions d ORDER BY d.id";
        sql::packed(&self.read, STATE_COLUMNS, from, vec![]).await
    }
}
