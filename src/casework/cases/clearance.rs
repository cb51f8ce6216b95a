//! Clearance: what is cleared is what leaves.
//!
//! Whoever clears an answer reads it as it will leave, and the clearing commits to all of it: the
//! recipient, the words in both parts, and each document with its digest. What lawfully changes by
//! itself after that follows from one thing, the day the answer is sent; so before it is sent it is
//! written once more as of the day it was cleared, from what stands beside the record now, and has
//! to be the same. Whatever changes it before takes the case back to the draft.

use crate::casework::secrets::{commitment, token};
use crate::casework::{Cases, CaseworkFault, Moment, Outgoing};
use crate::domain::case::events::kinds::CLEARED;
use crate::domain::case::{Action, Actor, Case, Event, Stage, actions, events};
use crate::domain::rights::Right;
use crate::store::{DocumentRow, RequesterRow, StoredCase, Unit};
use chrono::NaiveDate;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;

impl Cases<'_> {
    /// Takes a case whose draft is being cleared, or was, back to the draft, because something of
    /// its answer changes: the one function that whatever changes an answer calls first, in the
    /// same transaction. Nothing happens at any other stage.
    pub(in crate::casework) async fn answer_changes(
        &self,
        unit: &Unit,
        stored: &mut StoredCase,
        why: &str,
        actor: Actor,
        now: Moment,
    ) -> Result<(), CaseworkFault> {
        match stored.case.stage() {
            Stage::Clearance | Stage::ReadyToSend => {}
            Stage::Received
            | Stage::Allocated
            | Stage::ClarificationSought
            | Stage::Searching
            | Stage::Drafting
            | Stage::Answered
            | Stage::Review
            | Stage::Closed => return Ok(()),
        }
        let actor = if actor.role.may(Right::TakeBack) {
            actor
        } else {
            Actor::SYSTEM
        };
        let salt = token()?;
        let action = Action::ReturnToDraft(actions::ReturnToDraft {
            digest: commitment(&salt, why),
        });
        let events = self.allowed(&stored.case, &action, actor, now.today, now)?;
        unit.cases()
            .append(stored, events, &self.clock(), actor, now.today, now.at)
            .await?;
        unit.cases()
            .insert_writing(stored, "return", &salt, why, now.at)
            .await?;
        Ok(())
    }

    /// The same in a transaction of its own, where the answer was found to have changed.
    pub(in crate::casework) async fn take_back(
        &self,
        reference: &str,
        why: &str,
        now: Moment,
    ) -> Result<(), CaseworkFault> {
        let unit = self.store.begin().await?;
        let stored = unit.cases().find_case(reference).await?;
        let mut stored = stored.ok_or(CaseworkFault::NotFound)?;
        self.answer_changes(&unit, &mut stored, why, Actor::SYSTEM, now)
            .await?;
        unit.commit().await?;
        Ok(())
    }

    /// The answer to a case as it reads when it is sent on a day.
    pub(in crate::casework) async fn answer_on(
        &self,
        unit: &Unit,
        stored: &StoredCase,
        case: &Case,
        requester: &RequesterRow,
        on: NaiveDate,
    ) -> Result<Outgoing, CaseworkFault> {
        let answered = case.answered_on(on);
        let answered = answered.ok_or_else(|| {
            CaseworkFault::Refused("The questions of the request are not decided yet".into())
        })?;
        self.answer(unit, stored, &answered, requester).await
    }

    /// Why the answer is not what was cleared, where it is not.
    pub(in crate::casework) async fn differs_from_cleared(
        &self,
        unit: &Unit,
        stored: &StoredCase,
        requester: &RequesterRow,
        intact: &Intact,
        on: NaiveDate,
    ) -> Result<Option<String>, CaseworkFault> {
        let mut cleared = stored.events.iter().rev().filter_map(|recorded| {
            if let Event::Cleared(events::Cleared { digest }) = &recorded.event {
                Some((recorded, digest))
            } else {
                None
            }
        });
        let Some((cleared, Some(digest))) = cleared.next() else {
            return Ok(None);
        };
        let before = stored.events.iter().take_while(|r| r.seq < cleared.seq);
        let case = Case::replay(before).ok_or(CaseworkFault::NotFound)?;
        let then = self
            .answer_on(unit, stored, &case, requester, cleared.on)
            .await?;
        let salt = unit
            .cases()
            .salt_of(stored.id, cleared.seq, CLEARED)
            .await?;
        let same = salt.is_some_and(|salt| commitment(&salt, &then.record()) == *digest);
        if !same {
            return Ok(Some(
                "The answer does not read any more as it was cleared".into(),
            ));
        }
        // Nothing that happened since may change it either.
        let [as_cleared, as_it_is] = [&case, &stored.case];
        let as_cleared = self.answer_on(unit, stored, as_cleared, requester, on);
        let as_it_is = self.answer_on(unit, stored, as_it_is, requester, on);
        if as_cleared.await?.digest() != as_it_is.await?.digest() {
            return Ok(Some("The case has changed since it was cleared".into()));
        }
        Ok(self.damaged(&then.documents, intact).await?.map(|name| {
            format!(
                "The document \u{201c}{name}\u{201d} is not the one that was put with the answer"
            )
        }))
    }

    /// The first of these documents whose bytes are not those that were put with the case; those
    /// found intact before are not read again.
    pub(in crate::casework) async fn damaged(
        &self,
        documents: &[DocumentRow],
        intact: &Intact,
    ) -> Result<Option<String>, CaseworkFault> {
        for document in documents {
            let known = intact.contains(&(document.id, document.digest.clone()));
            if !known && self.is_damaged(document).await? {
                return Ok(Some(document.name.clone()));
            }
        }
        Ok(None)
    }

    /// Whether a document's bytes are not those that were put with the case.
    pub(in crate::casework) async fn is_damaged(
        &self,
        document: &DocumentRow,
    ) -> Result<bool, CaseworkFault> {
        let mut hash = Sha256::new();
        for number in 0.. {
            match self
                .store
                .cases()
                .document_piece(document.id, number)
                .await?
            {
                Some(piece) => hash.update(&piece),
                None => break,
            }
        }
        Ok(hex::encode(hash.finalize()) != document.digest)
    }
}

/// Documents whose bytes were found to be those of their digest, by number and digest.
pub(in crate::casework) type Intact = BTreeSet<(i64, String)>;
