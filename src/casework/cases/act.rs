//! Acting on a case: one instruction, one transaction, with its events and its letter.

use super::clearance::Intact;
use crate::casework::cases::actions::{Besides, Preparing, check};
use crate::casework::secrets::{once, token};
use crate::casework::{Cases, CaseworkFault, Instruction, Moment, Outgoing};
use crate::domain::case::{ActionKind, Actor, Circumstances, actions, permit, transition};
use crate::domain::ids::FormToken;
use crate::domain::role::Role;
use crate::store::{StoreFault, StoredCase, Unit};
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
    pub submission: FormToken,
    /// The day it took effect; today where none is given.
    pub on: Option<NaiveDate>,
    /// What of the requester's it deals with: the event that records it, where it was begun from
    /// one.
    pub deals_with: Option<i64>,
    /// What to do.
    pub instruction: Instruction,
}

/// What became of an instruction whose letter somebody has to see before it goes.
#[derive(Debug)]
pub enum Acted {
    /// It was carried out.
    Done,
    /// Nothing has happened: this is the letter, and another was seen, or none.
    Unseen(Box<Outgoing>),
}

/// What an instruction comes to within a unit.
enum Carried {
    /// It is carried out, with the letter it sends or clears.
    Out(Option<Outgoing>),
    /// The answer is not what was cleared, for this reason.
    Differs(String),
}

