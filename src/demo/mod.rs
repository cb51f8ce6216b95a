//! A generated authority to try Daylight with: the same seed makes the same one.

mod costly;
mod dice;
mod lives;
mod published;
mod stories;
mod texts;
mod themes;
mod volume;

use crate::casework::cases::requester::entered;
use crate::casework::mail::letters::acknowledgement;
use crate::casework::secrets::{commitment, hash_of, letter_digest, recipient_digest};
use crate::casework::{Casework, CaseworkFault, Moment};
use crate::config::settings::Settings;
use crate::domain::case::questions::questions_in;
use crate::domain::case::{Actor, Channel, Event, events};
use crate::domain::letter_kind::LetterKind;
use crate::domain::viewer::Viewer;
use crate::mail::letters::write;
use crate::store::{
    NewCase, NewLetter, NewPerson, NewRequester, Opener, RequesterRow, Store, Unit,
};
use chrono::{NaiveDate, TimeDelta};
use dice::Dice;
use lives::Life;
use std::ops::Deref;

/// What everybody at the generated desk signs in with.
const PASSWORD: &str = "open by default";

/// Months the cases are spread over.
const MONTHS: u32 = 30;

/// Cases written at once.
const BATCH: usize = 500;

/// Letters are written out for cases received in the last so many days.
const DAYS_WITH_LETTERS: i64 = 45;

/// What was generated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Generated {
    /// How many cases there are.
    pub cases: usize,
    /// How many topics were found.
    pub topics: usize,
    /// Who can sign in: name, address, role.
    pub people: Vec<(String, String, String)>,
    /// With which password.
    pub password: String,
}

/// Names the generated authority, where the settings name none: the only one that is made up.
pub fn name_authority(settings: &mut Settings) {
    let authority = &mut settings.authority;
    authority
        .name
        .get_or_insert_with(|| "Example Police".into());
    authority
        .email
        .get_or_insert_with(|| "foi@police.example".into());
    if authority.postal_address.is_empty() {
        authority.postal_address = vec!["1 Example Street".into(), "Exampletown".into()];
    }
}

/// The made-up year, written into the database of a casework.
#[derive(Clone, Copy)]
pub struct Demo<'a> {
    casework: &'a Casework,
    store: &'a Store,
}

/// What happened in it: one life of a request after the other.
#[derive(Clone, Copy)]
struct Stories<'a> {
    casework: &'a Casework,
    store: &'a Store,
}

impl Deref for Demo<'_> {
    type Target = Casework;

    fn deref(&self) -> &Casework {
        self.casework
    }
}

impl Deref for Stories<'_> {
    type Target = Casework;

    fn deref(&self) -> &Casework {
        self.casework
    }
}

impl<'a> Demo<'a> {
    /// The made-up year of this casework.
    #[must_use]
    pub const fn of(casework: &'a Casework) -> Self {
        let store = casework.reads(Viewer::SYSTEM);
        Self { casework, store }
    }

    const fn stories(&self) -> Stories<'a> {
        Stories {
            casework: self.casework,
            store: self.store,
        }
    }
}

