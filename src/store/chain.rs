//! The hash chain over a case's events: a change made behind the program's back shows.

use super::entities::event;
use super::{Store, StoreFault};
use crate::domain::case::{Actor, Event, Recorded};
use crate::domain::role::Role;
use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
use sea_orm::{ColumnTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect};
use sha2::{Digest, Sha256};

/// The first event of a record whose hash does not follow from what it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChainFault {
    /// The case's reference, or what else the record is of.
    pub reference: String,
    /// The event's place in it, from 1.
    pub seq: i64,
}

/// What one event's hash is taken over.
pub(super) struct Link<'a> {
    pub reference: &'a str,
    pub seq: i64,
    pub at: DateTime<Utc>,
    pub on: NaiveDate,
    pub actor: Actor,
    pub data: &'a str,
    pub previous: &'a str,
}

impl Link<'_> {
    pub(super) fn hash(&self) -> String {
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

/// A stored row as the event it is.
pub(super) fn recorded(row: &event::Model) -> Result<Recorded, StoreFault> {
    let damaged = |what: &str| StoreFault::Damaged(format!("event {}: {what}", row.id));
    let event: Event =
        serde_json::from_str(&row.data).map_err(|e| damaged(&format!("its data: {e}")))?;
    let role = Role::parse(&row.role).ok_or_else(|| damaged("its role"))?;
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

#[derive(FromQueryResult)]
struct Reference {
    id: i64,
    reference: String,
    version: i64,
}

impl Store {
    /// Walks every chain; how many events were read, or the first fault. `progress` is told how
    /// many were read so far.
    ///
    /// # Errors
    /// What the database says.
    pub async fn verify_chains(
        &self,
        progress: &(dyn Fn(u64) + Send + Sync),
    ) -> Result<Result<u64, ChainFault>, StoreFault> {
        use super::entities::case;
        let mut read = 0;
        let mut after = 0;
        loop {
            let cases: Vec<Reference> = case::Entity::find()
                .select_only()
                .columns([
                    case::Column::Id,
                    case::Column::Reference,
                    case::Column::Version,
                ])
                .filter(case::Column::Id.gt(after))
                .order_by_asc(case::Column::Id)
                .limit(1000)
                .into_model()
                .all(&self.read)
                .await?;
            let Some(last) = cases.last() else {
                return Ok(match super::register::verify(&self.read).await? {
                    Ok(more) => Ok(read + more),
                    Err(seq) => Err(ChainFault {
                        reference: "the register of topics".to_owned(),
                        seq,
                    }),
                });
            };
            let (first_id, last_id) = (cases[0].id, last.id);
            after = last_id;
            let events = event::Entity::find()
                .filter(event::Column::CaseId.between(first_id, last_id))
                .order_by_asc(event::Column::CaseId)
                .order_by_asc(event::Column::Seq)
                .all(&self.read)
                .await?;
            progress(read);
            let mut events = events.iter().peekable();
            for case in &cases {
                let mut previous = String::new();
                let mut seq = 0;
                while let Some(row) = events.next_if(|e| e.case_id == case.id) {
                    seq += 1;
                    let link = Link {
                        reference: &case.reference,
                        seq,
                        at: row.at,
                        on: row.on_date,
                        actor: Actor {
                            role: Role::parse(&row.role).unwrap_or(Role::System),
                            person: row.person_id,
                        },
                        data: &row.data,
                        previous: &previous,
                    };
                    if row.seq != seq || row.previous != previous || row.hash != link.hash() {
                        return Ok(Err(ChainFault {
                            reference: case.reference.clone(),
                            seq,
                        }));
                    }
                    previous.clone_from(&row.hash);
                    read += 1;
                }
                if seq != case.version {
                    return Ok(Err(ChainFault {
                        reference: case.reference.clone(),
                        seq: seq + 1,
                    }));
                }
            }
        }
    }
}
