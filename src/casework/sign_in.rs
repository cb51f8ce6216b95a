//! Signing in and out: opaque tokens, stored only as hashes.

use super::secrets::{hash_of, password_is, token};
use super::{Casework, CaseworkFault, Moment};
use crate::domain::role::Role;
use crate::store::SessionRow;
use chrono::{DateTime, TimeDelta, Utc};

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
    /// Who holds a session; nobody once it has run out.
    #[must_use]
    pub fn of(session: Option<SessionRow>, now: Moment) -> Option<Self> {
        session.filter(|s| s.expires_at > now.at).and_then(|s| {
            Some(Self {
                id: s.person_id,
                role: Role::parse(&s.role)?,
                name: s.name,
                csrf: s.csrf,
            })
        })
    }
}

impl Casework {
    /// Signs somebody in; `None` where the address or the password is wrong, without saying which.
    ///
    /// # Errors
    /// What the database says.
    pub async fn sign_in(
        &self,
        email: &str,
        password: &str,
        now: Moment,
    ) -> Result<Option<SignedIn>, CaseworkFault> {
        let person = self
            .store
            .person_by_email(&email.trim().to_lowercase())
            .await?
            .filter(|p| p.active);
        let hash = person
            .as_ref()
            .map_or_else(|| NOBODY.to_owned(), |p| p.password_hash.clone());
        let password = password.to_owned();
        let right = tokio::task::spawn_blocking(move || password_is(&hash, &password))
            .await
            .map_err(|e| CaseworkFault::Broken(e.to_string()))?;
        match person {
            Some(person) if right => Ok(Some(self.begin_session(person.id, now).await?)),
            Some(_) | None => Ok(None),
        }
    }

    /// Begins a session for a person.
    ///
    /// # Errors
    /// What the database says.
    pub async fn begin_session(&self, person: i64, now: Moment) -> Result<SignedIn, CaseworkFault> {
        let lasts = TimeDelta::from_std(self.settings.web.session)
            .map_err(|e| CaseworkFault::Broken(e.to_string()))?;
        let (secret, csrf) = (token()?, token()?);
        let unit = self.store.begin().await?;
        unit.insert_session(&hash_of(&secret), person, &csrf, now.at, now.at + lasts)
            .await?;
        unit.commit().await?;
        Ok(SignedIn {
            token: secret,
            lasts,
        })
    }

    /// Until when a session lasts that is used now and ends then, where it is time to write that
    /// down: once a tenth of what the settings give has passed, and not for every page.
    #[must_use]
    pub fn renewed(&self, now: Moment, ends: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let lasts = TimeDelta::from_std(self.settings.web.session).ok()?;
        (ends - now.at < lasts - lasts / 10).then(|| now.at + lasts)
    }

    /// Has a session last until then.
    ///
    /// # Errors
    /// What the database says.
    pub async fn keep_up(
        &self,
        token_hash: &str,
        until: DateTime<Utc>,
    ) -> Result<(), CaseworkFault> {
        let unit = self.store.begin().await?;
        unit.keep_session_up(token_hash, until).await?;
        unit.commit().await?;
        Ok(())
    }

    /// Ends a session.
    ///
    /// # Errors
    /// What the database says.
    pub async fn sign_out(&self, token: &str) -> Result<(), CaseworkFault> {
        let unit = self.store.begin().await?;
        unit.end_session(&hash_of(token)).await?;
        unit.commit().await?;
        Ok(())
    }

    /// Forgets sessions that have run out, forms taken more than seven days ago and who was counted
    /// as a reader on days that have ended.
    ///
    /// # Errors
    /// What the database says.
    pub async fn sweep(&self, now: Moment) -> Result<(), CaseworkFault> {
        let unit = self.store.begin().await?;
        unit.sweep(now.at, now.at - TimeDelta::days(7)).await?;
        unit.forget_readers(now.today).await?;
        unit.forget_changes().await?;
        unit.commit().await?;
        Ok(())
    }
}
