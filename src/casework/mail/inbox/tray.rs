//! What an officer does with a message, and how it is undone.

use super::aside::aside;
use super::file::{Came, is_from, shown};
use super::judge::Judging;
use crate::casework::cases::log_request::{Logged, Logging};
use crate::casework::mail::held_forms::HeldForm;
use crate::casework::{CaseworkFault, Moment, Outgoing, Tray};
use crate::domain::case::{Actor, Channel, Settlement};
use crate::domain::correspondence::MessageState;
use crate::domain::rights::Right;
use crate::mail::inbound::{
    BodyNote, Class, Folded, Judged, Parsed, Sender, formatted, is_formatted, parse,
};
use crate::store::{MessagePageRow, StoredCase, Unit};

/// A message an officer holds in hand.
struct InHand {
    row: MessagePageRow,
    message: Parsed,
    /// What came with it, where it is no message but a form.
    form: Option<HeldForm>,
}

impl Tray<'_> {
    /// Puts a message on these cases; the addresses it shows are remembered.
    ///
    /// # Errors
    /// No such message or case; a message that is not in the tray.
    pub async fn place_message(
        &self,
        id: i64,
        references: &[String],
        actor: Actor,
        now: Moment,
    ) -> Result<(), CaseworkFault> {
        actor.role.needs(Right::FileMessages)?;
        let InHand { row, message, form } = self.in_hand(id).await?;
        let (said, channel) = match form {
            Some(_) => (message.text.own.clone(), Channel::WebForm),
            None => (shown(&message), Channel::Email),
        };
        // What no person wrote stands beside the case: it asks for nothing and answers nothing.
        let by_itself = row.class.is_some_and(Class::by_itself);
        let matched = self.incoming().matched(&message).await?;
        let on = self.store.messages().cases_of_message(id).await?;
        let unit = self.store.begin().await?;
        waits(&unit, id).await?;
        let mut references = references.to_vec();
        references.sort();
        references.dedup();
        if references.is_empty() && on.is_empty() {
            return Err(CaseworkFault::Refused(
                "Choose a case, or enter its reference".into(),
            ));
        }
        for reference in &references {
            if on.iter().any(|case| case.reference == *reference) {
                continue;
            }
            let stored = unit.cases().find_case(reference).await?;
            let mut stored = stored.ok_or_else(|| {
                CaseworkFault::Refused(format!("There is no case {reference}; check the reference"))
            })?;
            let (seq, filed) = if by_itself {
                (None, None)
            } else {
                let filed = self
                    .incoming()
                    .keep_with(&unit, id, &mut stored, actor, now)
                    .await?;
                let came = Came {
                    text: &said,
                    channel,
                    at: row.received_at,
                    // Who placed it said where it belongs, not who wrote it.
                    requesters: shows(&matched, reference)
                        || is_from(&message, &unit.requester_of(&stored).await?),
                };
                let seq = self
                    .incoming()
                    .file_on(&unit, &mut stored, came, actor, now)
                    .await?;
                (Some(seq), filed)
            };
            let why = ("An officer placed it here.", seq);
            unit.messages()
                .put_on_case(id, &stored, why, filed, now.at)
                .await?;
            let sender = super::sender_of(&message);
            if !sender.is_empty() {
                unit.messages()
                    .learn_address(&sender, "from", stored.id, now.at)
                    .await?;
            }
            // A wrong key is learned only where it can mean one case.
            if references.len() == 1 {
                for address in &matched.wrong_keys {
                    unit.messages()
                        .learn_address(address, "to", stored.id, now.at)
                        .await?;
                }
            }
        }
        unit.messages()
            .move_message(id, "filed", actor.person, now.at)
            .await?;
        unit.commit().await?;
        Ok(())
    }

    /// Logs a message as a new request; gives its reference.
    ///
    /// # Errors
    /// No such message, one that is not in the tray, or one that makes no valid request.
    pub async fn log_from_message(
        &self,
        id: i64,
        actor: Actor,
        now: Moment,
    ) -> Result<String, CaseworkFault> {
        let (unit, stored, _) = self.logged_from(id, actor, now).await?;
        unit.commit().await?;
        self.outbox_bell.notify_one();
        Ok(stored.reference)
    }

    /// The same for somebody who has seen the acknowledgement of this digest: only that letter
    /// leaves.
    ///
    /// # Errors
    /// As [`Self::log_from_message`].
    pub async fn log_from_message_seen(
        &self,
        id: i64,
        seen: &str,
        actor: Actor,
        now: Moment,
    ) -> Result<Logging, CaseworkFault> {
        let (unit, stored, letter) = self.logged_from(id, actor, now).await?;
        match letter {
            Some(letter) if letter.digest() != seen => {
                unit.leave().await;
                Ok(Logging::Unseen {
                    subject: stored.subject,
                    letter: Box::new(letter),
                })
            }
            Some(_) | None => {
                unit.commit().await?;
                self.outbox_bell.notify_one();
                Ok(Logging::Done(Logged {
                    reference: stored.reference,
                    repeated: false,
                }))
            }
        }
    }

    /// The acknowledgement a message would get, were it logged now, if any. Nothing happens.
    ///
    /// # Errors
    /// As [`Self::log_from_message`].
    pub async fn acknowledgement_of_message(
        &self,
        id: i64,
        actor: Actor,
        now: Moment,
    ) -> Result<Option<Outgoing>, CaseworkFault> {
        let (unit, _, letter) = self.logged_from(id, actor, now).await?;
        unit.leave().await;
        Ok(letter)
    }

    async fn logged_from(
        &self,
        id: i64,
        actor: Actor,
        now: Moment,
    ) -> Result<(Unit, StoredCase, Option<Outgoing>), CaseworkFault> {
        let InHand { row, message, form } = self.in_hand(id).await?;
        // An officer says that a person wrote it.
        let judged = Judged {
            class: row
                .class
                .filter(|c| *c != Class::Spam)
                .unwrap_or(Class::Request),
            reason: String::new(),
        };
        let arrival = Some(self.topics().arrival(&message.text.own).await?);
        let unit = self.store.begin().await?;
        waits(&unit, id).await?;
        let matched = super::Matched::default();
        let judging = Judging {
            id,
            message: &message,
            judged: &judged,
            matched: &matched,
            arrival,
            received_at: row.received_at,
            now,
        };
        let mut entered = match form {
            Some(form) => {
                let received = self.moment(row.received_at).today;
                self.held_request(&row, form, received)
            }
            None => self.incoming().written_request(&judging),
        };
        // Its case has the same secret when the letter is shown and when it leaves.
        entered.submission = row.public_id.to_string();
        let (stored, letter) = self
            .incoming()
            .log_message(&unit, &judging, entered, actor)
            .await?;
        unit.messages()
            .move_message(id, "logged", actor.person, now.at)
            .await?;
        Ok((unit, stored, letter))
    }

    /// Sets a message aside: it is not a request, or it is spam.
    ///
    /// # Errors
    /// No such message, or one that is not in the tray.
    pub async fn set_message_aside(
        &self,
        id: i64,
        spam: bool,
        actor: Actor,
        now: Moment,
    ) -> Result<(), CaseworkFault> {
        actor.role.needs(Right::WorkOnCases)?;
        let unit = self.store.begin().await?;
        waits(&unit, id).await?;
        let state = if spam { "spam" } else { "set_aside" };
        unit.messages()
            .move_message(id, state, actor.person, now.at)
            .await?;
        unit.commit().await?;
        Ok(())
    }

    /// Puts a message back into the tray and takes it off its cases. That it was there stays in
    /// their record; what it says does not.
    ///
    /// # Errors
    /// No such message, one that waits already, or one that became a case.
    pub async fn take_message_back(
        &self,
        id: i64,
        actor: Actor,
        now: Moment,
    ) -> Result<(), CaseworkFault> {
        actor.role.needs(Right::WorkOnCases)?;
        let InHand { message, form, .. } = self.in_hand(id).await?;
        let on = self.store.messages().cases_of_message(id).await?;
        let unit = self.store.begin().await?;
        let state = unit
            .messages()
            .hold_message(id)
            .await?
            .ok_or(CaseworkFault::NotFound)?;
        match state {
            MessageState::Filed | MessageState::SetAside | MessageState::Spam => {}
            MessageState::Logged => {
                return Err(CaseworkFault::Refused(
                    "The message was logged as a request and acknowledged; record a withdrawal on the case instead".into(),
                ));
            }
            MessageState::Stored | MessageState::Tray | MessageState::Repeat => return Ok(()),
        }
        let text = match form {
            Some(_) => "A public form that was filed here by mistake was taken off.",
            None => "An email that was filed here by mistake was taken off.",
        };
        for case in on {
            let stored = unit.cases().find_case(&case.reference).await?;
            let mut stored = stored.ok_or(CaseworkFault::NotFound)?;
            unit.messages().take_off_case(id, stored.id, now.at).await?;
            let waits = |seq: &i64| stored.case.waiting.of(*seq).is_some();
            if let Some(seq) = case.seq.filter(waits) {
                let how = (seq, Settlement::TakenOff, None);
                self.cases()
                    .deal_with(&unit, &mut stored, how, actor, now)
                    .await?;
            }
            self.outbox()
                .note(&unit, &mut stored, text, actor, now)
                .await?;
            unit.messages()
                .unlearn_address(&super::sender_of(&message), stored.id)
                .await?;
            for keyed in crate::mail::inbound::clues(&message, &self.incoming().ours()).keyed {
                unit.messages()
                    .unlearn_address(&keyed.address, stored.id)
                    .await?;
            }
        }
        unit.messages()
            .move_message(id, "tray", actor.person, now.at)
            .await?;
        unit.commit().await?;
        Ok(())
    }

    async fn in_hand(&self, id: i64) -> Result<InHand, CaseworkFault> {
        let row = self
            .store
            .messages()
            .message(id)
            .await?
            .ok_or(CaseworkFault::NotFound)?;
        let form = HeldForm::of(&row)?;
        let message = if form.is_some() {
            as_message(&row)
        } else {
            let authserv = self.settings.inbox.authserv_id.clone();
            let read = move |bytes: &[u8]| parse(bytes, authserv.as_deref());
            let read = self.read_again(id, read).await?;
            read.unwrap_or_else(|| Parsed::unread(BodyNote::GivenUp, row.digest.clone()))
        };
        Ok(InHand { row, message, form })
    }

    /// A message as it was formatted, made harmless, read from its bytes again.
    ///
    /// # Errors
    /// [`CaseworkFault::NotFound`] where there is none.
    pub async fn message_formatted(&self, id: i64) -> Result<Option<String>, CaseworkFault> {
        Ok(self.read_again(id, formatted).await?.flatten())
    }

    /// Whether a message came formatted.
    ///
    /// # Errors
    /// [`CaseworkFault::NotFound`] where there is none.
    pub async fn message_is_formatted(&self, id: i64) -> Result<bool, CaseworkFault> {
        Ok(self.read_again(id, is_formatted).await? == Some(true))
    }

    /// Reads a message from its bytes again, without holding up others; nothing where that was given up.
    async fn read_again<T: Send + 'static>(
        &self,
        id: i64,
        read: impl FnOnce(&[u8]) -> T + Send + 'static,
    ) -> Result<Option<T>, CaseworkFault> {
        let note = self.store.messages().note_of_message(id).await?;
        if note.as_deref() == Some(BodyNote::GivenUp.sentence()) {
            return Ok(None);
        }
        let kept = self.store.messages().message_bytes(id).await?;
        let kept = kept.ok_or(CaseworkFault::NotFound)?;
        let length = kept.bytes.len();
        aside(length, move || Some(read(&kept.bytes))).await
    }
}

/// Whether a message shows by itself that it is of a case's requester.
fn shows(matched: &super::Matched, reference: &str) -> bool {
    let mut found = matched.found.iter();
    found.any(|found| found.reference == reference && found.why.shows_the_requester())
}

/// A form as the message it would have been.
fn as_message(row: &MessagePageRow) -> Parsed {
    Parsed {
        subject: row.subject.clone(),
        from: Some(Sender {
            name: row.from_name.clone(),
            address: row.from_address.clone(),
        }),
        text: Folded {
            own: row.body.clone(),
            quoted: String::new(),
        },
        digest: row.digest.clone(),
        ..Parsed::default()
    }
}

/// Refuses a message that somebody has dealt with already.
async fn waits(unit: &Unit, id: i64) -> Result<(), CaseworkFault> {
    match unit.messages().hold_message(id).await? {
        Some(MessageState::Tray) => Ok(()),
        Some(_) => Err(CaseworkFault::Refused(
            "Somebody has dealt with this message already; load the page again".into(),
        )),
        None => Err(CaseworkFault::NotFound),
    }
}
