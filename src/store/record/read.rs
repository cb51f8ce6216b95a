//! The record read from end to end, some cases at a time, for whoever checks that it holds.

mod batch;
mod holds;
mod messages;

pub use batch::Batch;
pub use messages::KeptMessage;

use crate::domain::case::Reasons;
use crate::domain::section::Section;
use crate::store::cases::documents::WHOLE_DOCUMENTS;
use crate::store::cases::reasons::decision_reasons;
use crate::store::cases::stored_case::EVENT_COLUMNS;
use crate::store::engine::sql;
use crate::store::entities::{case, event};
use crate::store::subjects::Record;
use crate::store::{Store, StoreFault};
use chrono::{DateTime, NaiveDate, Utc};
use messages::SHOWN;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Value};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::collections::HashMap;

/// A case with everything the record commits to.
#[derive(Debug, Clone)]
pub struct CaseRecord {
    row: case::Model,
    events: Vec<event::Model>,
    /// What of the case's row is no column of the row itself.
    pub beside: CaseBeside,
    /// Who asked, as it was recorded and corrected; empty where it never was corrected.
    pub requesters: Vec<RequesterVersion>,
    /// The request's text.
    pub request: Option<RequestText>,
    /// The questions.
    pub questions: Vec<QuestionText>,
    /// The exemptions its questions rest on, in their order.
    pub exemptions: Vec<ReliedOn>,
    /// The reasons of each decision, by the event that records it.
    pub reasons: Vec<(i64, Reasons)>,
    /// The texts beside events.
    pub writings: Vec<KeptWriting>,
    /// The letters.
    pub letters: Vec<KeptLetter>,
    /// The documents.
    pub documents: Vec<KeptDocument>,
    /// Which documents went out with which letter.
    pub sent: Vec<SentDocument>,
    /// The messages on it.
    pub messages: Vec<KeptMessage>,
}

/// A case's place in the register, and its requester.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct CaseBeside {
    case_id: i64,
    pub topic: Option<i64>,
    #[serde(deserialize_with = "sql::flag")]
    pub topic_confirmed: bool,
    #[serde(deserialize_with = "sql::flag")]
    pub dataset: bool,
    pub match_key: Option<String>,
    #[serde(deserialize_with = "sql::flag")]
    pub erased: bool,
    pub name: Option<String>,
    pub email: Option<String>,
    pub address: Option<String>,
    pub category: Option<String>,
    pub salt: Option<String>,
}

/// Who asked, as an event of the case had it.
#[derive(Debug, Clone, Deserialize)]
#[expect(missing_docs, reason = "the columns are those of the version")]
pub struct RequesterVersion {
    case_id: i64,
    pub seq: i64,
    pub salt: String,
    pub name: Option<String>,
    pub email: Option<String>,
    pub address: Option<String>,
    pub category: Option<String>,
    pub at: DateTime<Utc>,
}

#[derive(Debug, Clone, Deserialize)]
pub struct RequestText {
    case_id: i64,
    pub salt: String,
    pub body: String,
}

#[derive(Debug, Clone, Deserialize)]
pub struct QuestionText {
    case_id: i64,
    pub number: i64,
    pub body: String,
    pub outcome: Option<String>,
    pub answer: String,
    pub withheld: String,
    pub why: String,
    pub public_interest: String,
    pub salt: String,
    /// The event that decided it last; 0 before reasons had rows of their own.
    pub decided_seq: i64,
}

/// An exemption that a question rests on.
#[derive(Debug, Clone, Deserialize)]
pub struct ReliedOn {
    case_id: i64,
    pub number: i64,
    pub place: i64,
    pub section: Section,
}

#[derive(Debug, Clone, Deserialize)]
#[expect(missing_docs, reason = "the columns are those of the writing")]
pub struct KeptWriting {
    case_id: i64,
    pub id: i64,
    pub seq: i64,
    pub kind: String,
    pub at: DateTime<Utc>,
    pub salt: String,
    pub body: String,
    #[serde(deserialize_with = "sql::flag")]
    pub erased: bool,
}

