//! The columns of a case that follow from its events and the clock.

use crate::domain::case::{Case, Stage};
use crate::domain::deadline::Deadlines;
use crate::store::StoreFault;
use crate::store::entities::case;
use chrono::NaiveDate;
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

/// The queue's date of a case whose clock stands still: after all those that run.
pub const STOPPED: NaiveDate = match NaiveDate::from_ymd_opt(9999, 12, 31) {
    Some(day) => day,
    None => NaiveDate::MAX,
};

/// The columns of a case that follow from its events and the clock.
pub(in crate::store) struct Columns {
    pub regime: String,
    pub calendar: String,
    pub received: NaiveDate,
    pub due: Option<NaiveDate>,
    pub queue_due: NaiveDate,
    pub latest_extended_due: Option<NaiveDate>,
    pub clock_state: &'static str,
    pub provisional: bool,
    pub counts_from: NaiveDate,
    pub stage: Stage,
    pub open: bool,
    pub responded: Option<NaiveDate>,
    pub closed: Option<NaiveDate>,
    pub ended: Option<NaiveDate>,
    pub outcome: Option<&'static str>,
    pub first_outcome: Option<&'static str>,
    pub review_requested: Option<NaiveDate>,
    pub review_due: Option<NaiveDate>,
    pub review_completed: Option<NaiveDate>,
    pub extended: bool,
    pub team: Option<String>,
    pub officer_id: Option<i64>,
    pub effort_minutes: Option<i64>,
    pub waiting_since: Option<NaiveDate>,
    /// Whether it was answered with what was public already (FOIA s.21).
    pub already_public: bool,
}

/// The queue's date of an answer or an open review for which the regime has no limit: after those
/// that have one, and not among those that wait for the requester.
pub(in crate::store) fn no_limit() -> NaiveDate {
    NaiveDate::from_ymd_opt(9999, 12, 30).unwrap_or_default()
}

impl Columns {
    pub(in crate::store) fn of(case: &Case, deadlines: &Deadlines) -> Self {
        let stage = case.stage();
        // A reply nobody recorded keeps its case in the place it would give it.
        let answer = deadlines.due.or(deadlines.unrecorded_due);
        // An open review stands in the queue by its own date; where it is of an answer that did not
        // come, by that answer's, which is over, and the case stays late.
        let (due, otherwise) = if case.answer_in_review() {
            (deadlines.review_due, no_limit())
        } else if case.silence_in_review() {
            (answer.or(deadlines.review_due), no_limit())
        } else if deadlines.names_no_day() {
            (None, no_limit())
        } else {
            (answer, STOPPED)
        };
        let in_review = case.silence_in_review();
        Self {
            regime: case.regime.clone(),
            calendar: case.calendar.clone(),
            received: case.received,
            due: deadlines.due,
            queue_due: due.unwrap_or(otherwise),
            latest_extended_due: deadlines.latest_extended_due,
            clock_state: deadlines.state.as_str(),
            provisional: due.is_some_and(|due| deadlines.is_provisional(due)),
            counts_from: deadlines.counts_from,
            // Among the reviews too, where it is late besides.
            stage: if in_review { Stage::Review } else { stage },
            open: stage.is_open(),
            responded: case.answered,
            closed: case.closed,
            ended: case.answered.or(case.closed),
            outcome: case.outcome.map(|o| o.as_str()),
            first_outcome: case.first_outcome.map(|o| o.as_str()),
            review_requested: case.review_requested,
            review_due: deadlines.review_due,
            review_completed: case.reviewed,
            extended: case.extended,
            team: case.team.clone(),
            officer_id: case.officer,
            effort_minutes: case.effort_minutes.map(i64::from),
            waiting_since: case.waiting.since(),
            already_public: case.already_public && case.answered.is_some(),
        }
    }

    pub(in crate::store) async fn update(
        self,
        db: &impl ConnectionTrait,
        id: i64,
        expected: i64,
        version: i64,
    ) -> Result<u64, StoreFault> {
        let now = case::ActiveModel {
            version: Set(version),
            regime: Set(self.regime),
            calendar: Set(self.calendar),
            received: Set(self.received),
            due: Set(self.due),
            queue_due: Set(self.queue_due),
            latest_extended_due: Set(self.latest_extended_due),
            clock_state: Set(self.clock_state.to_owned()),
            provisional: Set(self.provisional),
            counts_from: Set(Some(self.counts_from)),
            stage: Set(self.stage.as_str().to_owned()),
            open: Set(self.open),
            responded: Set(self.responded),
            closed: Set(self.closed),
            ended: Set(self.ended),
            outcome: Set(self.outcome.map(str::to_owned)),
            first_outcome: Set(self.first_outcome.map(str::to_owned)),
            review_requested: Set(self.review_requested),
            review_due: Set(self.review_due),
            review_completed: Set(self.review_completed),
            extended: Set(self.extended),
            team: Set(self.team),
            officer_id: Set(self.officer_id),
            effort_minutes: Set(self.effort_minutes),
            waiting_since: Set(self.waiting_since),
            ..Default::default()
        };
        // Of an answer from before, what was public stands in the column alone.
        let public = Expr::col(case::Column::AlreadyPublic).or(self.already_public);
        let done = case::Entity::update_many()
            .set(now)
            .col_expr(case::Column::AlreadyPublic, public)
            .filter(case::Column::Id.eq(id))
            .filter(case::Column::Version.eq(expected))
            .exec(db)
            .await?;
        Ok(done.rows_affected)
    }
}
