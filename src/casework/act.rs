//! Acting on a case: one instruction, one transaction, with its events and its letter.

use super::prepare::{check, prepare};
use super::secrets::token;
use super::{Casework, CaseworkFault, Instruction, Moment};
use crate::domain::case::{Actor, Circumstances, transition};
use crate::domain::section::Section;
use crate::store::{DecidedQuestion, StoreFault, StoredCase, Unit};
use chrono::NaiveDate;

/// An instruction as a form gives it.
#[derive(Debug, Clone)]
pub struct Instructed {
    /// The case's reference.
    pub reference: String,
    /// The version of the case the form showed; `None` where any will do (the requester's
    /// own message).
    pub version: Option<i64>,
    /// The one-time token of the form.
    pub submission: String,
    /// The day it took effect; today where none is given.
    pub on: Option<NaiveDate>,
    /// What to do.
    pub instruction: Instruction,
}

impl Casework {
    /// Carries out an instruction. A second click on the same form does nothing more.
    ///
    /// # Errors
    /// What was typed cannot be used; the law or the stage does not allow it; the case has
    /// changed since the form was shown. Nothing has happened then.
    pub async fn act(
        &self,
        instructed: Instructed,
        actor: Actor,
        now: Moment,
    ) -> Result<(), CaseworkFault> {
        if self
            .store
            .submitted(&instructed.submission)
            .await?
            .is_some()
        {
            return Ok(());
        }
        let unit = self.store.begin().await?;
        let mut stored = unit
            .find_case(&instructed.reference)
            .await?
            .ok_or(CaseworkFault::NotFound)?;
        match unit
            .take_submission(&instructed.submission, &stored.reference, now.at)
            .await
        {
            Ok(()) => {}
            Err(StoreFault::Duplicate) => return Ok(()),
            Err(other) => return Err(other.into()),
        }
        if instructed.version.is_some_and(|v| v != stored.version) {
            return Err(CaseworkFault::Stale);
        }
        self.carry_out(&unit, &mut stored, &instructed, actor, now)
            .await?;
        unit.commit().await?;
        self.outbox_bell.notify_one();
        Ok(())
    }

    async fn carry_out(
        &self,
        unit: &Unit,
        stored: &mut StoredCase,
        instructed: &Instructed,
        actor: Actor,
        now: Moment,
    ) -> Result<(), CaseworkFault> {
        let on = instructed.on.unwrap_or(now.today);
        let case = stored.case.clone();
        let (regime, calendar) = self.law_of(&case)?;
        let circumstances = Circumstances {
            regime: &regime,
            calendar: &calendar,
            actor,
            second_person: self.settings.clearance.second_person,
            on,
            today: now.today,
        };
        let salt = token()?;
        let (action, text) = prepare(&instructed.instruction, &salt);
        check(&instructed.instruction, &regime)?;
        let events = transition(&case, &action, &circumstances)?;
        unit.append(stored, events, &self.clock(), actor, on, now.at)
            .await?;
        if let Some((kind, text)) = &text {
            unit.insert_writing(stored, kind, &salt, text, now.at)
                .await?;
        }
        self.besides(unit, stored, &instructed.instruction, &salt, actor, now)
            .await?;
        let requester = unit.requester_of(stored).await?;
        self.tell(unit, stored, &requester, instructed, &regime, now)
            .await
    }

    /// What an instruction changes besides the record.
    async fn besides(
        &self,
        unit: &Unit,
        stored: &mut StoredCase,
        instruction: &Instruction,
        salt: &str,
        actor: Actor,
        now: Moment,
    ) -> Result<(), CaseworkFault> {
        if let Instruction::DecideQuestion {
            number,
            outcome,
            exemptions,
            answer,
            withheld,
            why,
            public_interest,
        } = instruction
        {
            let sections: Vec<&str> = exemptions.iter().map(Section::as_str).collect();
            let decided = DecidedQuestion {
                number: *number,
                outcome: outcome.as_str().to_owned(),
                exemptions: sections.join("; "),
                answer: answer.clone(),
                withheld: withheld.clone(),
                why: why.clone(),
                public_interest: public_interest.clone(),
                salt: salt.to_owned(),
            };
            unit.decide_question(stored.id, &decided).await?;
        }
        if let Instruction::Answer {
            minutes,
            already_public,
            ..
        } = instruction
        {
            if *already_public {
                unit.mark_already_public(stored.id).await?;
            }
            if let Some(minutes) = minutes {
                let event = crate::domain::case::Event::EffortRecorded { minutes: *minutes };
                unit.append(stored, vec![event], &self.clock(), actor, now.today, now.at)
                    .await?;
            }
        }
        Ok(())
    }
}
