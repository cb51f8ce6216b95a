//! From a decision to a publication: preparing, checking, publishing, telling.

use super::candidates::Stands;
use crate::casework::mail::unasked::mailbox;
use crate::casework::secrets::hash_of;
use crate::casework::topics::register::taken;
use crate::casework::{CaseworkFault, Invalid, Moment, Outgoing, Publishing};
use crate::domain::case::Actor;
use crate::domain::publication::board::{Step, due_again};
use crate::domain::publication::disclosure::Table;
use crate::domain::publication::{Gate, GateKind};
use crate::domain::rights::Right;
use crate::domain::words;
use crate::mail::letters::Publication;
use crate::store::{DecisionRow, Stepped, Unit};
use std::collections::BTreeSet;

/// How disclosure control was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Check {
    /// There is no count of people in it.
    NoCounts,
    /// A table of counts, as typed; it is protected here.
    Table(String),
    /// A person checked it elsewhere, and says how.
    ByHand(String),
}

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
        let stands = self.standing(&topic, now).await?;
        let unit = self.store.begin().await?;
        if !taken(&unit, submission, &(id, &step), now).await? {
            return Ok(None);
        }
        let (stepped, said) = self.stepped(&row, step, actor, now)?;
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
        let letters = if publishes {
            self.tell_who_asked(&unit, &row, &stepped, now).await?
        } else {
            Vec::new()
        };
        Ok(Some((unit, letters)))
    }

    fn stepped(
        &self,
        row: &DecisionRow,
        step: Taken,
        actor: Actor,
        now: Moment,
    ) -> Result<(Stepped, String), CaseworkFault> {
        let kind = match step {
            Taken::Prepare => Step::Prepare,
            Taken::Check(_) => Step::Check,
            Taken::Publish { .. } => Step::Publish,
        };
        let stage = row
            .stage()
            .after(kind, row.kind())
            .map_err(|refused| CaseworkFault::Refused(refused.to_string()))?;
        let mut stepped = Stepped {
            stage,
            title: row.title.clone(),
            address: row.address.clone(),
            checked: row.checked.clone(),
            published: row.published,
            refresh_due: row.refresh_due,
        };
        let said = match step {
            Taken::Prepare => "Preparing it began".to_owned(),
            Taken::Check(check) => {
                let (said, result) = self.checked(check)?;
                stepped.checked = result;
                said
            }
            Taken::Publish { title, address } => {
                managers_only(actor)?;
                let (title, address) = published_as(&title, &address)?;
                let said = format!("Published \"{title}\" at {address}");
                stepped.title = title;
                stepped.address = address;
                stepped.published = Some(now.today);
                stepped.refresh_due = due_again(row.kind(), now.today);
                said
            }
        };
        Ok((stepped, said))
    }

    /// What disclosure control comes to: for the record, and to be kept with the decision.
    fn checked(&self, check: Check) -> Result<(String, String), CaseworkFault> {
        let invalid =
            |field, message: String| CaseworkFault::Invalid(vec![Invalid::new(field, message)]);
        match check {
            Check::NoCounts => Ok((
                "Checked: it holds no counts of people".to_owned(),
                "It holds no counts of people.".to_owned(),
            )),
            Check::ByHand(how) if how.trim().is_empty() => {
                Err(invalid("how", "Write how it was checked".to_owned()))
            }
            Check::ByHand(how) => {
                let how = how.trim().trim_end_matches('.').to_owned();
                Ok((format!("Checked by hand: {how}"), format!("{how}.")))
            }
            Check::Table(text) => {
                let table = Table::parse(&text).map_err(|e| invalid("table", e.to_string()))?;
                let threshold = self.weights.disclosure.threshold;
                let published = table.protect(threshold);
                let said = format!(
                    "Checked: {} below {threshold} left out, and {} so that they cannot be reckoned back",
                    words::count(published.small, "count"),
                    words::count(published.besides, "other"),
                );
                let result = format!(
                    "{said}. Publish the table like this:\n\n{}",
                    published.text()
                );
                Ok((said, result))
            }
        }
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

/// What stands for exactly these letters.
#[must_use]
pub fn mark_of(letters: &[Outgoing]) -> String {
    let digests: Vec<String> = letters.iter().map(Outgoing::digest).collect();
    hash_of(&digests.join(" "))
}

pub(in crate::casework) fn managers_only(actor: Actor) -> Result<(), CaseworkFault> {
    if actor.role.may(Right::DecidePublication) {
        Ok(())
    } else {
        Err(CaseworkFault::Refused(
            "Ask a manager: only a manager decides what is published.".into(),
        ))
    }
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
    let web = address.starts_with("https://") || address.starts_with("http://");
    if !web || address.len() > 500 || address.contains(char::is_whitespace) {
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
