//! Signing in and out: opaque tokens, stored only as hashes.

use super::passwords::LONGEST_PASSWORD;
use crate::casework::cases::requester::LONGEST_EMAIL;
use crate::casework::secrets::{hash_of, token};
use crate::casework::{CaseworkFault, Moment, Sessions};
use crate::domain::case::Actor;
use crate::domain::role::Role;
use crate::store::{SessionRow, Unit};
use chrono::{DateTime, TimeDelta, Utc};
use std::net::IpAddr;

/// A hash nobody's password has, checked when there is no such person, so that the time
/// taken does not tell who is at the desk.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$BLwzUxkTVzPGBCLtRlUZJQzUlGDmaYMoUjjFk5CxKvQ";

/// A session just begun.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedIn {
    /// The token for the cookie.
    pub token: String,
    /// How long the cookie lasts.
    pub lasts: TimeDelta,
}

/// Who is signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Their id.
    pub id: i64,
    /// Their name.
    pub name: String,
    /// Their role.
    pub role: Role,
    /// The token every form of theirs has to carry.
    pub csrf: String,
}

impl Person {
    /// The person as events name them.
    #[must_use]
    pub const fn actor(&self) -> Actor {
        Actor {
            role: self.role,
            person: Some(self.id),
        }
    }

    /// Who holds a session; nobody once it has run out.
    fn of(session: Option<SessionRow>, now: Moment) -> Option<Self> {
        session.filter(|s| s.expires_at > now.at).map(|s| Self {
            id: s.person_id,
            role: s.role,
            name: s.name,
            csrf: s.csrf,
        })
    }
}

impl Sessions<'_> {
    /// Signs somebody in from an address; `None` where the email address or the password is
    /// wrong, without saying which.
    ///
    /// # Errors
    /// [`CaseworkFault::TooMany`] after too many tries, [`CaseworkFault::Busy`] where too many
    /// people try at once.
    pub async fn sign_in(
        &self,
        email: &str,
        password: &str,
        from: IpAddr,
        now: Moment,
    ) -> Result<Option<SignedIn>, CaseworkFault> {
        let email = email.trim();
        if email.len() > LONGEST_EMAIL || password.chars().count() > LONGEST_PASSWORD {
            return Ok(None);
        }
        let email = email.to_lowercase();
        let person = self.store.people().person_by_email(&email).await?;
        // Somebody who is invited has no password before they choose one.
        let person = person.filter(|p| p.active && !p.password_hash.is_empty());
        let id = person.as_ref().map(|p| p.id);
        let ways = self.limits_of_sign_in(&email, id, from, now).await?;
        let turn = match self.passwords.turn() {
            // However many try, who signed in from here before is let in.
            Err(CaseworkFault::Busy) if self.knows_address(id, from).await? => {
                self.passwords.kept_turn()?
            }
            turn => turn?,
        };
        let counted = self.count_try(&ways, now).await?;
        let hash = person.as_ref().map_or(NOBODY, |p| &p.password_hash);
        let right = turn.is(hash, password).await?;
        let Some(person) = id.filter(|_| right) else {
            return Ok(None);
        };
        let unit = self.store.begin().await?;
        // While it was checked, the password may have been changed or the account ended.
        if !unit.people().still_has_password(person, hash).await? {
            unit.leave().await;
            return Ok(None);
        }
        self.was_right(&unit, &counted).await?;
        let session = self.session_in(&unit, person, from, now).await?;
        unit.commit().await?;
        Ok(Some(session))
    }

    /// Begins a session for a person who is at an address.
    ///
    /// # Errors
    /// What the database says.
    pub async fn begin_session(
        &self,
        person: i64,
        from: IpAddr,
        now: Moment,
    ) -> Result<SignedIn, CaseworkFault> {
        let unit = self.store.begin().await?;
        let session = self.session_in(&unit, person, from, now).await?;
        unit.commit().await?;
        Ok(session)
    }

    async fn session_in(
        &self,
        unit: &Unit,
        person: i64,
        from: IpAddr,
        now: Moment,
    ) -> Result<SignedIn, CaseworkFault> {
        let lasts = TimeDelta::from_std(self.settings.web.session)
            .map_err(|e| CaseworkFault::Broken(e.to_string()))?;
        let (secret, csrf) = (token()?, token()?);
        unit.people()
            .insert_session(&hash_of(&secret), person, &csrf, now.at, now.at + lasts)
            .await?;
        unit.people()
            .know_address(person, &self.address_digest(from), now.at)
            .await?;
        Ok(SignedIn {
            token: secret,
            lasts,
        })
    }

    /// Whose session a token is of, while it lasts, and until when it is to be kept up, where it is
    /// time for that ([`Self::keep_up`]).
    ///
    /// # Errors
    /// What the database says.
    pub async fn whose(
        &self,
        token: &str,
        now: Moment,
    ) -> Result<Option<(Person, Option<DateTime<Utc>>)>, CaseworkFault> {
        let session = self.store.people().session(&hash_of(token)).await?;
        let session = session.filter(|one| self.can_last_until(now, one.expires_at));
        let renewed = session
            .as_ref()
            .and_then(|one| self.renewed(now, one.expires_at));
        Ok(Person::of(session, now).map(|person| (person, renewed)))
    }

    /// Whether a session can last until then. One that lasts longer was begun or kept up by a clock
    /// that was far ahead, and would work until it is right.
    fn can_last_until(&self, now: Moment, ends: DateTime<Utc>) -> bool {
        let longest = TimeDelta::from_std(self.settings.web.session).unwrap_or_default();
        ends <= now.at + longest + TimeDelta::days(1)
    }

    /// Until when a session lasts that is used now and ends then, where it is time to write that
    /// down: once a tenth of what the settings give has passed, and not for every page.
    fn renewed(&self, now: Moment, ends: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let lasts = TimeDelta::from_std(self.settings.web.session).ok()?;
        (ends - now.at < lasts - lasts / 10).then(|| now.at + lasts)
    }

    /// Has the session of a token last until then.
    ///
    /// # Errors
    /// What the database says.
    pub async fn keep_up(&self, token: &str, until: DateTime<Utc>) -> Result<(), CaseworkFault> {
        let unit = self.store.begin().await?;
        unit.people()
            .keep_session_up(&hash_of(token), until)
            .await?;
        unit.commit().await?;
        Ok(())
    }

    /// Ends a session.
    ///
    /// # Errors
    /// What the database says.
    pub async fn sign_out(&self, token: &str) -> Result<(), CaseworkFault> {
        let unit = self.store.begin().await?;
        unit.people().end_session(&hash_of(token)).await?;
        unit.commit().await?;
        Ok(())
    }

    /// Forgets sessions that have run out, forms taken more than seven days ago, tries that no
    /// longer count, who was counted as a reader on days that have ended, and documents of which
    /// only a part came.
    ///
    /// # Errors
    /// What the database says.
    pub async fn sweep(&self, now: Moment) -> Result<(), CaseworkFault> {
        let unit = self.store.begin().await?;
        unit.people()
            .sweep(now.at, now.at - TimeDelta::days(7))
            .await?;
        self.forget_tries(&unit, now).await?;
        unit.publication().forget_readers(now.today).await?;
        unit.topics().forget_changes().await?;
        unit.commit().await?;
        self.documents().sweep_documents(now).await
    }
}
