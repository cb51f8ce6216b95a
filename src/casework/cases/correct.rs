//! Putting right what was recorded wrongly: by an event, with the clock, and with a letter where the
//! requester was told what is not so.

pub use super::correction_letter::Promise;
use super::correction_letter::{promised, was_written_to};
use super::decision_undone::decision_undone;
use super::to_correct::{Beside, ToCorrect};
use crate::casework::secrets::{commitment, hash_of, once, token};
use crate::casework::{CaseworkFault, Corrections, Moment, Outgoing};
use crate::domain::case::contact::Contact;
use crate::domain::case::correction::correct;
use crate::domain::case::{Actor, Correction, Event, WaitingKind, events};
use crate::store::{NewRequester, RequesterRow, StoreFault, StoredCase, Unit};

/// A correction as a form gives it.
#[derive(Debug, Clone)]
pub struct Correcting {
    /// The case's reference.
    pub reference: String,
    /// The version of the case the form showed.
    pub version: i64,
    /// The one-time token of the form.
    pub submission: String,
    /// What is right.
    pub what: ToCorrect,
    /// Why it was wrong; where the requester is told, they read it.
    pub why: String,
}

/// What a correction comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Foreseen {
    /// The date that was promised before.
    pub before: Promise,
    /// The date that is promised now.
    pub now: Promise,
    /// The letter that says so, where the requester was told what is not so.
    pub letter: Option<Outgoing>,
    /// Whether the draft has to be cleared again.
    pub back_to_draft: bool,
}

impl Foreseen {
    /// What stands for exactly this correction and what it comes to.
    #[must_use]
    pub fn mark(&self, of: &Correcting) -> String {
        let letter = self.letter.as_ref().map(Outgoing::digest);
        hash_of(&format!(
            "{:?} {:?} {:?} {:?} {} {letter:?}",
            of.what, of.why, self.before, self.now, self.back_to_draft
        ))
    }
}