/// A letter as it was sent, and to whom.
#[derive(Debug, Clone, Deserialize)]
#[expect(missing_docs, reason = "the columns are those of the letter")]
pub struct KeptLetter {
    case_id: i64,
    pub id: i64,
    pub message_id: String,
    pub kind: String,
    pub to_name: String,
    pub to_address: Option<String>,
    pub state: String,
    pub subject: String,
    pub body_text: String,
    pub body_html: String,
    pub salt: String,
    pub created_at: DateTime<Utc>,
}

#[derive(Debug, Clone, Deserialize)]
pub struct KeptDocument {
    case_id: i64,
    pub id: i64,
    pub name: String,
    pub size: i64,
    pub digest: String,
    pub seq: Option<i64>,
}

/// A document that went out with a letter.
#[derive(Debug, Clone, Deserialize)]
pub struct SentDocument {
    case_id: i64,
    pub message_id: String,
    pub document: i64,
    pub seq: Option<i64>,
}

impl CaseRecord {
    /// The case's id.
    #[must_use]
    pub const fn id(&self) -> i64 {
        self.row.id
    }

    /// The case's reference.
    #[must_use]
    pub fn reference(&self) -> &str {
        &self.row.reference
    }

    /// An event's row, as a difference names it.
    #[must_use]
    pub fn event_row(&self, seq: i64) -> String {
        format!("event {seq} of {}", self.row.reference)
    }

    /// The subject.
    #[must_use]
    pub fn subject(&self) -> &str {
        &self.row.subject
    }

    /// The reference it had in an earlier log, and what tells its row there from every other.
    #[must_use]
    pub fn earlier(&self) -> (Option<&str>, Option<&str>) {
        let row = &self.row;
        (row.external_reference.as_deref(), row.import_key.as_deref())
    }

    /// The dates the row says the case stands by: its due date, the furthest an extension allows and
    /// when its review is due.
    #[must_use]
    pub const fn standing_dates(&self) -> [Option<NaiveDate>; 3] {
        [
            self.row.due,
            self.row.latest_extended_due,
            self.row.review_due,
        ]
    }
}