impl Cases<'_> {
    /// Carries out an instruction. A second click on the same form does nothing more.
    ///
    /// # Errors
    /// What was typed cannot be used; the law or the stage does not allow it; the case has
    /// changed since the form was shown. Nothing has happened then, but that an answer which is
    /// not what was cleared goes back to the draft.
    pub async fn act(
        &self,
        instructed: Instructed,
        actor: Actor,
        now: Moment,
    ) -> Result<(), CaseworkFault> {
        if let Some((unit, _)) = self.acted(&instructed, actor, now).await? {
            unit.commit().await?;
            self.outbox_bell.notify_one();
        }
        Ok(())
    }

    /// The same for somebody at the desk, who has seen the letter of this digest: only that letter
    /// leaves, and only that answer is cleared.
    ///
    /// # Errors
    /// As [`Self::act`].
    pub async fn act_seen(
        &self,
        instructed: Instructed,
        seen: &str,
        actor: Actor,
        now: Moment,
    ) -> Result<Acted, CaseworkFault> {
        let Some((unit, letter)) = self.acted(&instructed, actor, now).await? else {
            return Ok(Acted::Done);
        };
        match letter {
            Some(letter) if letter.digest() != seen => {
                unit.leave().await;
                Ok(Acted::Unseen(Box::new(letter)))
            }
            Some(_) | None => {
                unit.commit().await?;
                self.outbox_bell.notify_one();
                Ok(Acted::Done)
            }
        }
    }

    /// The letter an instruction would send or clear now, if any. Nothing happens.
    ///
    /// # Errors
    /// As [`Self::act`].
    pub async fn preview(
        &self,
        instructed: &Instructed,
        actor: Actor,
        now: Moment,
    ) -> Result<Option<Outgoing>, CaseworkFault> {
        let intact = self.intact(instructed).await?;
        let unit = self.store.begin().await?;
        let mut stored = unit
            .cases()
            .find_case(&instructed.reference)
            .await?
            .ok_or(CaseworkFault::NotFound)?;
        let carried = self
            .carry_out(&unit, &mut stored, (instructed, &intact), actor, now)
            .await?;
        unit.leave().await;
        match carried {
            Carried::Out(letter) => Ok(letter),
            Carried::Differs(why) => Err(CaseworkFault::Refused(format!(
                "{why}; return it to the draft"
            ))),
        }
    }

    /// The documents of a case whose bytes are found to be those that were put with it, where an
    /// instruction lets them go out. They are read before anything is locked: all that write wait
    /// for whoever holds SQLite's only writer, and documents can be large. What an answer carries
    /// takes it back to the draft where it is damaged, so only that is refused later.
    async fn intact(&self, instructed: &Instructed) -> Result<Intact, CaseworkFault> {
        let mut intact = Intact::default();
        let instruction = &instructed.instruction;
        if !instruction.lets_documents_out() {
            return Ok(intact);
        }
        let page = self.store.cases().case_page(&instructed.reference).await?;
        let page = page.ok_or(CaseworkFault::NotFound)?;
        for document in page.documents {
            let leaves = instruction.lets_out(&document);
            if !leaves {
                continue;
            }
            if !self.is_damaged(&document).await? {
                intact.insert((document.id, document.digest));
            } else if instruction.kind() != ActionKind::Answer {
                return Err(CaseworkFault::Refused(format!(
                    "The document \u{201c}{}\u{201d} is damaged; take it off and put it with the case again",
                    document.name
                )));
            }
        }
        Ok(intact)
    }

    /// An instruction carried out in a unit that is not committed yet; nothing where its form was
    /// taken before.
    async fn acted(
        &self,
        instructed: &Instructed,
        actor: Actor,
        now: Moment,
    ) -> Result<Option<(Unit, Option<Outgoing>)>, CaseworkFault> {
        let Instructed {
            reference,
            submission,
            on,
            deals_with,
            instruction,
            version: _,
        } = instructed;
        let submission = once(submission, &(reference, on, deals_with, instruction));
        if self.store.submitted(&submission).await?.is_some() {
            return Ok(None);
        }
        let intact = self.intact(instructed).await?;
        let unit = self.store.begin().await?;
        let mut stored = unit
            .cases()
            .find_case(&instructed.reference)
            .await?
            .ok_or(CaseworkFault::NotFound)?;
        match unit
            .take_submission(&submission, &stored.reference, now.at)
            .await
        {
            Ok(()) => {}
            Err(StoreFault::Duplicate) => return Ok(None),
            Err(other) => return Err(other.into()),
        }
        if instructed.version.is_some_and(|v| v != stored.version) {
            return Err(CaseworkFault::Stale);
        }
        let carried = self
            .carry_out(&unit, &mut stored, (instructed, &intact), actor, now)
            .await?;
        match carried {
            Carried::Out(letter) => Ok(Some((unit, letter))),
            Carried::Differs(why) => {
                unit.leave().await;
                self.take_back(&instructed.reference, &format!("{why}."), now)
                    .await?;
                Err(CaseworkFault::Refused(format!(
                    "{why}, so nothing was sent, and it is back in the draft; send it for clearance again"
                )))
            }
        }
    }

    async fn carry_out(
        &self,
        unit: &Unit,
        stored: &mut StoredCase,
        (instructed, intact): (&Instructed, &Intact),
        actor: Actor,
        now: Moment,
    ) -> Result<Carried, CaseworkFault> {
        let on = instructed.on.unwrap_or(now.today);
        if let Some(why) = instructed.instruction.changes_answer(&stored.case) {
            self.answer_changes(unit, stored, &why, actor, now).await?;
        }
        let case = stored.case.clone();
        let (regime, calendar) = self.law_of(&case)?;
        let circumstances = Circumstances {
            on,
            ..self.circumstances(&regime, &calendar, actor, now.today)
        };
        if let Some(seq) = instructed.deals_with {
            let how = instructed.instruction.kind().settles();
            let deal = actions::DealWith { seq, how, by: None }.into();
            self.allowed(&case, &deal, actor, now.today, now)?;
        }
        let kind = instructed.instruction.kind();
        permit(&case, kind, &circumstances)?;
        if actor.role == Role::Requester {
            let crowded = instructed.instruction.crowded(&case);
            crowded.map_or(Ok(()), |why| Err(CaseworkFault::Invalid(vec![why])))?;
        }
        let instruction = &instructed.instruction;
        let instruction = instruction.with_facts(self, unit, stored, &regime).await?;
        check(&instruction, &regime)?;
        instruction.fits(unit, &case).await?;
        let requester = unit.requester_of(stored).await?;
        let mut cleared = None;
        if kind == ActionKind::Clear {
            cleared = Some(self.answer_on(unit, stored, &case, &requester, on).await?);
        }
        if kind == ActionKind::Answer {
            let differs = self.differs_from_cleared(unit, stored, &requester, intact, on);
            if let Some(why) = differs.await? {
                return Ok(Carried::Differs(why));
            }
        }
        let salt = token()?;
        let (action, text) = instruction.prepare(&Preparing {
            regime: &regime,
            salt: &salt,
            cleared: cleared.as_ref(),
        });
        let events = transition(&case, &action, &circumstances)?;
        let act = stored.version + 1;
        unit.cases()
            .append(stored, events, &self.clock(), actor, on, now.at)
            .await?;
        if let Some((kind, text)) = &text {
            unit.cases()
                .insert_writing(stored, kind, &salt, text, now.at)
                .await?;
        }
        let besides = Besides {
            casework: self,
            unit,
            stored,
            salt: &salt,
            actor,
            on,
            now,
        };
        instruction.besides(besides).await?;
        // An act may have dealt with it by itself, as a withdrawal does with the wish for it.
        let waits = |seq: &i64| stored.case.waiting.of(*seq).is_some();
        if let Some(seq) = instructed.deals_with.filter(waits) {
            let how = instructed.instruction.kind().settles();
            self.deal_with(unit, stored, (seq, how, Some(act)), actor, now)
                .await?;
        }
        let letter = self
            .tell(unit, stored, &requester, instructed, &regime, now)
            .await?;
        Ok(Carried::Out(letter.or(cleared)))
    }
}
