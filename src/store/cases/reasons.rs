//! The reasons of each section a decision relies on, kept beside the event that decided.
//!
//! Rows are added and never changed: a question points to those of its latest decision by the
//! number of that event, and earlier ones stay. Rows of the event 0 were taken over: from the time
//! when there was one text for all sections, or with a case from elsewhere.

use crate::domain::case::Reasons;
use crate::domain::section::Section;
use crate::store::engine::sql;
pub(in crate::store) use crate::store::entities::decision_reason as decision_reasons;
use crate::store::entities::{decision_reason, question};
use crate::store::subjects::Cases;
use crate::store::{DecidedQuestion, StoreFault, StoredCase, Unit};
use chrono::NaiveDate;
use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use serde::Deserialize;

/// The columns of [`ReasonsRow`], in its order.
pub(in crate::store) const REASONS_COLUMNS: &str = "q.number, w.section, w.withheld, w.why, w.harm, \
     w.for_disclosure, w.for_withholding, w.balance, w.opinion_by, w.opinion, w.opinion_on, \
     w.completion, w.earlier, w.together, w.advice, w.cure";

/// The reasons of the latest decision of each question of a case, `$1`. The event that decided it
/// says which they are, whatever number the question has had since; of a decision from before
/// reasons had rows, its number.
pub(in crate::store) const REASONS_OF_CASE: &str = "FROM decision_reasons w \
     JOIN questions q ON q.case_id = w.case_id AND q.decided_seq = w.seq \
     AND (w.seq > 0 OR q.number = w.number) \
     WHERE w.case_id = $1 ORDER BY q.number, w.place";

/// The row of the reasons of one section of a question, by the event that decided it.
pub(in crate::store) fn reasons_row(
    (case_id, number): (i64, u16),
    seq: i64,
    place: i64,
    reasons: Reasons,
) -> decision_reason::ActiveModel {
    decision_reason::ActiveModel {
        case_id: Set(case_id),
        number: Set(i64::from(number)),
        seq: Set(seq),
        place: Set(place),
        section: Set(reasons.section.to_string()),
        withheld: Set(reasons.withheld),
        why: Set(reasons.why),
        harm: Set(reasons.harm),
        for_disclosure: Set(reasons.for_disclosure),
        for_withholding: Set(reasons.for_withholding),
        balance: Set(reasons.balance),
        opinion_by: Set(reasons.opinion_by),
        opinion: Set(reasons.opinion),
        opinion_on: Set(reasons.opinion_on),
        completion: Set(reasons.completion),
        earlier: Set(reasons.earlier),
        together: Set(reasons.together),
        advice: Set(reasons.advice),
        cure: Set(reasons.cure),
    }
}

impl From<decision_reason::Model> for Reasons {
    fn from(row: decision_reason::Model) -> Self {
        Self {
            section: row.section.as_str().into(),
            withheld: row.withheld,
            why: row.why,
            harm: row.harm,
            for_disclosure: row.for_disclosure,
            for_withholding: row.for_withholding,
            balance: row.balance,
            opinion_by: row.opinion_by,
            opinion: row.opinion,
            opinion_on: row.opinion_on,
            completion: row.completion,
            earlier: row.earlier,
            together: row.together,
            advice: row.advice,
            cure: row.cure,
        }
    }
}

/// A row as read.
#[derive(Deserialize)]
pub(in crate::store) struct ReasonsRow {
    pub(in crate::store) number: u16,
    section: Section,
    withheld: String,
    why: String,
    harm: String,
    for_disclosure: String,
    for_withholding: String,
    balance: String,
    opinion_by: String,
    opinion: String,
    opinion_on: Option<NaiveDate>,
    completion: String,
    earlier: String,
    together: String,
    advice: String,
    cure: String,
}