impl Record<'_, Store> {
    /// The next cases after the one of this id, at most so many, with all that belongs to them.
    async fn records(&self, after: i64, most: u64) -> Result<Vec<CaseRecord>, StoreFault> {
        let rows = case::Entity::find()
            .filter(case::Column::Id.gt(after))
            .order_by_asc(case::Column::Id)
            .limit(most)
            .all(&self.read)
            .await
            .map_err(|e| StoreFault::Damaged(format!("table cases: {e}")))?;
        let (Some(first), Some(last)) = (rows.first(), rows.last()) else {
            return Ok(Vec::new());
        };
        let range = (first.id, last.id);
        let mut events = self
            .of_cases::<event::Model>(EVENT_COLUMNS, "events t", "case_id, seq", range)
            .await?;
        let beside: Vec<CaseBeside> = self
            .rows(
                "t.id, t.topic_id, t.topic_confirmed, t.dataset, r.match_key, r.erased_at IS NOT NULL, \
                 r.name, r.email, r.address, r.category, r.salt",
                "cases t LEFT JOIN requesters r ON r.id = t.requester_id",
                "t.id",
                "t.id",
                range,
            )
            .await?;
        let mut beside: HashMap<i64, CaseBeside> =
            beside.into_iter().map(|b| (b.case_id, b)).collect();
        let columns = "case_id, seq, salt, name, email, address, category, at";
        let mut requesters = self
            .of_cases(columns, "requester_versions t", "case_id, seq", range)
            .await?;
        let columns = "case_id, salt, body";
        let mut requests = self
            .of_cases(columns, "case_texts t", "case_id", range)
            .await?;
        let columns = "case_id, number, body, outcome, answer, withheld, why, public_interest, \
                       salt, decided_seq";
        let mut questions = self
            .of_cases(columns, "questions t", "case_id, number", range)
            .await?;
        let columns = "case_id, number, place, section";
        let from = "question_exemptions t";
        let mut exemptions = self
            .of_cases(columns, from, "case_id, number, place", range)
            .await?;
        let mut reasons = decision_reasons::Entity::find()
            .filter(decision_reasons::Column::CaseId.between(range.0, range.1))
            .order_by_asc(decision_reasons::Column::CaseId)
            .order_by_asc(decision_reasons::Column::Seq)
            .order_by_asc(decision_reasons::Column::Place)
            .all(&self.read)
            .await?
            .into_iter()
            .peekable();
        let columns = "case_id, id, seq, kind, at, salt, body, erased_at IS NOT NULL";
        let mut writings = self
            .of_cases(columns, "writings t", "case_id, id", range)
            .await?;
        let columns = "case_id, id, message_id, kind, to_name, to_address, state, subject, body_text, \
                       body_html, salt, created_at";
        let mut letters = self
            .of_cases(columns, "letters t", "case_id, id", range)
            .await?;
        let columns = "case_id, id, name, size, digest, seq";
        let mut documents = self
            .of_cases(columns, WHOLE_DOCUMENTS, "case_id, id", range)
            .await?;
        let columns = "t.case_id, a.message_id, t.id, t.seq";
        let from = "documents t JOIN letter_documents a ON a.document = t.id";
        let mut sent = self.of_cases(columns, from, "case_id, id", range).await?;
        let columns = format!("t.case_id, t.message, t.filed, {SHOWN}");
        let from = "message_cases t JOIN messages m ON m.id = t.message";
        let mut messages = self
            .of_cases(&columns, from, "case_id, message", range)
            .await?;
        let records = rows.into_iter().map(|row| {
            let id = row.id;
            CaseRecord {
                events: take(&mut events, id, |e: &event::Model| e.case_id),
                beside: beside.remove(&id).unwrap_or_default(),
                requesters: take(&mut requesters, id, |r: &RequesterVersion| r.case_id),
                request: take(&mut requests, id, |r: &RequestText| r.case_id).pop(),
                questions: take(&mut questions, id, |q: &QuestionText| q.case_id),
                exemptions: take(&mut exemptions, id, |e: &ReliedOn| e.case_id),
                reasons: take(&mut reasons, id, |r: &decision_reasons::Model| r.case_id)
                    .into_iter()
                    .map(|row| (row.seq, row.into()))
                    .collect(),
                writings: take(&mut writings, id, |w: &KeptWriting| w.case_id),
                letters: take(&mut letters, id, |l: &KeptLetter| l.case_id),
                documents: take(&mut documents, id, |d: &KeptDocument| d.case_id),
                sent: take(&mut sent, id, |s: &SentDocument| s.case_id),
                messages: take(&mut messages, id, |m: &KeptMessage| m.case_id),
                row,
            }
        });
        Ok(records.collect())
    }

    /// The rows of a table that belong to cases, by case.
    async fn of_cases<T: DeserializeOwned>(
        &self,
        columns: &str,
        from: &str,
        order: &str,
        range: (i64, i64),
    ) -> Result<std::iter::Peekable<std::vec::IntoIter<T>>, StoreFault> {
        let rows = self.rows(columns, from, "t.case_id", order, range).await?;
        Ok(rows.into_iter().peekable())
    }

    async fn rows<T: DeserializeOwned>(
        &self,
        columns: &str,
        from: &str,
        case_id: &str,
        order: &str,
        (first, last): (i64, i64),
    ) -> Result<Vec<T>, StoreFault> {
        let rest =
            format!("FROM {from} WHERE {case_id} >= $1 AND {case_id} <= $2 ORDER BY {order}");
        let values: Vec<Value> = vec![first.into(), last.into()];
        let read = sql::packed(&self.read, columns, &rest, values).await;
        let table = from.split(' ').next().unwrap_or(from);
        read.map_err(|fault| match fault {
            StoreFault::Damaged(what) => StoreFault::Damaged(format!("table {table}: {what}")),
            other => other,
        })
    }
}

/// The next rows, as far as they are of this case.
fn take<T>(
    rows: &mut std::iter::Peekable<std::vec::IntoIter<T>>,
    id: i64,
    case_of: impl Fn(&T) -> i64,
) -> Vec<T> {
    let mut taken = Vec::new();
    while let Some(row) = rows.next_if(|row| case_of(row) == id) {
        taken.push(row);
    }
    taken
}
