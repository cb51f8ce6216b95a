//! A decision about publishing as its event keeps it.

use super::decisions::{DecisionRow, Stepped};
use crate::domain::publication::Decision;
use crate::domain::publication::board::Stage;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// A decision about publishing as its event keeps it: each of its columns but for what readers made
/// of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the columns are those of the decision")]
pub struct DecisionState {
    pub id: i64,
    pub topic_id: i64,
    pub decided: NaiveDate,
    pub kind: String,
    pub every_months: Option<u32>,
    pub reason: String,
    pub owner: String,
    pub due: Option<NaiveDate>,
    pub review: Option<NaiveDate>,
    pub effort: String,
    pub score: Option<u32>,
    pub stage: String,
    pub title: String,
    pub address: String,
    pub checked: String,
    pub published: Option<NaiveDate>,
    pub first_published: Option<NaiveDate>,
    pub refresh_due: Option<NaiveDate>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_on: Option<NaiveDate>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub ended_because: String,
}

impl DecisionState {
    /// A decision just taken.
    #[must_use]
    pub fn new(id: i64, topic: i64, decision: &Decision, score: Option<u32>) -> Self {
        Self {
            id,
            topic_id: topic,
            decided: decision.decided,
            kind: decision.kind.as_str().to_owned(),
            every_months: decision.kind.every_months(),
            reason: decision.reason.clone(),
            owner: decision.owner.clone(),
            due: decision.due,
            review: decision.review,
            effort: decision.effort.as_str().to_owned(),
            score,
            stage: Stage::Decided.as_str().to_owned(),
            title: String::new(),
            address: String::new(),
            checked: String::new(),
            published: None,
            first_published: None,
            refresh_due: None,
            ended_on: None,
            ended_because: String::new(),
        }
    }

    /// The same a step further.
    pub(in crate::store) fn stepped(before: &DecisionRow, step: &Stepped) -> Self {
        Self {
            id: before.id,
            topic_id: before.topic_id,
            decided: before.decided,
            kind: before.kind().as_str().to_owned(),
            every_months: before.kind().every_months(),
            reason: before.reason.clone(),
            owner: before.owner.clone(),
            due: before.due,
            review: before.review,
            effort: before.effort().as_str().to_owned(),
            score: before.score,
            stage: step.stage.as_str().to_owned(),
            title: step.title.clone(),
            address: step.address.clone(),
            checked: step.checked.clone(),
            published: step.published,
            first_published: before.first_published.or(step.published),
            refresh_due: step.refresh_due,
            ended_on: step.ended.as_ref().map(|(on, _)| *on),
            ended_because: step
                .ended
                .as_ref()
                .map_or_else(String::new, |(_, why)| why.clone()),
        }
    }
}

/// The columns of a [`DecisionState`].
pub(in crate::store) const STATE_COLUMNS: &str = "d.id, d.topic_id, d.decided, d.kind, d.every_months, \
     d.reason, d.owner, d.due, d.review, d.effort, d.score, d.stage, d.title, d.address, d.checked, \
     d.published, d.first_published, d.refresh_due, d.ended_on, d.ended_because";
