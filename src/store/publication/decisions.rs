//! Decisions about publishing, and what came of them.

use super::decision_states::{DecisionState, STATE_COLUMNS};
use super::unmet::SURVIVORS;
use crate::domain::case::Actor;
use crate::domain::publication::board::Stage;
use crate::domain::publication::{Decision, Kind, PreparationEffort};
use crate::domain::topics::register::Nature;
use crate::store::engine::sql;
use crate::store::subjects::Publication;
use crate::store::topics::register::{Stands, Told};
use crate::store::{Store, StoreFault, Unit};
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::Value;
use serde::Deserialize;

/// A decision as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecisionRow {
    /// Its number.
    pub id: i64,
    /// The topic.
    pub topic_id: i64,
    /// The topic's name.
    pub label: String,
    /// The day of the decision.
    pub decided: NaiveDate,
    kind: Kind,
    /// Why, as the public reads it.
    pub reason: String,
    /// Who sees to it.
    pub owner: String,
    /// When it is to be done.
    pub due: Option<NaiveDate>,
    /// When it is to be looked at again.
    pub review: Option<NaiveDate>,
    effort: PreparationEffort,
    /// The topic's score on that day.
    pub score: Option<u32>,
    stage: Stage,
    /// What it is published as.
    pub title: String,
    /// Where it is published.
    pub address: String,
    /// What disclosure control came to; nothing before it.
    pub checked: String,
    /// The day it was published last.
    pub published: Option<NaiveDate>,
    /// The day it was published first.
    pub first_published: Option<NaiveDate>,
    /// When it is due again.
    pub refresh_due: Option<NaiveDate>,
    /// The day a person ended it.
    pub ended_on: Option<NaiveDate>,
    /// Why, as the public reads it.
    pub ended_because: String,
    /// How often its page was opened.
    pub views: u32,
    /// How many said it answered them.
    pub helped: u32,
    /// How many said it did not.
    pub not_helped: u32,
    /// The topic its own is now: itself, or what it was merged into.
    pub survivor: i64,
    /// That topic's name.
    pub survivor_label: String,
    nature: Nature,
}

impl DecisionRow {
    /// Whether it was published and is no longer: a person withdrew it.
    #[must_use]
    pub const fn is_withdrawn(&self) -> bool {
        self.published.is_some() && self.ended_on.is_some()
    }

    /// What that topic is: what the public may be told of it hangs on that.
    #[must_use]
    pub const fn nature(&self) -> Nature {
        self.nature
    }

    /// What was decided.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        self.kind
    }

    /// How far it has come.
    #[must_use]
    pub const fn stage(&self) -> Stage {
        self.stage
    }

    /// What preparing it takes.
    #[must_use]
    pub const fn effort(&self) -> PreparationEffort {
        self.effort
    }
}

/// A decision as the database has it, its words unread.
#[derive(Deserialize)]
struct Unread {
    state: DecisionState,
    beside: Beside,
}

/// What stands beside the state of a decision.
#[derive(Deserialize)]
struct Beside {
    label: String,
    views: u32,
    helped: u32,
    not_helped: u32,
    survivor: i64,
    survivor_label: String,
    nature: String,
}

impl Unread {
    fn read(self) -> Result<DecisionRow, StoreFault> {
        let Self { state, beside } = self;
        let id = state.id;
        let no = |table: &str, column: &str, row: i64, word: &str| {
            StoreFault::Damaged(format!(
                "table {table}, column {column}, row {row}: \u{201c}{word}\u{201d} is no word for it"
            ))
        };
        let of = |column: &str, word: &str| no("publication_decisions", column, id, word);
        let months = state.every_months.unwrap_or(0);
        Ok(DecisionRow {
            kind: Kind::parse(&state.kind, months).ok_or_else(|| of("kind", &state.kind))?,
            effort: PreparationEffort::parse(&state.effort)
                .ok_or_else(|| of("effort", &state.effort))?,
            stage: Stage::parse(&state.stage).ok_or_else(|| of("stage", &state.stage))?,
            nature: Nature::parse(&beside.nature)
                .ok_or_else(|| no("topics", "nature", beside.survivor, &beside.nature))?,
            id,
            topic_id: state.topic_id,
            label: beside.label,
            decided: state.decided,
            reason: state.reason,
            owner: state.owner,
            due: state.due,
            review: state.review,
            score: state.score,
            title: state.title,
            address: state.address,
            checked: state.checked,
            published: state.published,
            first_published: state.first_published,
            refresh_due: state.refresh_due,
            ended_on: state.ended_on,
            ended_because: state.ended_because,
            views: beside.views,
            helped: beside.helped,
            not_helped: beside.not_helped,
            survivor: beside.survivor,
            survivor_label: beside.survivor_label,
        })
    }
}

/// The columns of a [`Beside`].
const BESIDE_COLUMNS: &str = "t.label, d.views, d.helped, d.not_helped, u.id, u.label, u.nature";

fn decisions_where(condition: &str) -> String {
    format!(
        "FROM publication_decisions d JOIN topics t ON t.id = d.topic_id \
         JOIN {SURVIVORS} s ON s.id = d.topic_id JOIN topics u ON u.id = s.survivor {condition}"
    )
}

/// What a step changes of a decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stepped {
    /// How far it has come now.
    pub stage: Stage,
    /// What it is published as.
    pub title: String,
    /// Where.
    pub address: String,
    /// What disclosure control came to.
    pub checked: String,
    /// The day it was published last.
    pub published: Option<NaiveDate>,
    /// When it is due again.
    pub refresh_due: Option<NaiveDate>,
    /// The day a person ended it, and why.
    pub ended: Option<(NaiveDate, String)>,
}

