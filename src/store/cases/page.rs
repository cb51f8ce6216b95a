//! Everything one case page shows.

use super::documents::{DOCUMENT_COLUMNS, DOCUMENTS_OF_CASE};
use super::reasons::{REASONS_COLUMNS, REASONS_OF_CASE, ReasonsRow};
use crate::domain::case::{Reasons, Recorded};
use crate::store::cases::stored_case::{EVENT_COLUMNS, EVENTS_OF_CASE, StoredCase, stored_case};
use crate::store::engine::{sql, words};
use crate::store::entities::{case, event, requester};
use crate::store::mail::inbox::MESSAGE_COLUMNS;
use crate::store::mail::letters::LETTER_COLUMNS;
use crate::store::mail::received::{
    RECEIVED, WRITING_COLUMNS, is_received, newest_messages, writings_of_case,
};
use crate::store::subjects::Cases;
use crate::store::{
    CaseMessage, DocumentRow, LetterRow, NewRequester, SimilarRow, Store, StoreFault, SuggestionRow,
};
use sea_orm::{
    ColumnTrait, DbErr, EntityTrait, FromQueryResult, QueryFilter, QueryResult, QuerySelect,
};
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
    /// Notes, messages and reasons: of what the requester and others sent the newest, and what
    /// waits to be read.
    pub writings: Vec<WritingRow>,
    /// How many texts they sent that are not among them.
    pub older: usize,
    /// The letters, the newest first.
    pub letters: Vec<LetterRow>,
    /// The documents that go, or went, out with an answer.
    pub documents: Vec<DocumentRow>,
    /// The messages filed here, the newest first: not all where there are many.
    pub messages: Vec<CaseMessage>,
    /// How many there are that are not among them.
    pub messages_left: usize,
    /// The address each message filed by an event came from.
    senders: HashMap<i64, String>,
    /// The timeline, the newest first.
    pub timeline: Vec<TimelineRow>,
    /// The names of everybody who is or was at the desk, by id.
    pub names: HashMap<i64, String>,
    /// The officer's name.
    pub officer: Option<String>,
    /// The topic's number and label.
    pub topic: Option<(i64, String)>,
    /// Whether a person placed it there.
    pub topic_confirmed: bool,
    /// Whether an officer marked it as asking for a dataset.
    pub dataset: bool,
    /// The topics suggested when it arrived, for the whole and then for each question, the one
    /// that fits best first.
    pub suggestions: Vec<SuggestionRow>,
    /// Whether it was compared with the topics there were when it arrived.
    pub compared: bool,
    /// Requests like it.
    pub similar: Vec<SimilarRow>,
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
    /// The reasons of each section relied on.
    #[serde(skip)]
    pub reasons: Vec<Reasons>,
}

