//! Writing cases: a new case, and events appended to one with its columns kept in step.

use super::chain::{Link, recorded};
use super::entities::{case, case_text, event, question, requester, writing};
use super::{NewLetter, StoreFault, Unit, search, sql};
use crate::domain::case::{Actor, Case, Event, Recorded, Stage};
use crate::domain::deadline::Deadlines;
use chrono::{DateTime, Datelike, NaiveDate, SubsecRound, Utc};
use sea_orm::ActiveValue::{NotSet, Set};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, IntoActiveModel,
    QueryFilter, QueryOrder, Value,
};

/// Rows in one INSERT: under SQLite's 32,766 and PostgreSQL's 65,535 parameters.
const CHUNK: usize = 900;

/// The person who asks, as the request gives them.
#[derive(Debug, Clone, Default)]
pub struct NewRequester {
    /// The name (FOIA s.8(1)(b)).
    pub name: Option<String>,
    /// The e-mail address.
    pub email: Option<String>,
    /// The postal address.
    pub address: Option<String>,
    /// What kind of requester they say they are.
    pub category: Option<String>,
    /// What tells one requester from another without naming them.
    pub match_key: String,
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
    /// Whether something asked for was public already (FOIA s.21).
    pub already_public: bool,
}

/// How one question was decided, in the words of whoever decided it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DecidedQuestion {
    /// The question's number, from 1.
    pub number: u16,
    /// The outcome's stored word.
    pub outcome: String,
    /// The sections relied on, separated by `; `.
    pub exemptions: String,
    /// What is given.
    pub answer: String,
    /// What is withheld.
    pub withheld: String,
    /// Why the exemptions apply.
    pub why: String,
    /// How the public interest was weighed.
    pub public_interest: String,
    /// The salt of the commitment to these texts.
    pub salt: String,
}

/// A case as read to be changed.
#[derive(Debug, Clone)]
pub struct StoredCase {
    /// Its id.
    pub id: i64,
    /// Its reference.
    pub reference: String,
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
    last_hash: String,
}

impl Unit {
    /// Writes cases, each with its events, and gives their ids and references in order.
    ///
    /// # Errors
    /// [`StoreFault::Duplicate`] for an import key that is already there.
    pub async fn insert_cases(&self, new: Vec<NewCase>) -> Result<Vec<(i64, String)>, StoreFault> {
        let count = i64::try_from(new.len()).unwrap_or(i64::MAX);
        if count == 0 {
            return Ok(Vec::new());
        }
        let first_id = self.take_numbers("cases", count).await?;
        let references = self.take_references(&new).await?;
        let mut rows = Rows::default();
        for (id, (reference, new)) in (first_id..).zip(references.iter().zip(new)) {
            rows.add(id, reference, new)?;
        }
        rows.write(&self.tx).await?;
        Ok((first_id..).zip(references).collect())
    }

    async fn take_references(&self, new: &[NewCase]) -> Result<Vec<String>, StoreFault> {
        let series = |n: &NewCase| format!("{}-{}", n.prefix, n.case.received.year());
        let mut wanted: std::collections::BTreeMap<String, i64> = std::collections::BTreeMap::new();
        for n in new {
            *wanted.entry(series(n)).or_default() += 1;
        }
        let mut next = std::collections::BTreeMap::new();
        for (name, count) in wanted {
            let first = self.take_numbers(&name, count).await?;
            next.insert(name, first);
        }
        Ok(new
            .iter()
            .map(|n| {
                let name = series(n);
                let number = next.entry(name.clone()).or_insert(1);
                let reference = format!("{name}-{number:05}");
                *number += 1;
                reference
            })
            .collect())
    }

