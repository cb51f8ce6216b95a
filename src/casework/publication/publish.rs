//! From a decision to a publication: preparing, checking, publishing, telling.

use super::candidates::Stands;
pub use super::check::Check;
use super::check::{Checked, ToPrint};
use crate::casework::mail::unasked::mailbox;
use crate::casework::secrets::hash_of;
use crate::casework::topics::register::taken;
use crate::casework::{CaseworkFault, Invalid, Moment, Outgoing, Publishing};
use crate::domain::case::Actor;
use crate::domain::publication::board::{Stage, Step, due_again};
use crate::domain::publication::{Gate, GateKind};
use crate::domain::rights::Right;
use crate::mail::letters::Publication;
use crate::store::{DecisionRow, Stepped, Unit};
use std::collections::BTreeSet;

/// A step as a form gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Taken {
    /// Somebody begins to prepare it.
    Prepare,
    /// It passed disclosure control.
    Check(Check),
    /// It is published.
    Publish {
        /// What it is called.
        title: String,
        /// Its address.
        address: String,
    },
    /// It is ended; what was published is withdrawn.
    End {
        /// Why, as the public reads it.
        reason: String,
    },
}

impl Publishing<'_> {
    /// Takes a decision a step further. Publishing tells those who asked to be told. A second
    /// click does nothing more.
    ///
    /// # Errors
    /// Why the step is not taken.
    pub async fn step_publication(
        &self,
        id: i64,
        step: Taken,
        submission: &str,
        actor: Actor,
        now: Moment,
    ) -> Result<(), CaseworkFault> {
        actor.role.needs(Right::PreparePublication)?;
        if let Some((unit, _)) = self.step_begun(id, step, submission, actor, now).await? {
            unit.commit().await?;
            self.outbox_bell.notify_one();
        }
        Ok(())
    }

    /// The same for somebody who has seen the letters of this mark: only those leave. Where they have
    /// not, the letters are given, and nothing has happened.
    ///
    /// # Errors
    /// As [`Self::step_publication`].
    pub async fn step_publication_seen(
        &self,
        id: i64,
        step: Taken,
        (submission, seen): (&str, &str),
        actor: Actor,
        now: Moment,
    ) -> Result<Vec<Outgoing>, CaseworkFault> {
        let begun = self.step_begun(id, step, submission, actor, now).await?;
        let Some((unit, letters)) = begun else {
            return Ok(Vec::new());
        };
        if !letters.is_empty() && mark_of(&letters) != seen {
            unit.leave().await;
            return Ok(letters);
        }
        unit.commit().await?;
        self.outbox_bell.notify_one();
        Ok(Vec::new())
    }

    /// The letters a step would send. Nothing happens.
    ///
    /// # Errors
    /// As [`Self::step_publication`].
    pub async fn letters_of_step(
        &self,
        id: i64,
        step: Taken,
        submission: &str,
        actor: Actor,
        now: Moment,
    ) -> Result<Vec<Outgoing>, CaseworkFault> {
        let begun = self.step_begun(id, step, submission, actor, now).await?;
        let Some((unit, letters)) = begun else {
            return Ok(Vec::new());
        };
        unit.leave().await;
        Ok(letters)
    }

    /// A step in a unit that is not committed yet, with the letters it sends; nothing where its form
    /// was taken before.
    async fn step_begun(
        &self,
        id: i64,
        step: Taken,
        submission: &str,
        actor: Actor,
        now: Moment,
    ) -> Result<Option<(Unit, Vec<Outgoing>)>, CaseworkFault> {
        let row = self.store.publication().decision(id).await?;
        let row = row.ok_or(CaseworkFault::NotFound)?;
        let topic = self.store.topics().topic(row.topic_id).await?;
        let topic = topic.ok_or(CaseworkFault::NotFound)?;
        let publishes = matches!(step, Taken::Publish { .. });
        let ends = matches!(step, Taken::End { .. });
        let stands = self.standing(&topic, now).await?;
        // Before anything is written, as it may take a second.
        let checked = match &step {
            Taken::Check(check) => {
                after(&row, Step::Check)?;
                Some(self.disclosure().checked(&row, check.clone()).await?)
            }
            Taken::Prepare | Taken::Publish { .. } | Taken::End { .. } => None,
        };
        let table = if publishes && after(&row, Step::Publish).is_ok() {
            self.disclosure().still_protected(&row).await?
        } else {
            ToPrint::nothing()
        };
        let unit = self.store.begin().await?;
        if !taken(&unit, submission, &(id, &step), now).await? {
            return Ok(None);
        }
        let (stepped, said) = stepped(&row, step, checked.as_ref(), actor, now)?;
        if publishes {
            may_be_published(&row, &stands)?;
        }
        let stood = unit
            .publication()
            .step_decision(&row, &stepped, &said, actor, now.today, now.at)
            .await?;
        if !stood {
            return Err(CaseworkFault::Stale);
        }
        if let Some(checked) = checked {
            let table = checked.table.as_ref();
            unit.publication().keep_checked_table(id, table).await?;
        }
        if ends {
            // What was checked and not printed is known to nobody.
            unit.publication().keep_checked_table(id, None).await?;
        }
        let letters = if publishes {
            self.disclosure()
                .print_table(&unit, &row, table, now.today)
                .await?;
            self.tell_who_asked(&unit, &row, &stepped, now).await?
        } else {
            Vec::new()
        };
        Ok(Some((unit, letters)))
    }

    async fn tell_who_asked(
        &self,
        unit: &Unit,
        row: &DecisionRow,
        stepped: &Stepped,
        now: Moment,
    ) -> Result<Vec<Outgoing>, CaseworkFault> {
        let mut letters = Vec::new();
        let mut told = BTreeSet::new();
        for reference in unit.publication().take_wishes(row.topic_id, row.id).await? {
            let Some(mut stored) = unit.cases().find_case(&reference).await? else {
                continue;
            };
            let requester = unit.requester_of(&stored).await?;
            // A mailbox is told once, in whatever number of requests it was named.
            if let Some(email) = &requester.email
                && !told.insert(mailbox(email))
            {
                continue;
            }
            let base = self.settings.web.base_url.trim_end_matches('/');
            let letter = Publication {
                frame: self.letters().frame(stored.opener(), &requester, now.today),
                title: stepped.title.clone(),
                address: format!("{base}/publications/{}", row.id),
                again: row.kind().every_months().is_some(),
            };
            let letter = self.outbox().outgoing(&requester, &letter)?;
            self.outbox()
                .post(unit, &mut stored, (&letter, Actor::SYSTEM), now)
                .await?;
            letters.push(letter);
        }
        Ok(letters)
    }
}

