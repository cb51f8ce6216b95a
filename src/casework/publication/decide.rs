//! Deciding what becomes of a candidate.

use super::candidates::Stands;
use crate::casework::topics::register::taken;
use crate::casework::{CaseworkFault, Invalid, Moment, Publishing};
use crate::domain::case::Actor;
use crate::domain::publication::{Decision, DecisionFault};
use crate::domain::rights::Right;

impl Publishing<'_> {
    /// Records a decision about a topic. A second click does nothing more.
    ///
    /// # Errors
    /// What the decision lacks, at its field; it takes [`Right::DecidePublication`].
    pub async fn decide_publication(
        &self,
        topic: i64,
        decision: &Decision,
        submission: &str,
        actor: Actor,
        now: Moment,
    ) -> Result<(), CaseworkFault> {
        self.decided_after(topic, decision, (submission, None), actor, now)
            .await
    }

    /// The same for somebody who was shown the topic with this decision as its last one, 0 for none.
    ///
    /// # Errors
    /// As [`Self::decide_publication`]; [`CaseworkFault::Stale`] where somebody decided meanwhile.
    pub async fn decide_publication_seen(
        &self,
        topic: i64,
        decision: &Decision,
        (submission, last): (&str, i64),
        actor: Actor,
        now: Moment,
    ) -> Result<(), CaseworkFault> {
        self.decided_after(topic, decision, (submission, Some(last)), actor, now)
            .await
    }

    async fn decided_after(
        &self,
        topic: i64,
        decision: &Decision,
        (submission, last): (&str, Option<i64>),
        actor: Actor,
        now: Moment,
    ) -> Result<(), CaseworkFault> {
        actor.role.needs(Right::DecidePublication)?;
        let row = self.store.topics().topic(topic).await?;
        let row = row.ok_or(CaseworkFault::NotFound)?;
        let Stands {
            standing,
            closed,
            score,
        } = self.standing(&row, now).await?;
        decision.check(standing, &closed).map_err(|fault| {
            let field = match fault {
                DecisionFault::Retired => return CaseworkFault::Refused(fault.to_string()),
                DecisionFault::NoReason => "reason",
                DecisionFault::NoOwner => "owner",
                DecisionFault::NoDueDate | DecisionFault::DateInThePast => "due",
                DecisionFault::NoReviewDate => "review",
                DecisionFault::NoSchedule => "every_months",
                DecisionFault::Blocked(_) | DecisionFault::Marked(_) => "kind",
            };
            CaseworkFault::Invalid(vec![Invalid::new(field, fault.to_string())])
        })?;
        let unit = self.store.begin().await?;
        if taken(&unit, submission, &(topic, decision), now).await? {
            let new = unit
                .publication()
                .insert_decision(topic, decision, score, actor, now.at)
                .await?;
            // Numbers are taken one after another, so that nobody comes between.
            if last.is_some() && last != Some(unit.publication().decision_before(topic, new).await?)
            {
                unit.leave().await;
                return Err(CaseworkFault::Stale);
            }
            unit.commit().await?;
        }
        Ok(())
    }
}
