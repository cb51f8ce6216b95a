//! What follows when something of a requester reaches a case, whatever way it came, and how it is
//! dealt with. That it waits follows from its event.

use crate::casework::{Cases, CaseworkFault, Moment};
use crate::config::settings::Clarifications;
use crate::domain::case::{
    Action, Actor, Case, Circumstances, Event, Recorded, Settlement, actions, events, transition,
};
use crate::store::{StoredCase, Unit};
use chrono::{DateTime, NaiveDate, Utc};

impl Cases<'_> {
    /// Records a reply just filed as the clarification, where it is shown to be the requester's,
    /// the authority lets Daylight do so and the law allows it; else it waits for an officer. The
    /// time counts from its day.
    pub(in crate::casework) async fn follow_reply(
        &self,
        unit: &Unit,
        stored: &mut StoredCase,
        day: NaiveDate,
        requesters: bool,
        now: Moment,
    ) -> Result<(), CaseworkFault> {
        // Whoever else wrote says nothing in their place: no clock starts by it.
        if !requesters {
            return Ok(());
        }
        let reply = match stored.events.last() {
            Some(Recorded {
                seq,
                event: Event::ReplyReceived(events::ReplyReceived { replies: true, .. }),
                ..
            }) => *seq,
            Some(_) | None => return Ok(()),
        };
        match self.settings.inbox.clarifications {
            Clarifications::Propose => return Ok(()),
            Clarifications::Record => {}
        }
        let by = Actor::SYSTEM;
        // What it says stands with the reply it is.
        let action = Action::RecordClarification(actions::RecordClarification { digest: None });
        // What the law does not allow by itself an officer is shown all the same.
        let Ok(events) = self.allowed(&stored.case, &action, by, day, now) else {
            return Ok(());
        };
        let act = stored.version + 1;
        unit.cases()
            .append(stored, events, &self.clock(), by, day, now.at)
            .await?;
        let how = (reply, Settlement::Recorded, Some(act));
        self.deal_with(unit, stored, how, by, now).await
    }

    /// Records that something of the requester was dealt with, how, and by which event where an act
    /// that can be undone did.
    ///
    /// # Errors
    /// When it does not wait any more.
    pub(in crate::casework) async fn deal_with(
        &self,
        unit: &Unit,
        stored: &mut StoredCase,
        (seq, how, act): (i64, Settlement, Option<i64>),
        by: Actor,
        now: Moment,
    ) -> Result<(), CaseworkFault> {
        let action = Action::DealWith(actions::DealWith { seq, how, by: act });
        let events = self.allowed(&stored.case, &action, by, now.today, now)?;
        unit.cases()
            .append(stored, events, &self.clock(), by, now.today, now.at)
            .await?;
        Ok(())
    }

    /// What the domain lets somebody do on a day.
    ///
    /// # Errors
    /// Its refusal.
    pub(in crate::casework) fn allowed(
        &self,
        case: &Case,
        action: &Action,
        actor: Actor,
        on: NaiveDate,
        now: Moment,
    ) -> Result<Vec<Event>, CaseworkFault> {
        let (regime, calendar) = self.law_of(case)?;
        let circumstances = Circumstances {
            on,
            ..self.circumstances(&regime, &calendar, actor, now.today)
        };
        Ok(transition(case, action, &circumstances)?)
    }

    /// Whether a message that came at that moment was written before the question of ours that
    /// was asked last: it answers none then.
    pub(in crate::casework) fn before_question(
        &self,
        stored: &StoredCase,
        came: DateTime<Utc>,
    ) -> bool {
        let mut events = stored.events.iter().rev();
        let asked = events.find(|e| matches!(e.event, Event::ClarificationSought(_)));
        asked.is_some_and(|asked| {
            let day = self.moment(came).today;
            // A question recorded on another day than its own says no more than its day.
            let same_day = asked.on == self.moment(asked.at).today && day == asked.on;
            day < asked.on || (same_day && came < asked.at)
        })
    }
}
