//! Letters that were not delivered: an officer sends one again, or says that it arrived, by email
//! all the same or another way.

use crate::casework::cases::act::Acted;
use crate::casework::cases::requester::commitment_to;
use crate::casework::secrets::{commitment, recipient_digest, token};
use crate::casework::{CaseworkFault, Invalid, Moment, Outbox, Outgoing};
use crate::domain::case::{Actor, Correction, Event, events};
use crate::domain::rights::Right;
use crate::store::{NewRequester, StoredCase, UndeliveredRow, Unit};

/// What is done instead of sending a letter again that lets in whoever has it.
pub const WITH_A_LINK: &str = "It holds a link for one person alone and is not sent again. A manager \
     sends an invitation again under People; a forgotten password is asked for anew.";

impl Outbox<'_> {
    /// A letter that was not delivered as it would leave again; nothing for one to a colleague, which
    /// may have a link that is theirs alone.
    ///
    /// # Errors
    /// No such letter, or an address that is none.
    pub async fn again(&self, id: i64, address: &str) -> Result<Option<Outgoing>, CaseworkFault> {
        let letter = self.store.letters().undelivered_letter(id).await?;
        let letter = letter.ok_or(CaseworkFault::NotFound)?;
        let address = usable(address)?;
        if letter.reference.is_none() {
            return Ok(None);
        }
        let words = self.store.letters().words_of_letter(id).await?;
        let words = words.ok_or(CaseworkFault::NotFound)?;
        let documents = self.store.cases().attached_to(&words.message_id).await?;
        Ok(Some(Outgoing {
            kind: letter.kind,
            goes: true,
            to_name: letter.to_name,
            email: Some(address.to_owned()),
            address: None,
            subject: letter.subject,
            text: words.body_text,
            html: words.body_html,
            attached: !documents.is_empty(),
            documents,
            in_reply_to: None,
        }))
    }

    /// Sends one again for somebody who has seen the letter of this digest, with its address. Where
    /// they have not, it is given, and nothing has happened.
    ///
    /// # Errors
    /// As [`Self::send_again`].
    pub async fn send_again_seen(
        &self,
        id: i64,
        address: &str,
        seen: &str,
        actor: Actor,
        now: Moment,
    ) -> Result<Acted, CaseworkFault> {
        match self.again(id, address).await? {
            Some(letter) if letter.digest() != seen => Ok(Acted::Unseen(Box::new(letter))),
            Some(_) | None => {
                self.send_again(id, address, actor, now).await?;
                Ok(Acted::Done)
            }
        }
    }

    /// Puts a letter that was not delivered back into the outbox. Another address than the one
    /// it failed for becomes the requester's.
    ///
    /// # Errors
    /// No such letter, or an address that is none.
    pub async fn send_again(
        &self,
        id: i64,
        address: &str,
        actor: Actor,
        now: Moment,
    ) -> Result<(), CaseworkFault> {
        actor.role.needs(Right::WorkOnCases)?;
        let letter = self.store.letters().undelivered_letter(id).await?;
        let letter = letter.ok_or(CaseworkFault::NotFound)?;
        let address = usable(address)?;
        if letter.reference.is_none() {
            leaves_again_to_colleague(&letter, address)?;
        }
        let other = letter
            .to_address
            .as_deref()
            .is_none_or(|old| !old.eq_ignore_ascii_case(address));
        let unit = self.store.begin().await?;
        // A letter to a colleague belongs to no case, and what is wrong with it is nobody's record.
        let mut stored = match &letter.reference {
            Some(reference) => Some(
                unit.cases()
                    .find_case(reference)
                    .await?
                    .ok_or(CaseworkFault::NotFound)?,
            ),
            None => None,
        };
        if !unit
            .letters()
            .letter_again(id, Some(address), now.at)
            .await?
        {
            return Err(CaseworkFault::NotFound);
        }
        if let Some(stored) = &mut stored {
            if letter.to_address.as_deref() != Some(address) {
                self.commit_to_address(&unit, stored, &letter, address, actor, now)
                    .await?;
            }
            if other {
                let why = "The requester's email address was corrected.";
                self.cases()
                    .answer_changes(&unit, stored, why, actor, now)
                    .await?;
                let why = format!(
                    "\u{201c}{}\u{201d} is sent again, to {address}, which is now the requester's address.",
                    letter.subject
                );
                self.readdress(&unit, stored, address, &why, actor, now)
                    .await?;
            } else {
                unit.letters().address_works(stored.requester_id).await?;
                let text = format!("\u{201c}{}\u{201d} is sent again.", letter.subject);
                self.note(&unit, stored, &text, actor, now).await?;
            }
        }
        unit.commit().await?;
        self.outbox_bell.notify_one();
        Ok(())
    }

    /// Puts on the record that a letter goes to another address than it did.
    async fn commit_to_address(
        &self,
        unit: &Unit,
        stored: &mut StoredCase,
        letter: &UndeliveredRow,
        address: &str,
        actor: Actor,
        now: Moment,
    ) -> Result<(), CaseworkFault> {
        let words = self.store.letters().words_of_letter(letter.id).await?;
        let words = words.ok_or(CaseworkFault::NotFound)?;
        // Without a salt an address could be guessed from its commitment.
        if words.salt.is_empty() {
            return Ok(());
        }
        let event = Event::LetterReaddressed(events::LetterReaddressed {
            letter: letter.kind,
            message_id: words.message_id,
            to: recipient_digest(&words.salt, &letter.to_name, Some(address)),
        });
        unit.cases()
            .append(stored, vec![event], &self.clock(), actor, now.today, now.at)
            .await?;
        Ok(())
    }

    /// Gives a requester another email address, as a correction of who asks.
    async fn readdress(
        &self,
        unit: &Unit,
        stored: &mut StoredCase,
        address: &str,
        why: &str,
        actor: Actor,
        now: Moment,
    ) -> Result<(), CaseworkFault> {
        let known = unit.requester_of(stored).await?;
        let match_key = self.keys.match_key(
            known.name.as_deref(),
            Some(address),
            known.address.as_deref(),
        );
        let new = NewRequester {
            name: known.name,
            email: Some(address.to_owned()),
            address: known.address,
            category: known.category,
            match_key,
            salt: token()?,
        };
        let salt = token()?;
        let event = Event::Corrected(events::Corrected {
            what: Correction::Requester {
                digest: commitment_to(&new),
                address: true,
            },
            digest: commitment(&salt, why),
        });
        unit.cases()
            .append(stored, vec![event], &self.clock(), actor, now.today, now.at)
            .await?;
        unit.cases()
            .insert_writing(stored, "correction", &salt, why, now.at)
            .await?;
        unit.cases().change_requester(stored, &new, now.at).await?;
        Ok(())
    }

    /// Says that a letter reached its recipient another way than by email.
    ///
    /// # Errors
    /// No such letter.
    pub async fn settle_letter(
        &self,
        id: i64,
        actor: Actor,
        now: Moment,
    ) -> Result<(), CaseworkFault> {
        actor.role.needs(Right::WorkOnCases)?;
        let letter = self.store.letters().undelivered_letter(id).await?;
        let letter = letter.ok_or(CaseworkFault::NotFound)?;
        let unit = self.store.begin().await?;
        if !unit.letters().letter_settled(id, now.at).await? {
            return Err(CaseworkFault::Refused(
                "The letter is still being sent; wait for its end".into(),
            ));
        }
        let text = "was not delivered by email and reached its recipient another way.";
        self.note_of_letter(&unit, &letter, text, actor, now)
            .await?;
        unit.commit().await?;
        Ok(())
    }

    /// Says that a letter reported as not delivered arrived all the same: the report was wrong or
    /// forged, and its address is written to as before.
    ///
    /// # Errors
    /// No such letter, or one that no server took.
    pub async fn letter_arrived(
        &self,
        id: i64,
        actor: Actor,
        now: Moment,
    ) -> Result<(), CaseworkFault> {
        actor.role.needs(Right::WorkOnCases)?;
        let letter = self.store.letters().undelivered_letter(id).await?;
        let letter = letter.ok_or(CaseworkFault::NotFound)?;
        let unit = self.store.begin().await?;
        if !unit.letters().letter_arrived(id).await? {
            return Err(CaseworkFault::Refused(
                "No mail server has taken the letter; send it again".into(),
            ));
        }
        let text = "arrived: the report that it was not delivered was wrong.";
        let noted = self.note_of_letter(&unit, &letter, text, actor, now);
        if let Some(stored) = noted.await? {
            unit.letters().address_works(stored.requester_id).await?;
        }
        unit.commit().await?;
        Ok(())
    }

    /// Writes onto the case of a letter, where it has one, what became of it; the case.
    async fn note_of_letter(
        &self,
        unit: &Unit,
        letter: &UndeliveredRow,
        what: &str,
        actor: Actor,
        now: Moment,
    ) -> Result<Option<StoredCase>, CaseworkFault> {
        let Some(reference) = &letter.reference else {
            return Ok(None);
        };
        let stored = unit.cases().find_case(reference).await?;
        let mut stored = stored.ok_or(CaseworkFault::NotFound)?;
        let text = format!("\u{201c}{}\u{201d} {what}", letter.subject);
        self.note(unit, &mut stored, &text, actor, now).await?;
        Ok(Some(stored))
    }

    /// Writes a note onto a case within a unit.
    pub(in crate::casework) async fn note(
        &self,
        unit: &Unit,
        stored: &mut StoredCase,
        text: &str,
        actor: Actor,
        now: Moment,
    ) -> Result<(), CaseworkFault> {
        let salt = token()?;
        let event = Event::NoteAdded(events::NoteAdded {
            digest: commitment(&salt, text),
        });
        unit.cases()
            .append(stored, vec![event], &self.clock(), actor, now.today, now.at)
            .await?;
        unit.cases()
            .insert_writing(stored, "note", &salt, text, now.at)
            .await?;
        Ok(())
    }
}

/// Refuses to send a letter to a colleague anywhere but to their own address, and one that lets in
/// whoever has it at all: what comes back from its address is read by every officer.
fn leaves_again_to_colleague(letter: &UndeliveredRow, address: &str) -> Result<(), CaseworkFault> {
    if letter.kind.lets_in() {
        return Err(CaseworkFault::Refused(WITH_A_LINK.into()));
    }
    let own = letter.to_address.as_deref();
    if own.is_some_and(|own| own.eq_ignore_ascii_case(address)) {
        return Ok(());
    }
    Err(CaseworkFault::Refused(
        "A letter to a colleague goes to their own address alone".into(),
    ))
}

/// An address as typed, where it is one.
fn usable(address: &str) -> Result<&str, CaseworkFault> {
    let address = address.trim();
    if crate::casework::cases::requester::is_address(address) {
        return Ok(address);
    }
    Err(CaseworkFault::Invalid(vec![Invalid::new(
        "address",
        "Enter an email address in the form name@example.com",
    )]))
}
