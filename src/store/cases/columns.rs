//! The columns of a case that follow from its events and the clock.

use crate::domain::case::{Case, Stage};
use crate::domain::deadline::Deadlines;
use crate::store::StoreFault;
use crate::store::engine::sql;
use chrono::NaiveDate;
use sea_orm::{ConnectionTrait, Value};

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
        let values: Vec<Value> = vec![
            version.into(),
            self.due.into(),
            self.queue_due.into(),
            self.latest_extended_due.into(),
            self.clock_state.into(),
            self.provisional.into(),
            self.counts_from.into(),
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
            self.first_outcome.into(),
            self.review_requested.into(),
            self.review_due.into(),
            self.review_completed.into(),
            self.regime.into(),
            self.calendar.into(),
            self.received.into(),
            self.waiting_since.into(),
            self.already_public.into(),
            id.into(),
            expected.into(),
        ];
        // Of an answer from before, what was public stands in the column alone.
        sql::run(
            db,
            "UPDATE cases SET version = $1, due = $2, queue_due = $3, latest_extended_due = $4, \
             clock_state = $5, provisional = $6, counts_from = $7, stage = $8, open = $9, \
             responded = $10, closed = $11, ended = $12, outcome = $13, extended = $14, team = $15, \
             officer_id = $16, effort_minutes = $17, first_outcome = $18, review_requested = $19, \
             review_due = $20, review_completed = $21, regime = $22, calendar = $23, received = $24, \
             waiting_since = $25, already_public = (already_public OR $26) WHERE id = $27 AND version = $28",
            values,
        )
        .await
    }
}
