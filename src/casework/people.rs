//! People at the desk: the first manager, and those a manager adds.

use super::authority::{self, AuthorityTyped};
use super::chosen_password;
use super::requester::LONGEST_EMAIL;
use super::secrets::{same, token};
use super::{Casework, CaseworkFault, Invalid, Moment};
use crate::domain::desk_act::DeskAct;
use crate::domain::role::Role;
use crate::store::{NewDeskAct, NewPerson, StoreFault};

/// Where what the set-up link is made from is remembered until it is used.
const SET_UP: &str = "set_up_token";

/// A person as somebody enters them.
#[derive(Debug, Clone)]
pub struct PersonToAdd {
    /// The name shown to colleagues.
    pub name: String,
    /// The address they sign in with.
    pub email: String,
    /// The password.
    pub password: String,
    /// The team, or nothing.
    pub team: String,
    /// Officer or manager.
    pub role: Role,
}

impl Casework {
    /// The set-up link's token, while nobody is at the desk yet: the same at every start and on
    /// every node, until it is used.
    ///
    /// # Errors
    /// What the database says.
    pub async fn set_up_token(&self) -> Result<Option<String>, CaseworkFault> {
        let unit = self.store.begin().await?;
        if unit.count_people().await? > 0 {
            return Ok(None);
        }
        let nonce = unit.remember(SET_UP, &token()?).await?;
        unit.commit().await?;
        Ok(Some(self.keys.set_up_token(&nonce)))
    }

    /// Whether a set-up link works.
    ///
    /// # Errors
    /// What the database says.
    pub async fn set_up_link_works(&self, token: &str) -> Result<bool, CaseworkFault> {
        let nonce = self.store.remembered(SET_UP).await?;
        Ok(nonce.is_some_and(|nonce| same(token, &self.keys.set_up_token(&nonce))))
    }

    /// Makes the first manager and keeps what they typed of the authority; the link works once.
    ///
    /// # Errors
    /// [`CaseworkFault::NotFound`] for a link that does not work; every fault of what was typed.
    pub async fn set_up(
        &self,
        token: &str,
        person: PersonToAdd,
        authority: &AuthorityTyped,
        now: Moment,
    ) -> Result<i64, CaseworkFault> {
        if !self.set_up_link_works(token).await? {
            return Err(CaseworkFault::NotFound);
        }
        let (typed, mut faults) = self.typed_authority(authority);
        let counted = self.authority();
        let name = match counted.name.as_str() {
            "" => authority.name.trim(),
            name => name,
        };
        let new = match self.prepared(person, name).await {
            Err(CaseworkFault::Invalid(more)) => {
                faults.extend(more);
                return Err(CaseworkFault::Invalid(faults));
            }
            _ if !faults.is_empty() => return Err(CaseworkFault::Invalid(faults)),
            other => other?,
        };
        let unit = self.store.begin().await?;
        // Two people with the same link: the second finds it used.
        if unit.count_people().await? > 0 || !unit.forget(SET_UP).await? {
            return Err(CaseworkFault::NotFound);
        }
        authority::keep(&unit, &typed).await?;
        let id = unit.insert_person(new, now.at).await?;
        let act = NewDeskAct {
            what: DeskAct::SetUp,
            by: None,
            about: Some(id),
            role: Some(Role::Manager),
        };
        unit.note_desk_act(act, now.at).await?;
        unit.commit().await?;
        self.refresh_authority().await?;
        Ok(id)
    }

    /// Adds a person.
    ///
    /// # Errors
    /// Every fault of what was typed, among them an address that is taken.
    pub async fn add_person(
        &self,
        person: PersonToAdd,
        by: Role,
        now: Moment,
    ) -> Result<i64, CaseworkFault> {
        if by != Role::Manager {
            return Err(CaseworkFault::Refused(
                "Only a manager can add people".into(),
            ));
        }
        let new = self.prepared(person, &self.authority().name).await?;
        let unit = self.store.begin().await?;
        let id = match unit.insert_person(new, now.at).await {
            Err(StoreFault::Duplicate) => {
                return Err(CaseworkFault::Invalid(vec![Invalid::new(
                    "email",
                    "Somebody already signs in with this address",
                )]));
            }
            other => other?,
        };
        unit.commit().await?;
        Ok(id)
    }

    async fn prepared(
        &self,
        person: PersonToAdd,
        authority: &str,
    ) -> Result<NewPerson, CaseworkFault> {
        let mut faults = Vec::new();
        let name = person.name.trim();
        if name.is_empty() || name.chars().count() > 200 || name.contains(['\n', '\r']) {
            faults.push(Invalid::new(
                "name",
                "Enter a name of one line, at most 200 characters",
            ));
        }
        let email = person.email.trim().to_lowercase();
        let looks_right = email
            .split_once('@')
            .is_some_and(|(local, domain)| !local.is_empty() && !domain.is_empty());
        if !looks_right || email.len() > LONGEST_EMAIL || email.contains(char::is_whitespace) {
            faults.push(Invalid::new(
                "email",
                "Enter an email address in the form name@example.com",
            ));
        }
        let known = [authority, name, email.as_str()];
        faults.extend(chosen_password::fault_of(&person.password, &known));
        if !matches!(person.role, Role::Officer | Role::Manager) {
            faults.push(Invalid::new("role", "Choose officer or manager"));
        }
        if !faults.is_empty() {
            return Err(CaseworkFault::Invalid(faults));
        }
        let password_hash = self.passwords.turn()?.hash(&person.password).await?;
        Ok(NewPerson {
            name: name.to_owned(),
            email,
            password_hash,
            role: person.role.as_str().to_owned(),
            team: Some(person.team.trim().to_owned()).filter(|t| !t.is_empty()),
        })
    }
}