/// Where a step leads.
fn after(row: &DecisionRow, step: Step) -> Result<Stage, CaseworkFault> {
    let stage = row.stage().after(step, row.kind());
    stage.map_err(|refused| CaseworkFault::Refused(refused.to_string()))
}

/// A decision a step further, and what is said of it.
fn stepped(
    row: &DecisionRow,
    step: Taken,
    checked: Option<&Checked>,
    actor: Actor,
    now: Moment,
) -> Result<(Stepped, String), CaseworkFault> {
    let kind = match step {
        Taken::Prepare => Step::Prepare,
        Taken::Check(_) => Step::Check,
        Taken::Publish { .. } => Step::Publish,
        Taken::End { .. } => Step::End,
    };
    let mut stepped = Stepped {
        stage: after(row, kind)?,
        title: row.title.clone(),
        address: row.address.clone(),
        checked: row.checked.clone(),
        published: row.published,
        refresh_due: row.refresh_due,
        ended: None,
    };
    let said = match step {
        Taken::Prepare => "Preparing it began".to_owned(),
        Taken::Check(_) => {
            let checked = checked.map(|checked| (checked.said.clone(), checked.result.clone()));
            let (said, result) = checked.unwrap_or_default();
            stepped.checked = result;
            said
        }
        Taken::Publish { title, address } => {
            actor.role.needs(Right::DecidePublication)?;
            let (title, address) = published_as(&title, &address)?;
            let said = format!("Published \"{title}\" at {address}");
            stepped.title = title;
            stepped.address = address;
            stepped.published = Some(now.today);
            stepped.refresh_due = due_again(row.kind(), now.today);
            said
        }
        Taken::End { reason } => {
            actor.role.needs(Right::DecidePublication)?;
            let reason = ended_because(&reason)?;
            let what = match row.stage() {
                Stage::Published => "Withdrawn",
                Stage::Decided | Stage::Preparing | Stage::Checked | Stage::Ended => "Ended",
            };
            let said = format!("{what}. Reason: {}", reason.trim_end_matches('.'));
            stepped.refresh_due = None;
            stepped.ended = Some((now.today, reason));
            said
        }
    };
    Ok((stepped, said))
}

