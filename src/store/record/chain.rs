//! The hash chain over a case's events: a change made behind the program's back shows.

use crate::domain::case::{Actor, Event, Recorded};
use crate::domain::role::Role;
use crate::store::StoreFault;
use crate::store::cases::stands::Stands;
use crate::store::entities::event;
use chrono::{DateTime, NaiveDate, SecondsFormat, SubsecRound, Utc};
use sea_orm::ActiveValue::{NotSet, Set};
use sha2::{Digest, Sha256};

/// What one event's hash is taken over.
pub(in crate::store) struct Link<'a> {
    pub reference: &'a str,
    pub seq: i64,
    pub at: DateTime<Utc>,
    pub on: NaiveDate,
    pub actor: Actor,
    pub data: &'a str,
    pub previous: &'a str,
}

impl Link<'_> {
    pub(in crate::store) fn hash(&self) -> String {
        let person = self.actor.person.map(|id| id.to_string());
        let parts = [
            self.previous,
            self.reference,
            &self.seq.to_string(),
            &self.at.to_rfc3339_opts(SecondsFormat::Millis, true),
            &self.on.to_string(),
            self.actor.role.as_str(),
            person.as_deref().unwrap_or(""),
            self.data,
        ];
        let mut hash = Sha256::new();
        for part in parts {
            // Lengths keep two parts from passing for one.
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part.as_bytes());
        }
        hex::encode(hash.finalize())
    }
}

/// The row of an event, which says by which dates its case stands where it settles them.
pub(in crate::store) fn event_row(
    case_id: i64,
    reference: &str,
    recorded: &Recorded,
    stands: Option<Stands>,
    previous: &str,
) -> Result<event::ActiveModel, StoreFault> {
    let Recorded {
        seq,
        on,
        actor,
        ref event,
        ..
    } = *recorded;
    let data = serde_json::to_string(event).map_err(|e| StoreFault::Damaged(e.to_string()))?;
    let data = match stands {
        Some(stands) => stands.in_data(&data)?,
        None => data,
    };
    let at = recorded.at.trunc_subsecs(3);
    let hash = Link {
        reference,
        seq,
        at,
        on,
        actor,
        data: &data,
        previous,
    }
    .hash();
    Ok(event::ActiveModel {
        id: NotSet,
        case_id: Set(case_id),
        seq: Set(seq),
        at: Set(at),
        on_date: Set(on),
        role: Set(actor.role.as_str().to_owned()),
        person_id: Set(actor.person),
        kind: Set(event.kind().to_owned()),
        data: Set(data),
        previous: Set(previous.to_owned()),
        hash: Set(hash),
    })
}

/// A stored row as the event it is.
pub(in crate::store) fn recorded(row: &event::Model) -> Result<Recorded, StoreFault> {
    let damaged = |column: &str, what: &str| {
        StoreFault::Damaged(format!(
            "table events, column {column}, row {}: {what}",
            row.id
        ))
    };
    let event: Event =
        serde_json::from_str(&row.data).map_err(|e| damaged("data", &e.to_string()))?;
    let role = Role::parse(&row.role)
        .ok_or_else(|| damaged("role", &format!("\u{201c}{}\u{201d} is no role", row.role)))?;
    Ok(Recorded {
        seq: row.seq,
        at: row.at,
        on: row.on_date,
        actor: Actor {
            role,
            person: row.person_id,
        },
        event,
    })
}