    /// The case of this reference, with its events.
    ///
    /// # Errors
    /// What the database says, or a record this program did not write.
    pub async fn find_case(&self, reference: &str) -> Result<Option<StoredCase>, StoreFault> {
        // Two who act at once on PostgreSQL come one after the other; SQLite has one writer.
        if self.tx.get_database_backend() == DbBackend::Postgres {
            sql::run(
                &self.tx,
                "SELECT id FROM cases WHERE reference = $1 FOR UPDATE",
                vec![reference.into()],
            )
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
        let at = at.trunc_subsecs(3);
        let expected = stored.version;
        for event in events {
            stored.version += 1;
            let row = event_row(
                stored.id,
                &stored.reference,
                stored.version,
                (&event, on, at, actor),
                &stored.last_hash,
            )?;
            if let Set(hash) = &row.hash {
                stored.last_hash.clone_from(hash);
            }
            // Somebody else appended at this place while we were reading.
            row.insert(&self.tx)
                .await
                .map_err(|e| match StoreFault::from(e) {
                    StoreFault::Duplicate => StoreFault::Stale,
                    other => other,
                })?;
            stored.case.apply(&event, on);
            stored.events.push(Recorded {
                seq: stored.version,
                at,
                on,
                actor,
                event,
            });
        }
        let row = Columns::of(&stored.case, &deadlines(&stored.case)?);
        let done = row
            .update(&self.tx, stored.id, expected, stored.version)
            .await?;
        if done == 1 {
            Ok(())
        } else {
            Err(StoreFault::Stale)
        }
    }

    /// Writes how a question was decided beside the event that decided it.
    ///
    /// # Errors
    /// What the database says.
    pub async fn decide_question(
        &self,
        case_id: i64,
        decided: &DecidedQuestion,
    ) -> Result<(), StoreFault> {
        sql::run(
            &self.tx,
            "UPDATE questions SET outcome = $1, exemptions = $2, answer = $3, withheld = $4, why = $5, \
             public_interest = $6, salt = $7 WHERE case_id = $8 AND number = $9",
            vec![
                decided.outcome.as_str().into(),
                decided.exemptions.as_str().into(),
                decided.answer.as_str().into(),
                decided.withheld.as_str().into(),
                decided.why.as_str().into(),
                decided.public_interest.as_str().into(),
                decided.salt.as_str().into(),
                case_id.into(),
                i64::from(decided.number).into(),
            ],
        )
        .await?;
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
        writing::Entity::insert(writing::ActiveModel {
            id: NotSet,
            case_id: Set(stored.id),
            seq: Set(stored.version),
            kind: Set(kind.to_owned()),
            at: Set(at),
            salt: Set(salt.to_owned()),
            body: Set(body.to_owned()),
        })
        .exec_without_returning(&self.tx)
        .await?;
        Ok(())
    }

    /// Marks a case as answered with what was public already (FOIA s.21).
    ///
    /// # Errors
    /// What the database says.
    pub async fn mark_already_public(&self, case_id: i64) -> Result<(), StoreFault> {
        sql::run(
            &self.tx,
            "UPDATE cases SET already_public = TRUE WHERE id = $1",
            vec![case_id.into()],
        )
        .await?;
        Ok(())
    }

    /// Writes several letters at once, for a log that is generated whole.
    ///
    /// # Errors
    /// What the database says.
    pub async fn insert_letters(&self, letters: Vec<NewLetter>) -> Result<(), StoreFault> {
        for chunk in letters.chunks(CHUNK) {
            let rows: Vec<_> = chunk.iter().cloned().map(NewLetter::into_row).collect();
            super::entities::letter::Entity::insert_many(rows)
                .exec_without_returning(&self.tx)
                .await?;
        }
        Ok(())
    }
}

pub(super) async fn find_case(
    db: &impl ConnectionTrait,
    reference: &str,
) -> Result<Option<StoredCase>, StoreFault> {
    let Some(row) = case::Entity::find()
        .filter(case::Column::Reference.eq(reference))
        .one(db)
        .await?
    else {
        return Ok(None);
    };
    let rows = event::Entity::find()
        .filter(event::Column::CaseId.eq(row.id))
        .order_by_asc(event::Column::Seq)
        .all(db)
        .await?;
    let last_hash = rows.last().map(|e| e.hash.clone()).unwrap_or_default();
    let events = rows.iter().map(recorded).collect::<Result<Vec<_>, _>>()?;
    let case = Case::replay(events.iter().map(|r| (&r.event, r.on))).ok_or_else(|| {
        StoreFault::Damaged(format!("{reference} does not begin with its log entry"))
    })?;
    Ok(Some(StoredCase {
        id: row.id,
        reference: row.reference,
        version: row.version,
        subject: row.subject,
        requester_id: row.requester_id,
        case,
        events,
        last_hash,
    }))
}

fn event_row(
    case_id: i64,
    reference: &str,
    seq: i64,
    (event, on, at, actor): (&Event, NaiveDate, DateTime<Utc>, Actor),
    previous: &str,
) -> Result<event::ActiveModel, StoreFault> {
    let data = serde_json::to_string(event).map_err(|e| StoreFault::Damaged(e.to_string()))?;
    let at = at.trunc_subsecs(3);
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

/// The columns of a case that follow from its events and the clock.
struct Columns {
    due: Option<NaiveDate>,
    queue_due: NaiveDate,
    latest_extended_due: Option<NaiveDate>,
    clock_state: &'static str,
    provisional: bool,
    stage: Stage,
    open: bool,
    responded: Option<NaiveDate>,
    closed: Option<NaiveDate>,
    ended: Option<NaiveDate>,
    outcome: Option<&'static str>,
    extended: bool,
    team: Option<String>,
    officer_id: Option<i64>,
    effort_minutes: Option<i64>,
}

impl Columns {
    fn of(case: &Case, deadlines: &Deadlines) -> Self {
        let stage = case.stage();
        let due = if case.review_open {
            deadlines.review_due.or(deadlines.due)
        } else {
            deadlines.due
        };
        Self {
            due: deadlines.due,
            // A stopped clock has no due date: such a case stands after those that run.
            queue_due: due.unwrap_or(NaiveDate::from_ymd_opt(9999, 12, 31).unwrap_or_default()),
            latest_extended_due: deadlines.latest_extended_due,
            clock_state: deadlines.state.as_str(),
            provisional: deadlines.provisional,
            stage,
            open: stage.awaits_answer() || case.review_open,
            responded: case.answered,
            closed: case.closed,
            ended: case.answered.or(case.closed),
            outcome: case.outcome.map(|o| o.as_str()),
            extended: case.extended,
            team: case.team.clone(),
            officer_id: case.officer,
            effort_minutes: case.effort_minutes.map(i64::from),
        }
    }

    async fn update(
        self,
        db: &impl ConnectionTrait,
        id: i64,
        expected: i64,
        version: i64,
    ) -> Result<u64, StoreFault> {
        let values: Vec<Value> = vec![
            version.into(),
            self.due.into(),
            self.queue_due.into(),
            self.latest_extended_due.into(),
            self.clock_state.into(),
            self.provisional.into(),
            self.stage.as_str().into(),
            self.open.into(),
            self.responded.into(),
            self.closed.into(),
            self.ended.into(),
            self.outcome.into(),
            self.extended.into(),
            self.team.into(),
            self.officer_id.into(),
            self.effort_minutes.into(),
            id.into(),
            expected.into(),
        ];
        sql::run(
            db,
            "UPDATE cases SET version = $1, due = $2, queue_due = $3, latest_extended_due = $4, \
             clock_state = $5, provisional = $6, stage = $7, open = $8, responded = $9, closed = $10, \
             ended = $11, outcome = $12, extended = $13, team = $14, officer_id = $15, \
             effort_minutes = $16 WHERE id = $17 AND version = $18",
            values,
        )
        .await
    }
}

/// The rows of several new cases, written table by table.
#[derive(Default)]
struct Rows {
    requesters: Vec<requester::ActiveModel>,
    cases: Vec<case::ActiveModel>,
    texts: Vec<case_text::ActiveModel>,
    questions: Vec<question::ActiveModel>,
    events: Vec<event::ActiveModel>,
    search: Vec<search::Words>,
}

impl Rows {
    fn add(&mut self, id: i64, reference: &str, new: NewCase) -> Result<(), StoreFault> {
        let mut previous = String::new();
        let mut at = None;
        let mut version = 0;
        for (event, on, when, actor) in &new.events {
            version += 1;
            let row = event_row(
                id,
                reference,
                version,
                (event, *on, *when, *actor),
                &previous,
            )?;
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
            erased_at: Set(None),
        });
        for (question, body) in new.case.questions.iter().zip(new.questions) {
            let sections: Vec<&str> = question.exemptions.iter().map(|s| s.as_str()).collect();
            self.questions.push(question::ActiveModel {
                case_id: Set(id),
                number: Set(i64::from(question.number)),
                body: Set(body),
                outcome: Set(question.outcome.map(|o| o.as_str().to_owned())),
                exemptions: Set(sections.join("; ")),
                answer: Set(String::new()),
                withheld: Set(String::new()),
                why: Set(String::new()),
                public_interest: Set(String::new()),
                salt: Set(String::new()),
            });
        }
        self.texts.push(case_text::ActiveModel {
            case_id: Set(id),
            salt: Set(new.salt),
            body: Set(new.body),
        });
        let columns = Columns::of(&new.case, &new.deadlines);
        self.cases.push(
            case::Model {
                id,
                reference: reference.to_owned(),
                version,
                regime: new.case.regime,
                calendar: new.case.calendar,
                channel: new.case.channel.as_str().to_owned(),
                received: new.case.received,
                due: columns.due,
                queue_due: columns.queue_due,
                latest_extended_due: columns.latest_extended_due,
                clock_state: columns.clock_state.to_owned(),
                provisional: columns.provisional,
                stage: columns.stage.as_str().to_owned(),
                open: columns.open,
                responded: columns.responded,
                closed: columns.closed,
                ended: columns.ended,
                outcome: columns.outcome.map(str::to_owned),
                already_public: new.already_public,
                extended: columns.extended,
                team: columns.team,
                officer_id: columns.officer_id,
                requester_id: id,
                requester_key: new.requester.match_key,
                topic_id: None,
                effort_minutes: columns.effort_minutes,
                subject: new.subject,
                external_reference: new.external_reference,
                import_key: new.import_key,
                created_at,
            }
            .into_active_model()
            .reset_all(),
        );
        Ok(())
    }

    async fn write(self, db: &impl ConnectionTrait) -> Result<(), StoreFault> {
        insert::<requester::Entity, _>(db, self.requesters).await?;
        insert::<case::Entity, _>(db, self.cases).await?;
        insert::<case_text::Entity, _>(db, self.texts).await?;
        insert::<question::Entity, _>(db, self.questions).await?;
        insert::<event::Entity, _>(db, self.events).await?;
        search::insert(db, &self.search).await
    }
}

async fn insert<E, A>(db: &impl ConnectionTrait, rows: Vec<A>) -> Result<(), StoreFault>
where
    E: EntityTrait,
    A: ActiveModelTrait<Entity = E>,
{
    let mut rows = rows.into_iter().peekable();
    while rows.peek().is_some() {
        let chunk: Vec<A> = rows.by_ref().take(CHUNK).collect();
        E::insert_many(chunk).exec_without_returning(db).await?;
    }
    Ok(())
}

impl Unit {
    /// Which of these import keys have a case already.
    ///
    /// # Errors
    /// What the database says.
    pub async fn known_import_keys(
        &self,
        keys: &[String],
    ) -> Result<std::collections::HashSet<String>, StoreFault> {
        #[derive(sea_orm::FromQueryResult)]
        struct Key {
            import_key: String,
        }
        let mut known = std::collections::HashSet::new();
        for chunk in keys.chunks(CHUNK) {
            let places: Vec<String> = (1..=chunk.len()).map(|n| format!("${n}")).collect();
            let rows: Vec<Key> = sql::all(
                &self.tx,
                &format!(
                    "SELECT import_key FROM cases WHERE import_key IN ({})",
                    places.join(", ")
                ),
                chunk.iter().map(|key| Value::from(key.as_str())).collect(),
            )
            .await?;
            known.extend(rows.into_iter().map(|row| row.import_key));
        }
        Ok(known)
    }
}
