//! Deciding about topics: one decision, one transaction, one event, and each can be undone.

use crate::casework::secrets::once;
use crate::casework::{CaseworkFault, Invalid, Moment, Topics};
use crate::domain::case::Actor;
use crate::domain::rights::Right;
use crate::domain::topics::register::{Action, Change, Refusal, Register, Standing, named};
use crate::store::{FoundTopic, StoreFault, Unit};
use std::collections::BTreeSet;
use std::fmt::Debug;

/// A decision as a form gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TopicDecision {
    /// As the domain takes it.
    Of(Action),
    /// These requests become a topic of their own, which still has to be given a number.
    Split {
        /// The topic.
        topic: i64,
        /// The name of the new one.
        label: String,
        /// The requests that go.
        cases: BTreeSet<i64>,
    },
    /// These requests belong to a topic nobody has named yet.
    MoveToNew {
        /// The name of the new topic.
        label: String,
        /// The requests.
        cases: BTreeSet<i64>,
    },
}

impl From<Refusal> for CaseworkFault {
    fn from(refusal: Refusal) -> Self {
        match refusal.about() {
            Some(field) => Self::Invalid(vec![Invalid::new(field, refusal.to_string())]),
            None => Self::Refused(refusal.to_string()),
        }
    }
}

impl Topics<'_> {
    /// Decides about topics. A second click on the same form does nothing more.
    ///
    /// # Errors
    /// Why the register does not do it; nothing has changed then.
    pub async fn decide_topic(
        &self,
        decision: TopicDecision,
        submission: &str,
        actor: Actor,
        now: Moment,
    ) -> Result<Option<Change>, CaseworkFault> {
        actor.role.needs(Right::DecideTopics)?;
        let unit = self.store.begin().await?;
        if !taken(&unit, submission, &decision, now).await? {
            return Ok(None);
        }
        let change = self.carry_decision(&unit, decision, actor, now).await?;
        unit.commit().await?;
        Ok(Some(change))
    }

    async fn carry_decision(
        &self,
        unit: &Unit,
        decision: TopicDecision,
        actor: Actor,
        now: Moment,
    ) -> Result<Change, CaseworkFault> {
        let mut named_anew = None;
        let action = match decision {
            TopicDecision::Of(action) => action,
            TopicDecision::Split {
                topic,
                label,
                cases,
            } => Action::Split {
                topic,
                new: new_topic(unit, String::new(), Standing::Retired, now).await?,
                label,
                cases,
            },
            TopicDecision::MoveToNew { label, cases } => {
                let label = named(&label)?;
                let to = new_topic(unit, label, Standing::Confirmed, now).await?;
                named_anew = Some(to);
                Action::Move { cases, to }
            }
        };
        change(unit, &action, named_anew, actor, now).await
    }

    /// Undoes a recorded decision.
    ///
    /// # Errors
    /// Where something later changed the same topics or requests.
    pub async fn undo_decision(
        &self,
        event: i64,
        submission: &str,
        actor: Actor,
        now: Moment,
    ) -> Result<Option<Change>, CaseworkFault> {
        actor.role.needs(Right::DecideTopics)?;
        let unit = self.store.begin().await?;
        if !taken(&unit, submission, &event, now).await? {
            return Ok(None);
        }
        let done = unit
            .topics()
            .register_change(event)
            .await?
            .ok_or(CaseworkFault::NotFound)?;
        let topics: Vec<i64> = done.after.entries.iter().map(|e| e.id).collect();
        let groups = done.after.places.iter();
        let cases: Vec<i64> = groups.flat_map(|g| g.cases.iter().copied()).collect();
        let part = unit.topics().register_part(&topics, &cases).await?;
        let back = part.undo(&done)?;
        unit.topics()
            .record_change(&back, Some(event), actor, now.today, now.at)
            .await?;
        unit.commit().await?;
        Ok(Some(back))
    }
}

/// Takes the form's one-time token with what was typed; whether it was not taken before.
pub(in crate::casework) async fn taken(
    unit: &Unit,
    submission: &str,
    typed: &impl Debug,
    now: Moment,
) -> Result<bool, CaseworkFault> {
    if submission.is_empty() || submission.len() > 64 {
        return Err(CaseworkFault::Refused(
            "The form came without its hidden fields. Load it again.".into(),
        ));
    }
    let submission = once(submission, typed);
    match unit.take_submission(&submission, "topics", now.at).await {
        Ok(()) => Ok(true),
        Err(StoreFault::Duplicate) => Ok(false),
        Err(other) => Err(other.into()),
    }
}

async fn change(
    unit: &Unit,
    action: &Action,
    named_anew: Option<i64>,
    actor: Actor,
    now: Moment,
) -> Result<Change, CaseworkFault> {
    let part = part_about(unit, action).await?;
    let mut change = part.decide(action)?;
    // A topic that a person names stands in the event that made it.
    let new = named_anew.and_then(|id| part.entries.get(&id));
    change.after.entries.extend(new.cloned());
    unit.topics()
        .record_change(&change, None, actor, now.today, now.at)
        .await?;
    Ok(change)
}

/// The part of the register an action is about.
async fn part_about(unit: &Unit, action: &Action) -> Result<Register, StoreFault> {
    let (topics, cases): (Vec<i64>, Vec<i64>) = match action {
        Action::Confirm { topic }
        | Action::Rename { topic, .. }
        | Action::Pin { topic, .. }
        | Action::Mark { topic, .. } => (vec![*topic], vec![]),
        Action::Merge { topic, into } => (vec![*topic, *into], vec![]),
        Action::Split {
            topic, new, cases, ..
        } => (vec![*topic, *new], cases.iter().copied().collect()),
        Action::Move { cases, to } => (vec![*to], cases.iter().copied().collect()),
    };
    unit.topics().register_part(&topics, &cases).await
}

/// A topic without requests.
async fn new_topic(
    unit: &Unit,
    label: String,
    standing: Standing,
    now: Moment,
) -> Result<i64, StoreFault> {
    let blank = FoundTopic {
        continues: None,
        label,
        words: Vec::new(),
        typical: Vec::new(),
        cases: Vec::new(),
    };
    unit.topics()
        .insert_topic(&blank, standing, None, now.at)
        .await
}
