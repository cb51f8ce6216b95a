//! Writing new cases, one or many, table by table.

use super::columns::Columns;
use super::exemptions::exemption_rows;
use super::reasons::reasons_row;
use super::search;
use super::stands::Stands;
use crate::domain::case::{Actor, Case, Event, Recorded};
use crate::domain::deadline::Deadlines;
use crate::store::cases::stored_case::{DecidedQuestion, StoredCase};
use crate::store::engine::sql;
use crate::store::entities::{
    case, case_text, decision_reason, event, question, question_exemption, requester, writing,
};
use crate::store::record::chain::event_row;
use crate::store::subjects::Cases;
use crate::store::{StoreFault, Unit};
use chrono::{DateTime, NaiveDate, SubsecRound, Utc};
use sea_orm::ActiveValue::{NotSet, Set};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter,
    QuerySelect,
};

/// The person who asks, as the request gives them.
#[derive(Debug, Clone, Default)]
pub struct NewRequester {
    /// The name (FOIA s.8(1)(b)).
    pub name: Option<String>,
    /// The email address.
    pub email: Option<String>,
    /// The postal address.
    pub address: Option<String>,
    /// What kind of requester they say they are.
    pub category: Option<String>,
    /// What tells one requester from another without naming them.
    pub match_key: String,
    /// The salt of the commitment to all this.
    pub salt: String,
}

/// A case to be written, with the events that made it.
#[derive(Debug, Clone)]
pub struct NewCase {
    /// The letters before the year in its reference.
    pub prefix: String,
    /// The case as its events make it.
    pub case: Case,
    /// What the clock says of it.
    pub deadlines: Deadlines,
    /// The events, each with the day it took effect, when it was recorded and by whom.
    pub events: Vec<(Event, NaiveDate, DateTime<Utc>, Actor)>,
    /// A short title.
    pub subject: String,
    /// The request's text.
    pub body: String,
    /// The case's own secret.
    pub secret: String,
    /// The salt of the commitment to the text.
    pub salt: String,
    /// The numbered questions' texts.
    pub questions: Vec<String>,
    /// Who asks.
    pub requester: NewRequester,
    /// The reference it had in an earlier log.
    pub external_reference: Option<String>,
    /// What tells an imported row from every other.
    pub import_key: Option<String>,
    /// The texts that stand beside its events.
    pub writings: Vec<NewWriting>,
    /// How its questions were decided, in words.
    pub decisions: Vec<DecidedQuestion>,
}

/// A text that stands beside an event of a new case.
#[derive(Debug, Clone)]
pub struct NewWriting {
    /// The event's place in the record, from 1.
    pub seq: i64,
    /// What it is.
    pub kind: &'static str,
    /// When the event was recorded.
    pub at: DateTime<Utc>,
    /// The salt of its commitment.
    pub salt: String,
    /// The text.
    pub body: String,
}

impl Cases<'_, Unit> {
    /// Writes one case with its events and gives it as it is now read: nothing is read back.
    ///
    /// # Errors
    /// As `insert_cases`.
    pub async fn insert_case(&self, new: NewCase) -> Result<StoredCase, StoreFault> {
        let columns = Columns::of(&new.case, &new.deadlines);
        let (case, subject, secret) = (new.case.clone(), new.subject.clone(), new.secret.clone());
        let recorded = (1..)
            .zip(&new.events)
            .map(|(seq, (event, on, at, actor))| Recorded {
                seq,
                at: at.trunc_subsecs(3),
                on: *on,
                actor: *actor,
                event: event.clone(),
            });
        let events: Vec<Recorded> = recorded.collect();
        let written = self.write_cases(vec![new]).await?.pop();
        let written =
            written.ok_or_else(|| StoreFault::Damaged("a case was not written".into()))?;
        Ok(StoredCase {
            id: written.id,
            reference: written.reference,
            secret,
            version: i64::try_from(events.len()).unwrap_or(i64::MAX),
            subject,
            requester_id: written.id,
            case,
            events,
            due: columns.due,
            latest_extended_due: columns.latest_extended_due,
            review_due: columns.review_due,
            provisional: columns.provisional,
            last_hash: written.last_hash,
        })
    }

    /// Writes cases, each with its events, and gives their ids and references in order.
    ///
    /// # Errors
    /// [`StoreFault::Duplicate`] for an import key that is already there.
    pub async fn insert_cases(&self, new: Vec<NewCase>) -> Result<Vec<(i64, String)>, StoreFault> {
        let written = self.write_cases(new).await?;
        Ok(written.into_iter().map(|w| (w.id, w.reference)).collect())
    }

    async fn write_cases(&self, new: Vec<NewCase>) -> Result<Vec<Written>, StoreFault> {
        let count = i64::try_from(new.len()).unwrap_or(i64::MAX);
        if count == 0 {
            return Ok(Vec::new());
        }
        let first_id = self.take_numbers("cases", count).await?;
        let references = self.letters().take_references(&new).await?;
        let mut rows = Rows::default();
        let mut written = Vec::with_capacity(new.len());
        for (id, (reference, new)) in (first_id..).zip(references.into_iter().zip(new)) {
            let last_hash = rows.add(id, &reference, new)?;
            written.push(Written {
                id,
                reference,
                last_hash,
            });
        }
        rows.write(&self.tx).await?;
        self.wrote_dates();
        Ok(written)
    }
}

