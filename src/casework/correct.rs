//! Putting right what was recorded wrongly: by an event, with the clock, and with a letter where the
//! requester was told what is not so.

pub use super::correction_letter::Promise;
use super::correction_letter::promised;
use super::decision_undone::decision_undone;
use super::secrets::{commitment, hash_of, once, token};
use super::to_correct::{Beside, ToCorrect};
use super::{Casework, CaseworkFault, Moment, Outgoing};
use crate::domain::case::correction::correct;
use crate::domain::case::{Actor, Correction, Event, Recorded, WaitingKind};
use crate::store::{RequesterRow, StoreFault, StoredCase, Unit};

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

impl Casework {
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
        let stored = unit.find_case(&correcting.reference).await?;
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
            .put_right(&unit, &mut stored, what, why, actor, now)
            .await?;
        Ok(Some((unit, foreseen)))
    }

    /// Makes a correction within a transaction: its event, what stands beside it and its letter.
    ///
    /// # Errors
    /// As [`Self::correct`].
    pub(super) async fn put_right(
        &self,
        unit: &Unit,
        stored: &mut StoredCase,
        right: &ToCorrect,
        why: &str,
        actor: Actor,
        now: Moment,
    ) -> Result<Foreseen, CaseworkFault> {
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
        self.law_is_chosen(regime).map_err(CaseworkFault::Refused)?;
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
            self.answer_changes(unit, stored, why, actor, now).await?;
        }
        let back_to_draft = stored.case.stage() != stage;
        let event = Event::Corrected {
            what: what.clone(),
            digest: commitment(&salt, why.trim()),
        };
        unit.append(stored, vec![event], &self.clock(), actor, now.today, now.at)
            .await?;
        unit.insert_writing(stored, "correction", &salt, why.trim(), now.at)
            .await?;
        let moved = ends_the_link(stored, &known, &beside);
        self.keep_beside(unit, stored, beside, &salt_beside, now)
            .await?;
        if moved {
            // The same for whoever is shown the letter first and for whoever sends it then.
            let version = stored.version;
            let secret = format!("{} since {version}", stored.reference);
            unit.give_secret(stored, self.keys.secret_from(&secret))
                .await?;
        }
        unit.leave_undecided(stored).await?;
        if let Some(number) = decision {
            self.restore_decision(unit, stored, number).await?;
        }
        let after = self.promise_of(stored)?;
        let letter = self
            .tell_correction(unit, stored, (&what, why, moved), (before, after), now)
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
        match unit.salt_of(stored.id, *seq, "email").await? {
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
                unit.rename(stored, &subject).await?;
                unit.insert_writing(stored, "subject", salt, &subject, now.at)
                    .await?;
            }
            Beside::Requester(new) => unit.change_requester(stored, &new, now.at).await?,
            Beside::Questions(asked, kept) => {
                unit.ask_anew(stored.id, &asked).await?;
                unit.insert_writing(stored, "questions", salt, &kept, now.at)
                    .await?;
            }
        }
        Ok(())
    }
}

/// Whether letters that opened the requester's page went to somebody else: they go elsewhere now, and
/// not because the requester said so.
fn ends_the_link(stored: &StoredCase, known: &RequesterRow, beside: &Beside) -> bool {
    let Beside::Requester(new) = beside else {
        return false;
    };
    let before = known.email.as_ref().or(known.address.as_ref());
    let now = new.email.as_ref().or(new.address.as_ref());
    let written_to = |r: &Recorded| matches!(r.event, Event::LetterQueued { .. });
    before.is_some()
        && before != now
        && stored.events.iter().any(written_to)
        && stored.case.waiting.first(WaitingKind::NewAddress).is_none()
}