/// What stands for exactly these letters.
#[must_use]
pub fn mark_of(letters: &[Outgoing]) -> String {
    let digests: Vec<String> = letters.iter().map(Outgoing::digest).collect();
    hash_of(&digests.join(" "))
}

/// What was decided may be published only while nothing found out since stands against it.
fn may_be_published(row: &DecisionRow, topic: &Stands) -> Result<(), CaseworkFault> {
    // What is published has passed its disclosure check, which is what this gate asks for.
    let closed: Vec<Gate> = topic
        .closed
        .iter()
        .filter(|gate| gate.kind != GateKind::SmallNumbers)
        .cloned()
        .collect();
    let allowed = row.kind().allowed(topic.standing, &closed);
    allowed.map_err(|fault| CaseworkFault::Refused(fault.to_string()))
}

fn published_as(title: &str, address: &str) -> Result<(String, String), CaseworkFault> {
    let (title, address) = (title.trim(), address.trim());
    let mut faults = Vec::new();
    if title.is_empty() || title.chars().count() > 200 || title.contains(['\n', '\r']) {
        faults.push(Invalid::new(
            "title",
            "Enter a title of one line, at most 200 characters",
        ));
    }
    // What the page says: a reader who is sent to the address is not to be sent elsewhere on the way.
    let host = address.strip_prefix("https://").map(host_of);
    let odd = |c: char| c.is_whitespace() || c.is_control() || matches!(c, '"' | '<' | '>');
    if !host.is_some_and(is_host) || address.len() > 500 || address.contains(odd) {
        faults.push(Invalid::new(
            "address",
            "Enter the address of the page, beginning with https://",
        ));
    }
    if faults.is_empty() {
        Ok((title.to_owned(), address.to_owned()))
    } else {
        Err(CaseworkFault::Invalid(faults))
    }
}

/// What stands between the scheme of an address and its path.
fn host_of(rest: &str) -> &str {
    rest.split(['/', '?', '#']).next().unwrap_or_default()
}

/// Whether this can be the name of a host, with its port or without: nobody signs in by it.
fn is_host(host: &str) -> bool {
    let named = host.split_once(':').map_or(host, |(named, _)| named);
    let letter = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-');
    !named.is_empty()
        && named.chars().all(letter)
        && named.contains(char::is_alphanumeric)
        && !named.starts_with(['.', '-'])
        && host
            .split_once(':')
            .is_none_or(|(_, port)| port.parse::<u16>().is_ok())
}

/// Why a decision is ended, as it was typed.
fn ended_because(reason: &str) -> Result<String, CaseworkFault> {
    let reason = reason.trim().replace("\r\n", "\n");
    if reason.is_empty() || reason.chars().count() > 2_000 {
        return Err(CaseworkFault::Invalid(vec![Invalid::new(
            "reason",
            "Write the reason, at most 2,000 characters: the public reads it",
        )]));
    }
    Ok(reason)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_begins_with_https_and_has_a_host() {
        for good in [
            "https://data.example.org/speed-cameras",
            "https://example.org",
            "https://example.org:8443/a?b=c#d",
            "https://b\u{fc}cher.example/a",
        ] {
            assert!(published_as("Title", good).is_ok(), "{good}");
        }
        for bad in [
            "http://data.example.org/a",
            "https://",
            "https:///a",
            "https://?a",
            "https://.",
            "https://user@example.org",
            "https://example.org:x/",
            "https://exa mple.org",
            "https://example.org/\"onclick",
            "javascript:alert(1)",
            "//example.org",
            "HTTPS example.org",
            "",
        ] {
            assert!(published_as("Title", bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_reason_is_written_and_not_endless() {
        assert!(ended_because(" \n ").is_err());
        assert!(ended_because(&"x".repeat(2_001)).is_err());
        assert_eq!(ended_because(" Wrong.\r\n").unwrap(), "Wrong.");
    }
}