impl Cases<'_, Unit> {
    /// Which of these import keys have a case already.
    ///
    /// # Errors
    /// What the database says.
    pub async fn known_import_keys(
        &self,
        keys: &[String],
    ) -> Result<std::collections::HashSet<String>, StoreFault> {
        let mut known = std::collections::HashSet::new();
        for chunk in keys.chunks(sql::CHUNK) {
            let found = case::Entity::find()
                .select_only()
                .column(case::Column::ImportKey)
                .filter(case::Column::ImportKey.is_in(chunk));
            known.extend(found.into_tuple::<String>().all(&self.tx).await?);
        }
        Ok(known)
    }
}

/// A case just written.
struct Written {
    id: i64,
    reference: String,
    last_hash: String,
}

/// The rows of several new cases, written table by table.
#[derive(Default)]
struct Rows {
    requesters: Vec<requester::ActiveModel>,
    cases: Vec<case::ActiveModel>,
    texts: Vec<case_text::ActiveModel>,
    questions: Vec<question::ActiveModel>,
    exemptions: Vec<question_exemption::ActiveModel>,
    reasons: Vec<decision_reason::ActiveModel>,
    events: Vec<event::ActiveModel>,
    writings: Vec<writing::ActiveModel>,
    search: Vec<search::Words>,
}