/// A note, a message or a reason.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[expect(missing_docs, reason = "the columns are those of the writing")]
pub struct WritingRow {
    pub seq: i64,
    #[serde(deserialize_with = "words::kind_of_writing")]
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

/// What stands beside a case's own row, the lists packed.
#[derive(FromQueryResult)]
struct Beside {
    events: String,
    questions: String,
    reasons: String,
    writings: String,
    letters: String,
    people: String,
    label: Option<String>,
    topic_confirmed: bool,
    dataset: bool,
    compared: bool,
    suggestions: String,
    similar: String,
    messages: String,
    filed: i64,
    senders: String,
    sent_texts: i64,
    documents: String,
    text: Option<String>,
    name: Option<String>,
    email: Option<String>,
    address: Option<String>,
    category: Option<String>,
    failing: Option<String>,
}

/// A case's own row and what stands beside it, from one row of the database.
struct Whole {
    row: case::Model,
    beside: Beside,
}

impl FromQueryResult for Whole {
    fn from_query_result(row: &QueryResult, prefix: &str) -> Result<Self, DbErr> {
        Ok(Self {
            row: case::Model::from_query_result(row, prefix)?,
            beside: Beside::from_query_result(row, prefix)?,
        })
    }
}

/// What is packed of a topic suggested: a [`SuggestionRow`].
pub(in crate::store) const SUGGESTION_COLUMNS: &str =
    "g.question, g.topic_id, l.label, g.fit, g.because";

/// What is packed of a request like it: a [`SimilarRow`].
pub(in crate::store) const SIMILAR_COLUMNS: &str = "o.reference, o.subject, o.outcome, s.shared";

impl Cases<'_, Store> {
    /// A case with everything its page shows.
    ///
    /// # Errors
    /// What the database says.
    pub async fn case_page(&self, reference: &str) -> Result<Option<CasePage>, StoreFault> {
        // One statement for all: `$1` of a list is the case of the query around it.
        let pack =
            |columns, from: &str| sql::pack(&self.read, columns, &from.replace("$1", "c.id"));
        let text = format!(
            "SELECT c.*, {} AS events, {} AS questions, {} AS reasons, {} AS writings, {} AS letters, {} AS people, \
             {} AS suggestions, {} AS similar, {} AS messages, {} AS senders, {} AS documents, \
             (SELECT COUNT(*) FROM message_cases mc WHERE mc.case_id = c.id) AS filed, \
             (SELECT COUNT(*) FROM writings w WHERE w.case_id = c.id AND {RECEIVED}) AS sent_texts, \
             t.label, x.body AS text, COALESCE(x.compared, FALSE) AS compared, \
             r.name, r.email, r.address, r.category, r.failing_why AS failing \
             FROM cases c LEFT JOIN case_texts x ON x.case_id = c.id \
             LEFT JOIN requesters r ON r.id = c.requester_id \
             LEFT JOIN topics t ON t.id = c.topic_id WHERE c.reference = $1",
            pack(EVENT_COLUMNS, EVENTS_OF_CASE),
            pack(QUESTION_COLUMNS, QUESTIONS_OF_CASE),
            pack(REASONS_COLUMNS, REASONS_OF_CASE),
            pack(WRITING_COLUMNS, &writings_of_case()),
            pack(
                LETTER_COLUMNS,
                "FROM letters WHERE case_id = $1 ORDER BY id DESC"
            ),
            pack("id, name", "FROM people"),
            pack(
                SUGGESTION_COLUMNS,
                "FROM (SELECT case_id, 0 AS question, place, topic_id, fit, because \
                 FROM topic_suggestions WHERE case_id = $1 UNION ALL \
                 SELECT case_id, question, place, topic_id, fit, because \
                 FROM question_suggestions WHERE case_id = $1) AS g \
                 JOIN topics l ON l.id = g.topic_id \
                 WHERE l.standing <> 'retired' ORDER BY g.question, g.place"
            ),
            pack(
                SIMILAR_COLUMNS,
                "FROM similar_cases s JOIN cases o ON o.id = s.other_id \
                 WHERE s.case_id = $1 ORDER BY s.place"
            ),
            pack(MESSAGE_COLUMNS, &newest_messages()),
            pack(
                "seq, from_address",
                "FROM (SELECT mc.seq, m.from_address FROM message_cases mc \
                 JOIN messages m ON m.id = mc.message WHERE mc.case_id = $1 AND mc.seq IS NOT NULL) AS sent"
            ),
            pack(DOCUMENT_COLUMNS, DOCUMENTS_OF_CASE),
        );
        let found: Option<Whole> = sql::one(&self.read, &text, vec![reference.into()]).await?;
        let Some(Whole { row, beside }) = found else {
            return Ok(None);
        };
        let (external_reference, topic) = (row.external_reference.clone(), row.topic_id);
        let events: Vec<event::Model> = sql::unpack(&beside.events)?;
        let stored = stored_case(row, &events)?;
        let mut writings: Vec<WritingRow> = sql::unpack(&beside.writings)?;
        let mut messages: Vec<CaseMessage> = sql::unpack(&beside.messages)?;
        self.messages()
            .with_all_that_waits(&stored, &mut writings, &mut messages)
            .await?;
        let left =
            |there: i64, shown: usize| usize::try_from(there).unwrap_or(0).saturating_sub(shown);
        let received = writings.iter().filter(|row| is_received(&row.kind));
        let senders: Vec<(i64, String)> = sql::unpack(&beside.senders)?;
        let people: Vec<(i64, String)> = sql::unpack(&beside.people)?;
        let names: HashMap<i64, String> = people.into_iter().collect();
        Ok(Some(CasePage {
            letters: sql::unpack(&beside.letters)?,
            older: left(beside.sent_texts, received.count()),
            messages_left: left(beside.filed, messages.len()),
            messages,
            senders: senders.into_iter().collect(),
            documents: sql::unpack(&beside.documents)?,
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
            topic: topic.zip(beside.label),
            topic_confirmed: beside.topic_confirmed,
            dataset: beside.dataset,
            compared: beside.compared,
            suggestions: sql::unpack(&beside.suggestions)?,
            similar: sql::unpack(&beside.similar)?,
            body: beside.text.unwrap_or_default(),
            external_reference,
            requester: RequesterRow {
                name: beside.name,
                email: beside.email,
                address: beside.address,
                category: beside.category,
                failing: beside.failing,
            },
            names,
            questions: with_reasons(
                sql::unpack(&beside.questions)?,
                sql::unpack(&beside.reasons)?,
            ),
            writings,
            stored,
        }))
    }
}

