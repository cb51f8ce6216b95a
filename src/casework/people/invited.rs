//! People at the desk: the first manager, and those a manager invites.

use super::authority::{self, AuthorityTyped};
use super::chosen_password;
use crate::casework::cases::requester::is_address;
use crate::casework::secrets::{hash_of, same, token};
use crate::casework::{Accounts, CaseworkFault, Invalid, Moment};
use crate::domain::case::Actor;
use crate::domain::desk_act::DeskAct;
use crate::domain::rights::Right;
use crate::domain::role::Role;
use crate::domain::words;
use crate::mail::letters::Invitation;
use crate::store::{LinkPurpose, NewDeskAct, NewPasswordLink, NewPerson, StoreFault, Unit};
use chrono::TimeDelta;

/// Where what the set-up link is made from is remembered until it is used.
const SET_UP: &str = "set_up_token";

/// How long an invitation works.
const INVITATION_LASTS: TimeDelta = TimeDelta::days(7);

/// Where a link to choose a password leads, before its token.
pub(in crate::casework) const PASSWORD_PATH: &str = "/password/";

/// What is said where a role is none people have at the desk.
pub(super) const CHOOSE_A_ROLE: &str = "Choose a role from the list";

/// The first manager as they enter themselves.
#[derive(Debug, Clone)]
pub struct FirstManager {
    /// The name shown to colleagues.
    pub name: String,
    /// The address they sign in with.
    pub email: String,
    /// The password.
    pub password: String,
}

/// A person as a manager invites them.
#[derive(Debug, Clone)]
pub struct PersonToInvite {
    /// The name shown to colleagues.
    pub name: String,
    /// The address they are written to and sign in with.
    pub email: String,
    /// The team, or nothing.
    pub team: String,
    /// Officer or manager.
    pub role: Role,
}