impl Demo<'_> {
    /// Makes the authority, unless the database has it already. `progress` is told how many
    /// cases are done.
    ///
    /// # Errors
    /// When the database fails: then nothing is written.
    pub async fn generate(
        &self,
        cases: u32,
        seed: u64,
        now: Moment,
        progress: &(dyn Fn(u64) + Send + Sync),
    ) -> Result<Generated, CaseworkFault> {
        if self.store.people().all().await?.is_empty() {
            let unit = self.store.begin().await?;
            let people = self.make_people(&unit, now).await?;
            self.make_cases(&unit, &people, cases, seed, now, progress)
                .await?;
            unit.commit().await?;
            self.store.analyse().await?;
            self.store.checkpoint().await?;
            self.topics().find_topics(now).await?;
            if let Some(manager) = people.first() {
                self.decide_generated(*manager, now).await?;
            }
        }
        let people = self.store.people().all().await?;
        Ok(Generated {
            cases: cases as usize,
            topics: self.store.topics().all().await?.len(),
            people: people
                .into_iter()
                .map(|p| (p.name, p.email, p.role.to_string()))
                .collect(),
            password: PASSWORD.to_owned(),
        })
    }

    async fn make_people(&self, unit: &Unit, now: Moment) -> Result<Vec<i64>, CaseworkFault> {
        let password_hash = self.passwords.turn()?.hash(PASSWORD).await?;
        let mut ids = Vec::new();
        for (name, email, role, team) in texts::PEOPLE {
            let new = NewPerson {
                name: name.into(),
                email: email.into(),
                password_hash: password_hash.clone(),
                role,
                team: Some(team.into()),
            };
            ids.push(unit.people().insert_person(new, now.at).await?);
        }
        Ok(ids)
    }

    async fn make_cases(
        &self,
        unit: &Unit,
        people: &[i64],
        cases: u32,
        seed: u64,
        now: Moment,
        progress: &(dyn Fn(u64) + Send + Sync),
    ) -> Result<(), CaseworkFault> {
        let mut dice = Dice::new(seed);
        let mut days = volume::received_days(&mut dice, cases, now.today);
        days.sort_unstable();
        let mut done = 0;
        for batch in days.chunks(BATCH) {
            let made = batch
                .iter()
                .map(|on| self.make_case(&mut dice, *on, people, now))
                .collect::<Result<Vec<_>, _>>()?;
            let wanted: Vec<bool> = batch
                .iter()
                .map(|on| now.today - *on <= TimeDelta::days(DAYS_WITH_LETTERS))
                .collect();
            let kept = made.clone();
            let written = unit.cases().insert_cases(made).await?;
            let mut letters = Vec::new();
            for (((id, reference), case), wanted) in written.iter().zip(&kept).zip(wanted) {
                if wanted {
                    let letter = self.acknowledged(*id, reference, case)?;
                    self.record_acknowledged(unit, reference, &letter).await?;
                    letters.push(letter);
                }
            }
            unit.letters().insert_letters(letters).await?;
            done += batch.len() as u64;
            progress(done);
        }
        Ok(())
    }

    fn make_case(
        &self,
        dice: &mut Dice,
        on: NaiveDate,
        people: &[i64],
        now: Moment,
    ) -> Result<NewCase, CaseworkFault> {
        let copied = volume::copied(dice, on, now.today);
        let (theme, subject, body) = loop {
            let made = copied.clone().unwrap_or_else(|| texts::request(dice));
            let theme = made.0;
            if !theme.is_some_and(|t| published::is_answered(dice, t, on, now.today)) {
                break made;
            }
        };
        let (name, email, category) = texts::requester(dice);
        let regime = if dice.per_mille(60) {
            "uk-eir-2004"
        } else {
            "uk-foia-2000"
        };
        let salt = dice.token();
        let questions = questions_in(&body);
        let requester = NewRequester {
            match_key: self.keys.match_key(None, Some(&email), None),
            name: Some(name),
            email: Some(email),
            address: None,
            category: Some(category.to_owned()).filter(|c| !c.is_empty()),
            salt: hash_of(&format!("{salt} requester")),
        };
        let channel = match dice.between(1, 10) {
            1..=6 => Channel::Email,
            7..=9 => Channel::WebForm,
            _ => Channel::Post,
        };
        let logged = Event::Logged(events::Logged {
            regime: regime.into(),
            calendar: self.law().regime(regime, on)?.default_calendar.clone(),
            channel,
            questions: u16::try_from(questions.len()).unwrap_or(1),
            digest: commitment(&salt, &body),
            entered: Some(entered(&salt, &subject, &requester, None, &questions)),
        });
        let manager = people.first().copied().unwrap_or(1);
        let officer = people
            .get(2..)
            .and_then(|officers| dice.pick(officers))
            .copied()
            .unwrap_or(manager);
        let mut life = Life::begin(self, logged, on, now)?;
        // A review is decided by somebody who had no part in the answer.
        let reviewer = people.iter().copied();
        let reviewer = reviewer
            .rev()
            .find(|id| ![manager, officer].contains(id))
            .unwrap_or(manager);
        life.live(dice, theme, (officer, manager, reviewer));
        if theme.is_some_and(|t| dice.per_mille(published::told(t, on, now.today))) {
            life.was_public_already();
        }
        let deadlines = self.deadlines(&life.case)?;
        Ok(NewCase {
            prefix: self.settings.authority.reference_prefix.clone(),
            case: life.case,
            deadlines,
            events: life.entries,
            writings: life.writings,
            decisions: life.decisions,
            subject,
            body,
            secret: hash_of(&salt),
            salt,
            questions,
            requester,
            external_reference: None,
            import_key: None,
        })
    }

    /// Puts an acknowledgement on the record of its case.
    async fn record_acknowledged(
        &self,
        unit: &Unit,
        reference: &str,
        letter: &NewLetter,
    ) -> Result<(), CaseworkFault> {
        let stored = unit.cases().find_case(reference).await?;
        let mut stored = stored.ok_or(CaseworkFault::NotFound)?;
        let (text, html) = (&letter.body_text, &letter.body_html);
        let queued = Event::LetterQueued(events::LetterQueued {
            letter: letter.kind,
            message_id: letter.message_id.clone(),
            digest: Some(letter_digest(&letter.salt, &letter.subject, text, html)),
            to: Some(recipient_digest(
                &letter.salt,
                &letter.to_name,
                letter.to_address.as_deref(),
            )),
        });
        let on = stored.case.received;
        let (clock, by) = (self.clock(), Actor::SYSTEM);
        unit.cases()
            .append(&mut stored, vec![queued], &clock, by, on, letter.at)
            .await?;
        Ok(())
    }

    /// The acknowledgement of a generated case, delivered.
    fn acknowledged(
        &self,
        id: i64,
        reference: &str,
        new: &NewCase,
    ) -> Result<NewLetter, CaseworkFault> {
        let (regime, calendar) = self.law_of(&new.case)?;
        let requester = RequesterRow::from(&new.requester);
        let first = crate::domain::clock::compute(&regime, &calendar, new.case.received, &[])?;
        let opener = Opener {
            reference,
            secret: &new.secret,
        };
        let frame = self.letters().frame(opener, &requester, new.case.received);
        let letter = acknowledgement(frame, &new.case, &regime, &first, &new.body);
        let written = write(&self.templates, &letter)?;
        let at = new.events.first().map_or_else(Default::default, |e| e.2);
        Ok(NewLetter {
            case_id: Some(id),
            message_id: format!(
                "{}.acknowledgement@police.example",
                reference.to_lowercase()
            ),
            kind: LetterKind::Acknowledgement,
            to_name: requester.name.unwrap_or_default(),
            to_address: requester.email,
            subject: written.subject,
            body_text: written.text,
            body_html: written.html,
            salt: hash_of(&format!("{} letter", new.salt)),
            in_reply_to: None,
            thread: None,
            by_itself: false,
            at,
            delivered: Some((at, "250 2.0.0 Ok: queued (generated)".into())),
        })
    }
}