const QUESTION_COLUMNS: &str = "number, body, answer";

const QUESTIONS_OF_CASE: &str = "FROM questions WHERE case_id = $1 ORDER BY number";

fn with_reasons(mut questions: Vec<QuestionRow>, rows: Vec<ReasonsRow>) -> Vec<QuestionRow> {
    for row in rows {
        if let Some(question) = questions.iter_mut().find(|q| q.number == row.number) {
            question.reasons.push(row.into());
        }
    }
    questions
}

impl crate::store::Unit {
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

    /// The questions of a case and how they were decided.
    ///
    /// # Errors
    /// What the database says.
    pub async fn questions_of(&self, case_id: i64) -> Result<Vec<QuestionRow>, StoreFault> {
        let values = || vec![case_id.into()];
        let questions =
            sql::packed(&self.tx, QUESTION_COLUMNS, QUESTIONS_OF_CASE, values()).await?;
        let reasons = sql::packed(&self.tx, REASONS_COLUMNS, REASONS_OF_CASE, values()).await?;
        Ok(with_reasons(questions, reasons))
    }
}

impl CasePage {
    /// The address the email filed by an event came from, where it is another than the one the
    /// requester gave: who wrote it is only what it says, and it is not said to be theirs.
    #[must_use]
    pub fn stranger(&self, seq: i64) -> Option<&str> {
        let sender = self.senders.get(&seq)?;
        (!self.from_requester(seq)).then_some(sender.as_str())
    }

    /// Whether a message filed by an event is here and came from the address the requester gave.
    #[must_use]
    pub fn from_requester(&self, seq: i64) -> bool {
        let given = self.requester.email.as_deref().unwrap_or_default();
        let sender = self.senders.get(&seq);
        sender.is_some_and(|sender| sender.eq_ignore_ascii_case(given))
    }
}

impl From<&NewRequester> for RequesterRow {
    fn from(new: &NewRequester) -> Self {
        Self {
            name: new.name.clone(),
            email: new.email.clone(),
            address: new.address.clone(),
            category: new.category.clone(),
            failing: None,
        }
    }
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

impl Cases<'_, Store> {
    /// The secret of the case of this reference; nothing where there is no such case.
    ///
    /// # Errors
    /// What the database says.
    pub async fn case_secret(&self, reference: &str) -> Result<Option<String>, StoreFault> {
        let secret = case::Entity::find()
            .select_only()
            .column(case::Column::Secret)
            .filter(case::Column::Reference.eq(reference));
        Ok(secret.into_tuple().one(&self.read).await?)
    }
}