impl Rows {
    /// Adds the rows of a case; the hash of its last event.
    fn add(&mut self, id: i64, reference: &str, new: NewCase) -> Result<String, StoreFault> {
        let mut previous = String::new();
        let mut at = None;
        let mut version = 0;
        let settled = new.case.is_settled();
        let stands = Some(Stands::by(&new.deadlines)).filter(|_| settled);
        let last = new.events.len();
        for (seq, (event, on, when, actor)) in (1..).zip(&new.events) {
            version = seq;
            let recorded = Recorded {
                seq,
                at: *when,
                on: *on,
                actor: *actor,
                event: event.clone(),
            };
            let stands = stands.filter(|_| usize::try_from(seq) == Ok(last));
            let row = event_row(id, reference, &recorded, stands, &previous)?;
            if let Set(hash) = &row.hash {
                previous.clone_from(hash);
            }
            at.get_or_insert(when.trunc_subsecs(3));
            self.events.push(row);
        }
        let created_at = at.ok_or_else(|| StoreFault::Damaged("a case without events".into()))?;
        self.search.push(search::Words {
            case_id: id,
            reference: format!(
                "{reference} {}",
                new.external_reference.as_deref().unwrap_or("")
            ),
            subject: new.subject.clone(),
            body: new.body.clone(),
            requester: new.requester.name.clone().unwrap_or_default(),
        });
        self.requesters.push(requester::ActiveModel {
            id: Set(id),
            match_key: Set(new.requester.match_key.clone()),
            name: Set(new.requester.name),
            email: Set(new.requester.email),
            address: Set(new.requester.address),
            category: Set(new.requester.category),
            salt: Set(new.requester.salt),
            erased_at: Set(None),
            failing_since: Set(None),
            failing_why: Set(None),
        });
        self.writings
            .extend(new.writings.into_iter().map(|new| writing::ActiveModel {
                id: NotSet,
                case_id: Set(id),
                seq: Set(new.seq),
                kind: Set(new.kind.to_owned()),
                at: Set(new.at),
                salt: Set(new.salt),
                body: Set(new.body),
                erased_at: Set(None),
            }));
        for (question, body) in new.case.questions.iter().zip(new.questions) {
            let decided = new.decisions.iter().find(|d| d.number == question.number);
            let decided = decided.cloned().unwrap_or_default();
            let deciding = (1i64..)
                .zip(&new.events)
                .filter(|(_, (event, ..))| event.decides_on(question.number));
            let seq = deciding.last().map_or(0, |(seq, _)| seq);
            let exemptions = exemption_rows(id, question.number, &question.exemptions);
            self.exemptions.extend(exemptions);
            self.questions.push(question::ActiveModel {
                case_id: Set(id),
                number: Set(i64::from(question.number)),
                body: Set(body),
                outcome: Set(question.outcome.map(|o| o.as_str().to_owned())),
                answer: Set(decided.answer),
                withheld: Set(String::new()),
                why: Set(String::new()),
                public_interest: Set(String::new()),
                salt: Set(decided.salt),
                decided_seq: Set(seq),
            });
            let reasons = (1..).zip(decided.reasons);
            self.reasons.extend(
                reasons.map(|(place, reasons)| {
                    reasons_row((id, question.number), seq, place, reasons)
                }),
            );
        }
        self.texts.push(case_text::ActiveModel {
            case_id: Set(id),
            salt: Set(new.salt),
            body: Set(new.body),
            compared: Set(false),
        });
        let columns = Columns::of(&new.case, &new.deadlines);
        self.cases.push(
            case::Model {
                id,
                reference: reference.to_owned(),
                secret: new.secret,
                version,
                regime: columns.regime,
                calendar: columns.calendar,
                channel: new.case.channel.as_str().to_owned(),
                received: columns.received,
                due: columns.due,
                queue_due: columns.queue_due,
                latest_extended_due: columns.latest_extended_due,
                clock_state: columns.clock_state.to_owned(),
                provisional: columns.provisional,
                counts_from: Some(columns.counts_from),
                stage: columns.stage.as_str().to_owned(),
                open: columns.open,
                responded: columns.responded,
                closed: columns.closed,
                ended: columns.ended,
                outcome: columns.outcome.map(str::to_owned),
                first_outcome: columns.first_outcome.map(str::to_owned),
                review_requested: columns.review_requested,
                review_due: columns.review_due,
                review_completed: columns.review_completed,
                already_public: columns.already_public,
                extended: columns.extended,
                team: columns.team,
                officer_id: columns.officer_id,
                requester_id: id,
                requester_key: new.requester.match_key,
                topic_id: None,
                topic_confirmed: false,
                dataset: false,
                campaign: None,
                shape: None,
                shape_words: String::new(),
                effort_minutes: columns.effort_minutes,
                waiting_since: columns.waiting_since,
                subject: new.subject,
                external_reference: new.external_reference,
                import_key: new.import_key,
                created_at,
            }
            .into_active_model()
            .reset_all(),
        );
        Ok(previous)
    }

    async fn write(self, db: &impl ConnectionTrait) -> Result<(), StoreFault> {
        sql::insert::<requester::Entity, _>(db, self.requesters).await?;
        sql::insert::<case::Entity, _>(db, self.cases).await?;
        sql::insert::<case_text::Entity, _>(db, self.texts).await?;
        sql::insert::<question::Entity, _>(db, self.questions).await?;
        sql::insert::<question_exemption::Entity, _>(db, self.exemptions).await?;
        sql::insert::<decision_reason::Entity, _>(db, self.reasons).await?;
        sql::insert::<event::Entity, _>(db, self.events).await?;
        sql::insert::<writing::Entity, _>(db, self.writings).await?;
        search::insert(db, &self.search).await
    }
}