impl Corrections<'_> {
    /// Makes a correction. A second click on the same form does nothing more.
    ///
    /// # Errors
    /// What was typed cannot be used; the record or the law does not allow it; the case has changed
    /// since the form was shown. Nothing has happened then.
    pub async fn correct(
        &self,
        correcting: &Correcting,
        actor: Actor,
        now: Moment,
    ) -> Result<(), CaseworkFault> {
        if let Some((unit, _)) = self.corrected(correcting, actor, now).await? {
            unit.commit().await?;
            self.outbox_bell.notify_one();
        }
        Ok(())
    }

    /// The same for somebody who has seen what this mark stands for: what the correction comes to.
    /// Where they have not, that is given, and nothing has happened.
    ///
    /// # Errors
    /// As [`Self::correct`].
    pub async fn correct_seen(
        &self,
        correcting: &Correcting,
        seen: &str,
        actor: Actor,
        now: Moment,
    ) -> Result<Option<Foreseen>, CaseworkFault> {
        let Some((unit, foreseen)) = self.corrected(correcting, actor, now).await? else {
            return Ok(None);
        };
        if foreseen.mark(correcting) == seen {
            unit.commit().await?;
            self.outbox_bell.notify_one();
            return Ok(None);
        }
        unit.leave().await;
        Ok(Some(foreseen))
    }

    /// A correction in a unit that is not committed yet; nothing where its form was taken before.
    async fn corrected(
        &self,
        correcting: &Correcting,
        actor: Actor,
        now: Moment,
    ) -> Result<Option<(Unit, Foreseen)>, CaseworkFault> {
        let Correcting {
            reference,
            submission,
            what,
            why,
            version: _,
        } = correcting;
        let submission = &once(submission, &(reference, what, why));
        if self.store.submitted(submission).await?.is_some() {
            return Ok(None);
        }
        let unit = self.store.begin().await?;
        let stored = unit.cases().find_case(&correcting.reference).await?;
        let mut stored = stored.ok_or(CaseworkFault::NotFound)?;
        match unit
            .take_submission(submission, &stored.reference, now.at)
            .await
        {
            Ok(()) => {}
            Err(StoreFault::Duplicate) => return Ok(None),
            Err(other) => return Err(other.into()),
        }
        if stored.version != correcting.version {
            return Err(CaseworkFault::Stale);
        }
        let foreseen = self
            .put_right(&unit, &mut stored, correcting, actor, now)
            .await?;
        Ok(Some((unit, foreseen)))
    }

    /// Makes a correction within a transaction: its event, what stands beside it and its letter.
    ///
    /// # Errors
    /// As [`Self::correct`].
    pub(in crate::casework) async fn put_right(
        &self,
        unit: &Unit,
        stored: &mut StoredCase,
        correcting: &Correcting,
        actor: Actor,
        now: Moment,
    ) -> Result<Foreseen, CaseworkFault> {
        let (right, why) = (&correcting.what, correcting.why.as_str());
        self.check_correction(stored, right, why)?;
        let (salt, salt_beside) = (token()?, token()?);
        let questions = unit.questions_of(stored.id).await?;
        let known = unit.requester_of(stored).await?;
        let (what, beside) =
            self.prepare_correction(stored, right, (&known, &questions), &salt_beside)?;
        self.is_no_message(unit, stored, &what).await?;
        let law = self.law();
        let (mut received, mut regime, mut calendar) = (
            stored.case.received,
            &stored.case.regime,
            &stored.case.calendar,
        );
        if let Correction::Received { to, .. } = what {
            received = to;
        }
        if let Correction::Law { to, .. } = &what {
            (regime, calendar) = (&to.regime, &to.calendar);
        }
        let regime = law.regime(regime, received)?;
        self.laws()
            .law_is_chosen(regime)
            .map_err(CaseworkFault::Refused)?;
        let circumstances = self.circumstances(regime, law.calendar(calendar)?, actor, now.today);
        let logged = stored.events.first().map_or(now.at, |first| first.at);
        let logged = self.moment(logged).today;
        correct(&stored.events, &what, &circumstances, logged)
            .map_err(|reason| CaseworkFault::Refused(reason.to_string()))?;

        let before = self.promise_of(stored)?;
        let stage = stored.case.stage();
        let decision = decision_undone(stored, &what);
        if what.touches_the_answer() || decision.is_some() {
            let why = "What goes out with the answer was corrected.";
            self.cases()
                .answer_changes(unit, stored, why, actor, now)
                .await?;
        }
        let back_to_draft = stored.case.stage() != stage;
        let link_ended = match &beside {
            Beside::Requester(new) => ends_the_link(unit, stored, &known, new).await?,
            Beside::Nothing | Beside::Subject(_) | Beside::Questions(..) => false,
        };
        let event = Event::Corrected(events::Corrected {
            what: what.clone(),
            digest: commitment(&salt, why.trim()),
        });
        unit.cases()
            .append(stored, vec![event], &self.clock(), actor, now.today, now.at)
            .await?;
        unit.cases()
            .insert_writing(stored, "correction", &salt, why.trim(), now.at)
            .await?;
        self.keep_beside(unit, stored, beside, &salt_beside, now)
            .await?;
        if link_ended {
            // Of this form, so that the letter shown first has the link it will have, and so that
            // another form gives another, also after a backup was restored.
            let secret = format!("{} of a correction", correcting.submission);
            unit.cases()
                .give_secret(stored, self.keys.secret_from(&secret))
                .await?;
        }
        unit.cases().leave_undecided(stored).await?;
        if let Some(number) = decision {
            self.restore_decision(unit, stored, number).await?;
        }
        let after = self.promise_of(stored)?;
        let letter = self
            .tell_correction(unit, stored, (&what, why, link_ended), (before, after), now)
            .await?;
        Ok(Foreseen {
            before,
            now: after,
            letter,
            back_to_draft,
        })
    }

    /// A message that was filed goes back to where messages wait, which undoing its event alone
    /// would not do.
    async fn is_no_message(
        &self,
        unit: &Unit,
        stored: &StoredCase,
        what: &Correction,
    ) -> Result<(), CaseworkFault> {
        let Correction::Undone { seq } = what else {
            return Ok(());
        };
        match unit.cases().salt_of(stored.id, *seq, "email").await? {
            None => Ok(()),
            Some(_) => Err(CaseworkFault::Refused(
                "It is a message that was filed here; take it off on its own page, under Mail"
                    .into(),
            )),
        }
    }

    fn promise_of(&self, stored: &StoredCase) -> Result<Promise, CaseworkFault> {
        let (regime, _) = self.law_of(&stored.case)?;
        Ok(promised(&stored.case, &regime, &self.dates_of(stored)?))
    }

    async fn keep_beside(
        &self,
        unit: &Unit,
        stored: &mut StoredCase,
        beside: Beside,
        salt: &str,
        now: Moment,
    ) -> Result<(), CaseworkFault> {
        match beside {
            Beside::Nothing => {}
            Beside::Subject(subject) => {
                unit.cases().rename(stored, &subject).await?;
                unit.cases()
                    .insert_writing(stored, "subject", salt, &subject, now.at)
                    .await?;
            }
            Beside::Requester(new) => unit.cases().change_requester(stored, &new, now.at).await?,
            Beside::Questions(asked, kept) => {
                unit.cases().ask_anew(stored.id, &asked).await?;
                unit.cases()
                    .insert_writing(stored, "questions", salt, &kept, now.at)
                    .await?;
            }
        }
        Ok(())
    }
}

/// Whether letters that opened the requester's page went where the requester is not, and not because
/// they gave another address themselves.
async fn ends_the_link(
    unit: &Unit,
    stored: &StoredCase,
    known: &RequesterRow,
    new: &NewRequester,
) -> Result<bool, CaseworkFault> {
    if !was_written_to(&stored.events) {
        return Ok(false);
    }
    let stays = match (&known.email, &known.address) {
        (Some(email), _) => new.email.as_ref().is_some_and(|now| same_email(email, now)),
        (None, Some(address)) => new.address.as_ref().is_some_and(|now| same(address, now)),
        (None, None) => true,
    };
    if stays {
        return Ok(false);
    }
    let waiting = stored.case.waiting.iter();
    for wish in waiting.filter(|one| one.kind == WaitingKind::NewAddress) {
        let text = unit
            .cases()
            .text_of(stored.id, wish.seq, "new_address")
            .await?;
        let wished = Contact::of_text(&text.unwrap_or_default());
        let email = new.email.as_deref().unwrap_or_default();
        let address = new.address.as_deref().unwrap_or_default();
        if same_email(&wished.email, email) && same(&wished.address, address) {
            return Ok(false);
        }
    }
    Ok(true)
}

fn same_email(one: &str, other: &str) -> bool {
    one.trim().eq_ignore_ascii_case(other.trim())
}

/// Whether two postal addresses are the same but for their lines.
fn same(one: &str, other: &str) -> bool {
    let parts = |text: &str| -> Vec<String> {
        let parts = text.split(|c: char| c.is_whitespace() || c == ',');
        let parts = parts.filter(|part| !part.is_empty());
        parts.map(str::to_lowercase).collect()
    };
    parts(one) == parts(other)
}
