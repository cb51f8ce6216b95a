//! Everything one case page shows.

use super::cases::{StoredCase, find_case};
use super::entities::{case_text, requester};
use super::{CaseMessage, LetterRow, Store, StoreFault, sql};
use crate::domain::case::Recorded;
use sea_orm::{EntityTrait, FromQueryResult};
use serde::Deserialize;
use std::collections::HashMap;

/// A case with everything beside its record.
#[derive(Debug, Clone)]
pub struct CasePage {
    /// The case and its events.
    pub stored: StoredCase,
    /// The request's text; empty once erased.
    pub body: String,
    /// The reference it had in an earlier log.
    pub external_reference: Option<String>,
    /// Who asks.
    pub requester: RequesterRow,
    /// The questions' texts.
    pub questions: Vec<QuestionRow>,
    /// Notes, messages and reasons.
    pub writings: Vec<WritingRow>,
    /// The letters, the newest first.
    pub letters: Vec<LetterRow>,
    /// The messages filed here, the newest first.
    pub messages: Vec<CaseMessage>,
    /// The timeline, the newest first.
    pub timeline: Vec<TimelineRow>,
    /// The names of everybody who is or was at the desk, by id.
    pub names: HashMap<i64, String>,
    /// The officer's name.
    pub officer: Option<String>,
    /// The topic's number and label.
    pub topic: Option<(i64, String)>,
}

/// Who asks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the columns are those of the requester")]
pub struct RequesterRow {
    pub name: Option<String>,
    pub email: Option<String>,
    pub address: Option<String>,
    pub category: Option<String>,
    /// What a server said when letters to the email address last failed.
    pub failing: Option<String>,
}

/// A question's text and how it was decided.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[expect(missing_docs, reason = "the columns are those of the question")]
pub struct QuestionRow {
    pub number: u16,
    pub body: String,
    pub answer: String,
    pub withheld: String,
    pub why: String,
    pub public_interest: String,
}

/// A note, a message or a reason.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[expect(missing_docs, reason = "the columns are those of the writing")]
pub struct WritingRow {
    pub seq: i64,
    pub kind: String,
    pub at: chrono::DateTime<chrono::Utc>,
    pub body: String,
}

/// An event with the name of whoever did it.
#[derive(Debug, Clone, PartialEq)]
pub struct TimelineRow {
    /// The event.
    pub recorded: Recorded,
    /// The person's name, for somebody at the desk.
    pub person: Option<String>,
}

/// What stands once beside a case.
#[derive(FromQueryResult)]
struct Beside {
    external_reference: Option<String>,
    topic_id: Option<i64>,
    label: Option<String>,
    text: Option<String>,
    name: Option<String>,
    email: Option<String>,
    address: Option<String>,
    category: Option<String>,
    failing: Option<String>,
}

impl Store {
    /// A case with everything its page shows.
    ///
    /// # Errors
    /// What the database says.
    pub async fn case_page(&self, reference: &str) -> Result<Option<CasePage>, StoreFault> {
        let Some(stored) = find_case(&self.read, reference).await? else {
            return Ok(None);
        };
        let beside: Option<Beside> = sql::one(
            &self.read,
            "SELECT c.external_reference, t.id AS topic_id, t.label, x.body AS text, \
             r.name, r.email, r.address, r.category, r.failing_why AS failing FROM cases c \
             LEFT JOIN case_texts x ON x.case_id = c.id \
             LEFT JOIN requesters r ON r.id = c.requester_id \
             LEFT JOIN topics t ON t.id = c.topic_id WHERE c.id = $1",
            vec![stored.id.into()],
        )
        .await?;
        let Some(beside) = beside else {
            return Ok(None);
        };
        let questions = questions_of(&self.read, stored.id).await?;
        let writings = sql::packed(
            &self.read,
            "seq, kind, at, body",
            "FROM writings WHERE case_id = $1 ORDER BY id",
            vec![stored.id.into()],
        )
        .await?;
        let names = self.names().await?;
        Ok(Some(CasePage {
            letters: self.letters_of(stored.id).await?,
            messages: self.messages_of(stored.id).await?,
            timeline: stored
                .events
                .iter()
                .rev()
                .map(|recorded| TimelineRow {
                    person: recorded.actor.person.and_then(|id| names.get(&id).cloned()),
                    recorded: recorded.clone(),
                })
                .collect(),
            officer: stored.case.officer.and_then(|id| names.get(&id).cloned()),
            topic: beside.topic_id.zip(beside.label),
            body: beside.text.unwrap_or_default(),
            external_reference: beside.external_reference,
            requester: RequesterRow {
                name: beside.name,
                email: beside.email,
                address: beside.address,
                category: beside.category,
                failing: beside.failing,
            },
            names,
            questions,
            writings,
            stored,
        }))
    }

    async fn names(&self) -> Result<HashMap<i64, String>, StoreFault> {
        let rows: Vec<(i64, String)> =
            sql::packed(&self.read, "id, name", "FROM people", vec![]).await?;
        Ok(rows.into_iter().collect())
    }
}

impl super::Unit {
    /// Who asked, for the letters of a case.
    ///
    /// # Errors
    /// What the database says.
    pub async fn requester_of(&self, stored: &StoredCase) -> Result<RequesterRow, StoreFault> {
        let row = requester::Entity::find_by_id(stored.requester_id)
            .one(&self.tx)
            .await?;
        Ok(row.map_or_else(RequesterRow::default, RequesterRow::from))
    }

    /// The text of a request; empty once erased.
    ///
    /// # Errors
    /// What the database says.
    pub async fn request_text(&self, case_id: i64) -> Result<String, StoreFault> {
        let row = case_text::Entity::find_by_id(case_id).one(&self.tx).await?;
        Ok(row.map(|t| t.body).unwrap_or_default())
    }

    /// The questions of a case and how they were decided.
    ///
    /// # Errors
    /// What the database says.
    pub async fn questions_of(&self, case_id: i64) -> Result<Vec<QuestionRow>, StoreFault> {
        questions_of(&self.tx, case_id).await
    }
}

async fn questions_of(
    db: &impl sea_orm::ConnectionTrait,
    case_id: i64,
) -> Result<Vec<QuestionRow>, StoreFault> {
    sql::packed(
        db,
        "number, body, answer, withheld, why, public_interest",
        "FROM questions WHERE case_id = $1 ORDER BY number",
        vec![case_id.into()],
    )
    .await
}

impl From<requester::Model> for RequesterRow {
    fn from(r: requester::Model) -> Self {
        Self {
            name: r.name,
            email: r.email,
            address: r.address,
            category: r.category,
            failing: r.failing_why,
        }
    }
}

impl Store {
    /// Whether there is a case of this reference.
    ///
    /// # Errors
    /// What the database says.
    pub async fn has_case(&self, reference: &str) -> Result<bool, StoreFault> {
        let row: Option<sql::Number> = sql::one(
            &self.read,
            "SELECT COUNT(*) AS number FROM cases WHERE reference = $1",
            vec![reference.into()],
        )
        .await?;
        Ok(row.is_some_and(|row| row.number > 0))
    }
}
