//! Letters nobody at the desk decided on. A stranger causes them with a form or an email and names
//! the address, which may be anybody's: so few a day go to one address, over all cases together, and
//! few an hour tell an address we never wrote to what was typed. What answers a step that our own letter asked for, a
//! review or the date after an answer, comes once for each and always goes.

use super::letters::acknowledgement;
use crate::casework::{CaseworkFault, Letters, Moment, Outgoing};
use crate::domain::case::Actor;
use crate::store::{Limit, RequesterRow, StoredCase, Unit};
use chrono::TimeDelta;

/// The most of them to one address in a day.
pub(in crate::casework) const A_DAY: u32 = 3;

/// The most of them in an hour that say to an address we never wrote to what somebody typed: a form
/// sends that to whatever address a stranger names. Those beyond it say nothing of it.
const STRANGERS_AN_HOUR: u32 = 60;

/// What such a letter is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::casework) enum Unasked {
    /// That a request arrived.
    Acknowledgement,
    /// The link to its page, sent again.
    Link,
}

impl Letters<'_> {
    /// Queues the acknowledgement of a request just logged, unless its address had enough; the letter.
    pub(in crate::casework) async fn acknowledge(
        &self,
        unit: &Unit,
        stored: &mut StoredCase,
        (requester, text): (&RequesterRow, &str),
        by: Actor,
        now: Moment,
    ) -> Result<Option<Outgoing>, CaseworkFault> {
        if !self
            .may_write_unasked(unit, stored, requester, (Unasked::Acknowledgement, by), now)
            .await?
        {
            return Ok(None);
        }
        let (regime, _) = self.law_of(&stored.case)?;
        let plain = self.is_one_stranger_too_many(unit, requester, by, now);
        let nobody = RequesterRow {
            name: None,
            ..requester.clone()
        };
        let (requester, text) = match plain.await? {
            true => (&nobody, ""),
            false => (requester, text),
        };
        let letter = acknowledgement(
            self.frame(stored.opener(), requester, now.today),
            &stored.case,
            &regime,
            &self.deadlines(&stored.case)?,
            text,
        );
        let letter = self.outbox().outgoing(requester, &letter)?;
        self.outbox().post(unit, stored, (&letter, by), now).await?;
        Ok(Some(letter))
    }

    /// Whether so many strangers were told what somebody typed that this one is not.
    async fn is_one_stranger_too_many(
        &self,
        unit: &Unit,
        requester: &RequesterRow,
        by: Actor,
        now: Moment,
    ) -> Result<bool, CaseworkFault> {
        let Some(email) = requester.email.as_ref().filter(|_| !by.role.at_the_desk()) else {
            return Ok(false);
        };
        if unit.messages().was_written_to(email).await? {
            return Ok(false);
        }
        let limit = Limit {
            name: self.keys.digest("told to strangers"),
            most: STRANGERS_AN_HOUR,
            until: now.at + TimeDelta::hours(1),
        };
        Ok(!unit.people().count_against(&limit, now.at).await?)
    }

    /// Whether such a letter may go, counted in the transaction that queues it; where it may not,
    /// that is noted on the case. What somebody at the desk does goes, and so does what is printed.
    pub(in crate::casework) async fn may_write_unasked(
        &self,
        unit: &Unit,
        stored: &mut StoredCase,
        requester: &RequesterRow,
        (what, by): (Unasked, Actor),
        now: Moment,
    ) -> Result<bool, CaseworkFault> {
        let Some(email) = requester.email.as_ref().filter(|_| !by.role.at_the_desk()) else {
            return Ok(true);
        };
        let of_address = Limit {
            name: self.keys.digest(&format!("unasked to {}", mailbox(email))),
            most: A_DAY,
            until: now.at + TimeDelta::days(1),
        };
        if unit.people().count_against(&of_address, now.at).await? {
            return Ok(true);
        }
        let what = match what {
            Unasked::Acknowledgement => "Nobody was written to that this arrived",
            Unasked::Link => "The link to the page was asked for and not sent",
        };
        let text = format!(
            "{what}: the address had three such letters in a day, and no more go by themselves. Write to the requester if they should know."
        );
        self.outbox()
            .note(unit, stored, &text, Actor::SYSTEM, now)
            .await?;
        Ok(false)
    }
}

/// The hosts that deliver to one mailbox wherever dots stand in its name.
const DOTS_MEAN_NOTHING: [&str; 1] = ["gmail.com"];

/// One mailbox however its address is written: in small letters, without what follows a `+`,
/// which most servers deliver to the same one (RFC 5233), and without dots where they mean nothing.
pub(in crate::casework) fn mailbox(address: &str) -> String {
    let address = address.trim().to_lowercase();
    match address.rsplit_once('@') {
        Some((local, domain)) => {
            let local = local.split('+').next().unwrap_or_default();
            let domain = match domain {
                "googlemail.com" => "gmail.com",
                other => other,
            };
            if DOTS_MEAN_NOTHING.contains(&domain) {
                format!("{}@{domain}", local.replace('.', ""))
            } else {
                format!("{local}@{domain}")
            }
        }
        None => address,
    }
}

#[cfg(test)]
mod tests {
    use super::mailbox;

    #[test]
    fn one_mailbox_is_known_however_its_address_is_written() {
        assert_eq!(mailbox(" Ada@Example.ORG"), "ada@example.org");
        assert_eq!(mailbox("ada+1@example.org"), "ada@example.org");
        assert_eq!(mailbox("a.da@googlemail.com"), mailbox("ada@gmail.com"));
        assert_eq!(mailbox("a.d.a+x@gmail.com"), "ada@gmail.com");
        assert_ne!(mailbox("a.da@example.org"), mailbox("ada@example.org"));
        assert_ne!(mailbox("ada@example.com"), mailbox("ada@example.org"));
    }
}