impl From<ReasonsRow> for Reasons {
    fn from(row: ReasonsRow) -> Self {
        Self {
            section: row.section,
            withheld: row.withheld,
            why: row.why,
            harm: row.harm,
            for_disclosure: row.for_disclosure,
            for_withholding: row.for_withholding,
            balance: row.balance,
            opinion_by: row.opinion_by,
            opinion: row.opinion,
            opinion_on: row.opinion_on,
            completion: row.completion,
            earlier: row.earlier,
            together: row.together,
            advice: row.advice,
            cure: row.cure,
        }
    }
}

impl Cases<'_, Unit> {
    /// Writes how a question was decided beside the event that decided it; the event's number.
    ///
    /// # Errors
    /// What the database says.
    pub async fn decide_question(
        &self,
        stored: &StoredCase,
        decided: &DecidedQuestion,
    ) -> Result<i64, StoreFault> {
        let deciding = stored
            .events
            .iter()
            .rev()
            .find(|recorded| recorded.event.decides_on(decided.number));
        let seq = deciding.map_or(stored.version, |recorded| recorded.seq);
        self.point_to_decision(stored, decided, seq).await?;
        let of_question = (stored.id, decided.number);
        let reasons = (1i64..).zip(decided.reasons.iter().cloned());
        let rows = reasons.map(|(place, reasons)| reasons_row(of_question, seq, place, reasons));
        sql::insert::<decision_reason::Entity, _>(&self.tx, rows.collect()).await?;
        Ok(seq)
    }

    /// Writes beside a question how it was decided by the event of that number.
    ///
    /// # Errors
    /// What the database says.
    pub async fn point_to_decision(
        &self,
        stored: &StoredCase,
        decided: &DecidedQuestion,
        seq: i64,
    ) -> Result<(), StoreFault> {
        let now = question::ActiveModel {
            outcome: Set(Some(decided.outcome.clone())),
            answer: Set(decided.answer.clone()),
            salt: Set(decided.salt.clone()),
            decided_seq: Set(seq),
            ..no_words()
        };
        self.set_question(stored.id, decided.number, now).await?;
        self.rest_on(stored.id, decided.number, &decided.exemptions)
            .await
    }

    /// Takes what a question was decided off it: no decision on it stands.
    ///
    /// # Errors
    /// What the database says.
    pub async fn forget_decision(
        &self,
        stored: &StoredCase,
        number: u16,
    ) -> Result<(), StoreFault> {
        let now = question::ActiveModel {
            outcome: Set(None),
            answer: Set(String::new()),
            salt: Set(String::new()),
            decided_seq: Set(0),
            ..no_words()
        };
        self.set_question(stored.id, number, now).await?;
        self.rest_on_none(stored.id, &[i64::from(number)]).await
    }

    async fn set_question(
        &self,
        case_id: i64,
        number: u16,
        now: question::ActiveModel,
    ) -> Result<(), StoreFault> {
        question::Entity::update_many()
            .set(now)
            .filter(question::Column::CaseId.eq(case_id))
            .filter(question::Column::Number.eq(i64::from(number)))
            .exec(&self.tx)
            .await?;
        Ok(())
    }

    /// The reasons of the decision on a question that an event records, in their order.
    ///
    /// # Errors
    /// What the database says.
    pub async fn reasons_of(
        &self,
        case_id: i64,
        number: u16,
        seq: i64,
    ) -> Result<Vec<Reasons>, StoreFault> {
        use decision_reason::Column;
        let rows = decision_reason::Entity::find()
            .filter(Column::CaseId.eq(case_id))
            .filter(Column::Number.eq(i64::from(number)))
            .filter(Column::Seq.eq(seq))
            .order_by_asc(Column::Place);
        let rows = rows.all(&self.tx).await?;
        Ok(rows.into_iter().map(Reasons::from).collect())
    }
}

/// A question without the words of a decision from before each section had reasons of its own.
fn no_words() -> question::ActiveModel {
    question::ActiveModel {
        withheld: Set(String::new()),
        why: Set(String::new()),
        public_interest: Set(String::new()),
        ..Default::default()
    }
}