impl Publication<'_, Store> {
    /// The decisions, or those about one topic, the newest first.
    ///
    /// # Errors
    /// What the database says.
    pub async fn decisions(&self, topic: Option<i64>) -> Result<Vec<DecisionRow>, StoreFault> {
        let (condition, values) = match topic {
            None => ("", vec![]),
            Some(id) => ("WHERE d.topic_id = $1", vec![id.into()]),
        };
        self.read_decisions(&format!("{condition} ORDER BY d.id DESC"), values)
            .await
    }

    /// A decision.
    ///
    /// # Errors
    /// What the database says.
    pub async fn decision(&self, id: i64) -> Result<Option<DecisionRow>, StoreFault> {
        let rows = self.read_decisions("WHERE d.id = $1", vec![id.into()]);
        Ok(rows.await?.into_iter().next())
    }

    async fn read_decisions(
        &self,
        condition: &str,
        values: Vec<Value>,
    ) -> Result<Vec<DecisionRow>, StoreFault> {
        let array = if self.is_postgres() {
            "json_build_array"
        } else {
            "json_array"
        };
        let columns = format!("{array}({STATE_COLUMNS}), {array}({BESIDE_COLUMNS})");
        let from = decisions_where(condition);
        let rows: Vec<Unread> = sql::packed(&self.read, &columns, &from, values).await?;
        rows.into_iter().map(Unread::read).collect()
    }
}

impl Publication<'_, Unit> {
    /// The number of the decision about a topic before this one; 0 where there is none.
    ///
    /// # Errors
    /// What the database says.
    pub async fn decision_before(&self, topic: i64, id: i64) -> Result<i64, StoreFault> {
        let row: Option<sql::Number> = sql::one(
            &self.tx,
            "SELECT COALESCE(MAX(id), 0) AS number FROM publication_decisions \
             WHERE topic_id = $1 AND id < $2",
            vec![topic.into(), id.into()],
        )
        .await?;
        Ok(row.map_or(0, |row| row.number))
    }

    /// Keeps a decision, ends the ones it replaces, and records it; its number.
    ///
    /// # Errors
    /// What the database says.
    pub async fn insert_decision(
        &self,
        topic: i64,
        decision: &Decision,
        score: Option<u32>,
        actor: Actor,
        at: DateTime<Utc>,
    ) -> Result<i64, StoreFault> {
        let id = self.take_numbers("publication_decisions", 1).await?;
        sql::run(
            &self.tx,
            "UPDATE publication_decisions SET stage = 'ended' \
             WHERE topic_id = $1 AND stage IN ('decided', 'preparing', 'checked')",
            vec![topic.into()],
        )
        .await?;
        sql::run(
            &self.tx,
            "INSERT INTO publication_decisions (id, topic_id, decided, kind, every_months, reason, \
             owner, due, review, effort, score, stage, title, address, checked, published, \
             first_published, refresh_due, views, helped, not_helped) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, \
             $10, $11, 'decided', '', '', '', NULL, NULL, NULL, 0, 0, 0)",
            vec![
                id.into(),
                topic.into(),
                decision.decided.into(),
                decision.kind.as_str().into(),
                decision.kind.every_months().map(i64::from).into(),
                decision.reason.as_str().into(),
                decision.owner.as_str().into(),
                decision.due.into(),
                decision.review.into(),
                decision.effort.as_str().into(),
                score.map(i64::from).into(),
            ],
        )
        .await?;
        let said = format!(
            "Decided: {}. Reason: {}",
            decision.kind.title(),
            decision.reason.trim_end_matches('.')
        );
        let told = Told {
            kind: "decided",
            topic,
            other: None,
            undoes: None,
            said: &said,
            stands: Stands::Decision(DecisionState::new(id, topic, decision, score)),
        };
        self.topics()
            .tell_register(&told, actor, decision.decided, at)
            .await?;
        Ok(id)
    }

    /// Takes a decision a step further, and records it. Whether it still stood where it was read.
    ///
    /// # Errors
    /// What the database says.
    pub async fn step_decision(
        &self,
        before: &DecisionRow,
        step: &Stepped,
        said: &str,
        actor: Actor,
        on: NaiveDate,
        at: DateTime<Utc>,
    ) -> Result<bool, StoreFault> {
        let done = sql::run(
            &self.tx,
            "UPDATE publication_decisions SET stage = $1, title = $2, address = $3, checked = $4, \
             published = $5, first_published = COALESCE(first_published, $5), refresh_due = $6, \
             ended_on = $7, ended_because = $8 WHERE id = $9 AND stage = $10",
            vec![
                step.stage.as_str().into(),
                step.title.as_str().into(),
                step.address.as_str().into(),
                step.checked.as_str().into(),
                step.published.into(),
                step.refresh_due.into(),
                step.ended.as_ref().map(|(on, _)| *on).into(),
                step.ended.as_ref().map_or("", |(_, why)| why).into(),
                before.id.into(),
                before.stage.as_str().into(),
            ],
        )
        .await?;
        let told = Told {
            kind: step.stage.as_str(),
            topic: before.topic_id,
            other: None,
            undoes: None,
            said,
            stands: Stands::Decision(DecisionState::stepped(before, step)),
        };
        self.topics().tell_register(&told, actor, on, at).await?;
        Ok(done == 1)
    }
}
