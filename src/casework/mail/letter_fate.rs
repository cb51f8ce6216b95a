//! Recording what became of a letter that was handed to a mail server, however long the database
//! takes: what is sent and not recorded is sent again, and what fails unrecorded fails for ever.

use super::claim::{Clock, GLANCE};
use crate::casework::{CaseworkFault, Outbox};
use crate::domain::plain::plain;
use crate::mail::{Delivered, SendFailure, backoff};
use crate::store::{Claimed, StoreFault};
use chrono::{DateTime, TimeDelta, Utc};
use tokio::sync::watch;
use tokio::time::sleep;

/// How many more times, within a second, it is tried to record a letter once the program stops.
const LAST_TRIES: u32 = 4;

/// What is written down where a server's own words cannot be.
const UNWRITABLE: &str = "the mail server's answer could not be written down";

/// What became of a letter.
pub(in crate::casework) enum Fate {
    /// A server took it.
    Sent(Delivered),
    /// It is tried again at this moment, because of this answer.
    Delayed(String, DateTime<Utc>),
    /// It is given up, because of this answer.
    Failed(String),
}

impl Fate {
    /// Keeps what became of the letter without what the server said.
    fn forget_words(&mut self) {
        let (Self::Sent(Delivered { answer, .. })
        | Self::Delayed(answer, _)
        | Self::Failed(answer)) = self;
        UNWRITABLE.clone_into(answer);
    }
}

impl Outbox<'_> {
    /// Records what a server made of a letter, and flags the case of one that is given up.
    ///
    /// # Errors
    /// What the database says, and only once the program stops.
    pub(in crate::casework) async fn recorded(
        &self,
        letter: &Claimed,
        answer: Result<Delivered, SendFailure>,
        clock: Clock<'_>,
        stop: &watch::Receiver<bool>,
    ) -> Result<Fate, CaseworkFault> {
        let mut fate = self.fate(letter, answer, clock());
        let mut last_tries = LAST_TRIES;
        let was_in_hand = loop {
            match self.written_down(letter, &fate, clock()).await {
                Ok(was_in_hand) => break was_in_hand,
                Err(fault) if last_tries == 0 => return Err(fault.into()),
                Err(fault) => {
                    tracing::error!(target: "daylight", "what became of a letter is not recorded yet: {fault}");
                    // What does not pass by itself may lie in the words, and they matter least.
                    if matches!(fault, StoreFault::Failed(_)) {
                        fate.forget_words();
                    }
                }
            }
            if *stop.borrow() {
                last_tries -= 1;
                sleep(GLANCE / LAST_TRIES).await;
                continue;
            }
            // So that no other node takes it meanwhile.
            if let Err(fault) = self.claim_renewed(letter, clock).await {
                tracing::warn!(target: "daylight", "its claim is not renewed either: {fault}");
            }
            sleep(GLANCE).await;
        };
        // In a unit of its own: whatever is wrong with the case, the letter is not sent again.
        if let Fate::Failed(answer) = &fate
            && was_in_hand
            && let Err(fault) = self.given_up(letter, answer, clock()).await
        {
            tracing::error!(target: "daylight", "a letter is given up, and its case could not be flagged: {fault}");
        }
        Ok(fate)
    }

    /// What a server's answer means for a letter.
    fn fate(
        &self,
        letter: &Claimed,
        answer: Result<Delivered, SendFailure>,
        now: DateTime<Utc>,
    ) -> Fate {
        let failure = match answer {
            Ok(Delivered { by, answer }) => {
                let answer = plain(&answer).into_owned();
                return Fate::Sent(Delivered { by, answer });
            }
            Err(failure) => failure,
        };
        let answer = match failure {
            SendFailure::Permanent(answer) => return Fate::Failed(plain(&answer).into_owned()),
            SendFailure::Transient(answer) => answer,
            // Not at once: it may have been taken.
            unknown @ SendFailure::Unknown(_) => unknown.to_string(),
        };
        let answer = plain(&answer).into_owned();
        let mail = &self.settings.mail;
        let attempts = u32::try_from(letter.attempts + 1).unwrap_or(u32::MAX);
        let wait = backoff(&mail.retry, mail.give_up_after, attempts)
            .and_then(|wait| TimeDelta::from_std(wait).ok());
        match wait {
            Some(wait) => Fate::Delayed(answer, now + jittered(wait, letter.id)),
            None => Fate::Failed(answer),
        }
    }

    /// Writes it onto the letter; whether that was still in hand.
    async fn written_down(
        &self,
        letter: &Claimed,
        fate: &Fate,
        now: DateTime<Utc>,
    ) -> Result<bool, StoreFault> {
        let unit = self.store.begin().await?;
        let was_in_hand = match fate {
            Fate::Sent(delivered) => {
                let proof = (delivered.answer.as_str(), delivered.by.as_str());
                unit.letters().letter_sent(letter, proof, now).await?
            }
            Fate::Delayed(answer, next) => {
                unit.letters()
                    .letter_failed(letter, answer, Some(*next), now)
                    .await?
            }
            Fate::Failed(answer) => {
                unit.letters()
                    .letter_failed(letter, answer, None, now)
                    .await?
            }
        };
        unit.commit().await?;
        Ok(was_in_hand)
    }

    /// The longest pause there can be before the next attempt at a letter.
    pub(in crate::casework) fn longest_pause(&self) -> TimeDelta {
        let longest = self.settings.mail.retry.iter().max().copied();
        let longest = TimeDelta::from_std(longest.unwrap_or_default()).unwrap_or_default();
        jittered(longest, 99)
    }

    /// Flags the case of a letter that will not be delivered, and the address it went to.
    async fn given_up(
        &self,
        letter: &Claimed,
        answer: &str,
        now: DateTime<Utc>,
    ) -> Result<(), CaseworkFault> {
        // A letter to a colleague is on no case; the list of letters not delivered has it.
        let Some(reference) = &letter.reference else {
            return Ok(());
        };
        let unit = self.store.begin().await?;
        let stored = unit.cases().find_case(reference).await?;
        let mut stored = stored.ok_or(CaseworkFault::NotFound)?;
        let kind = letter
            .kind
            .parse()
            .map_err(|fault| CaseworkFault::Broken(format!("letter {}: {fault}", letter.id)))?;
        let sent = (kind, letter.message_id.as_str());
        let (address, now) = (&letter.to_address, self.moment(now));
        self.incoming()
            .undelivered(&unit, &mut stored, sent, address, answer, now)
            .await?;
        unit.commit().await?;
        Ok(())
    }
}

/// A wait made up to a tenth longer, letter by letter, so that a server that comes back is
/// not met by all of them in one second.
fn jittered(wait: TimeDelta, id: i64) -> TimeDelta {
    wait + TimeDelta::milliseconds(wait.num_milliseconds() / 1000 * (id.rem_euclid(100)))
}