impl Accounts<'_> {
    /// The set-up link's token, while nobody is at the desk yet: the same at every start and on
    /// every node, until it is used.
    ///
    /// # Errors
    /// What the database says.
    pub async fn set_up_token(&self) -> Result<Option<String>, CaseworkFault> {
        let unit = self.store.begin().await?;
        if unit.people().count_people().await? > 0 {
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
        person: FirstManager,
        authority: &AuthorityTyped,
        now: Moment,
    ) -> Result<i64, CaseworkFault> {
        if !self.set_up_link_works(token).await? {
            return Err(CaseworkFault::NotFound);
        }
        let (typed, mut faults) = self.typed_authority(authority, now);
        let counted = self.authority();
        let name = match counted.name.as_str() {
            "" => authority.name.trim(),
            name => name,
        };
        let (mut new, more) = checked(&person.name, &person.email, "", Role::Manager);
        faults.extend(more);
        let known = [name, new.name.as_str(), new.email.as_str()];
        faults.extend(chosen_password::fault_of(&person.password, &known));
        if !faults.is_empty() {
            return Err(CaseworkFault::Invalid(faults));
        }
        new.password_hash = self.passwords.turn()?.hash(&person.password).await?;
        let unit = self.store.begin().await?;
        // Two people with the same link: the second finds it used.
        if unit.people().count_people().await? > 0 || !unit.forget(SET_UP).await? {
            return Err(CaseworkFault::NotFound);
        }
        authority::keep(&unit, &typed).await?;
        let id = unit.people().insert_person(new, now.at).await?;
        let act = NewDeskAct {
            what: DeskAct::SetUp,
            by: None,
            about: Some(id),
            role: Some(Role::Manager),
        };
        unit.people().note_desk_act(act, now.at).await?;
        unit.commit().await?;
        self.refresh_authority().await?;
        Ok(id)
    }

    /// Invites a person: a link by which they choose a password goes to their address and to
    /// nobody else. Until then they cannot sign in.
    ///
    /// # Errors
    /// Every fault of what was typed, among them an address that is taken; refused to anybody but
    /// a manager.
    pub async fn invite(
        &self,
        person: PersonToInvite,
        by: Actor,
        now: Moment,
    ) -> Result<i64, CaseworkFault> {
        by.role.needs(Right::ManagePeople)?;
        self.known_authority()?;
        let (new, faults) = checked(&person.name, &person.email, &person.team, person.role);
        if !faults.is_empty() {
            return Err(CaseworkFault::Invalid(faults));
        }
        let unit = self.store.begin().await?;
        let id = match unit.people().insert_person(new, now.at).await {
            Err(StoreFault::Duplicate) => {
                return Err(CaseworkFault::Invalid(vec![Invalid::new(
                    "email",
                    "Somebody already has this address at the desk",
                )]));
            }
            other => other?,
        };
        self.invitation(&unit, id, by, DeskAct::Invited, now)
            .await?;
        unit.commit().await?;
        self.outbox_bell.notify_one();
        Ok(id)
    }

    /// Sends the invitation of somebody who has not used theirs again; the link before works no
    /// longer.
    ///
    /// # Errors
    /// Refused where they can sign in or their account has ended, and to anybody but a manager.
    pub async fn invite_again(&self, id: i64, by: Actor, now: Moment) -> Result<(), CaseworkFault> {
        by.role.needs(Right::ManagePeople)?;
        self.known_authority()?;
        let unit = self.store.begin().await?;
        let person = unit
            .people()
            .person(id)
            .await?
            .ok_or(CaseworkFault::NotFound)?;
        if !person.active || !person.password_hash.is_empty() {
            return Err(CaseworkFault::Refused(
                "Only somebody who is invited and has not chosen a password yet can be sent the invitation again".into(),
            ));
        }
        self.invitation(&unit, id, by, DeskAct::InvitedAgain, now)
            .await?;
        unit.commit().await?;
        self.outbox_bell.notify_one();
        Ok(())
    }

    /// Queues an invitation and writes down that it was sent.
    async fn invitation(
        &self,
        unit: &Unit,
        id: i64,
        by: Actor,
        what: DeskAct,
        now: Moment,
    ) -> Result<(), CaseworkFault> {
        let person = unit
            .people()
            .person(id)
            .await?
            .ok_or(CaseworkFault::NotFound)?;
        let inviter = match by.person {
            Some(by) => unit.people().person(by).await?.map(|p| p.name),
            None => None,
        };
        let token = token()?;
        let link = NewPasswordLink {
            digest: &hash_of(&token),
            person: id,
            purpose: LinkPurpose::Invitation,
            runs_out: now.at + INVITATION_LASTS,
        };
        unit.people().make_password_link(link, now.at).await?;
        let letter = Invitation {
            colleague: self.reminding().colleague(&person),
            by: inviter.unwrap_or_else(|| "A manager".into()),
            role: person.role.with_article().to_owned(),
            address: self.password_url(&token),
            lasts: words::count(INVITATION_LASTS.num_days().unsigned_abs() as usize, "day"),
        };
        unit.letters()
            .insert_letters(vec![self.reminding().letter_to(&person, &letter, now)?])
            .await?;
        let act = NewDeskAct {
            what,
            by: by.person,
            about: Some(id),
            role: Some(person.role),
        };
        unit.people().note_desk_act(act, now.at).await?;
        Ok(())
    }

    /// The address at which a link to choose a password leads.
    pub(in crate::casework) fn password_url(&self, token: &str) -> String {
        let base = self.settings.web.base_url.trim_end_matches('/');
        format!("{base}{PASSWORD_PATH}{token}")
    }
}

/// A person without a password, and what is wrong with what was typed.
fn checked(name: &str, email: &str, team: &str, role: Role) -> (NewPerson, Vec<Invalid>) {
    let mut faults = Vec::new();
    let name = name.trim();
    if name.is_empty() || name.chars().count() > 200 || name.contains(char::is_control) {
        faults.push(Invalid::new(
            "name",
            "Enter a name of one line, at most 200 characters",
        ));
    }
    let email = email.trim().to_lowercase();
    if !is_address(&email) {
        faults.push(Invalid::new(
            "email",
            "Enter an email address in the form name@example.com",
        ));
    }
    if !role.at_the_desk() {
        faults.push(Invalid::new("role", CHOOSE_A_ROLE));
    }
    let team = team.trim();
    if team.chars().count() > 200 || team.contains(char::is_control) {
        let message = "Enter a team of one line, at most 200 characters";
        faults.push(Invalid::new("team", message));
    }
    let new = NewPerson {
        name: name.to_owned(),
        email,
        password_hash: String::new(),
        role,
        team: Some(team.to_owned()).filter(|t| !t.is_empty()),
    };
    (new, faults)
}
