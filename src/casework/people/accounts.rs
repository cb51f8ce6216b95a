//! Accounts at the desk: a password changed or forgotten, a role changed, an account ended. Whatever
//! ends a right ends it in the row that every page asks, and so at once on every node.

use super::chosen_password;
use super::passwords::Turn;
use crate::casework::people::invited::CHOOSE_A_ROLE;
use crate::casework::secrets::{hash_of, token};
use crate::casework::{Accounts, CaseworkFault, Invalid, Moment};
use crate::domain::case::Actor;
use crate::domain::desk_act::DeskAct;
use crate::domain::network::network;
use crate::domain::rights::Right;
use crate::domain::role::Role;
use crate::mail::letters::PasswordReset;
use crate::store::{LinkPurpose, NewDeskAct, NewPasswordLink, PersonRow, Unit};
use chrono::TimeDelta;
use std::net::IpAddr;

/// How long a link to choose a new password works.
const RESET_LASTS: TimeDelta = TimeDelta::hours(1);

/// What a manager locks to change accounts, so that two never leave the desk without a manager.
const ACCOUNTS: &str = "accounts";

/// Whose password a link chooses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PasswordLink {
    /// Their name.
    pub name: String,
    /// Whether they come in for the first time.
    pub first: bool,
}

impl Accounts<'_> {
    /// Changes one's own password, and ends every other session one has.
    ///
    /// # Errors
    /// A present password that is not right and a new one that others would guess, at their fields;
    /// [`CaseworkFault::TooMany`] after too many tries.
    pub async fn change_password(
        &self,
        person: i64,
        (present, new): (&str, &str),
        session: &str,
        from: IpAddr,
        now: Moment,
    ) -> Result<(), CaseworkFault> {
        let row = self.store.people().person(person).await?;
        let row = row
            .filter(|row| row.active)
            .ok_or(CaseworkFault::NotFound)?;
        let ways = self
            .sessions()
            .limits_of_sign_in(&row.email, Some(person), from, now)
            .await?;
        let turn = self.passwords.turn_of_the_desk()?;
        let counted = self.sessions().count_try(&ways, now).await?;
        if !turn.is(&row.password_hash, present).await? {
            return Err(CaseworkFault::Invalid(vec![Invalid::new(
                "present",
                "This is not your present password",
            )]));
        }
        let hash = self.chosen(&row, new, &turn).await?;
        let unit = self.store.begin().await?;
        if !unit
            .people()
            .still_has_password(person, &row.password_hash)
            .await?
        {
            unit.leave().await;
            return Err(CaseworkFault::Refused(
                "Your password was changed meanwhile. Sign in with the new one".into(),
            ));
        }
        self.sessions().was_right(&unit, &counted).await?;
        self.password_chosen(&unit, person, &hash, session).await?;
        let act = by_themselves(DeskAct::PasswordChanged, Some(person), person);
        unit.people().note_desk_act(act, now.at).await?;
        unit.commit().await?;
        Ok(())
    }

    /// Sends a link to choose a new password, if somebody at the desk has this address (in small
    /// letters); [`Letters::ask_for_link`](crate::casework::Letters::ask_for_link) counts whoever asks. About as much is done where nobody has.
    ///
    /// # Errors
    /// What the database says; then nothing is sent.
    pub async fn forgotten(
        &self,
        email: &str,
        from: IpAddr,
        now: Moment,
    ) -> Result<(), CaseworkFault> {
        let person = self.store.people().person_by_email(email).await?;
        let person = person.filter(|person| person.active && !person.password_hash.is_empty());
        let token = token()?;
        // Written for nobody too, so that the time it takes does not tell who is at the desk.
        let letter = PasswordReset {
            colleague: self
                .reminding()
                .colleague(&person.clone().unwrap_or_else(nobody)),
            address: self.password_url(&token),
            lasts: "1 hour".into(),
        };
        let letter =
            self.reminding()
                .letter_to(&person.clone().unwrap_or_else(nobody), &letter, now)?;
        // Whoever else asks for it uses up none of what an address they signed in from has.
        let sessions = self.sessions();
        let known = sessions.knows_address(person.as_ref().map(|person| person.id), from);
        let reset = if known.await? {
            format!("reset {email} from {}", network(from))
        } else {
            format!("reset {email}")
        };
        let unit = self.store.begin().await?;
        let may = self.sessions().may_be_sent(&unit, &reset, now).await?;
        if let (true, Some(person)) = (may, person) {
            let link = NewPasswordLink {
                digest: &hash_of(&token),
                person: person.id,
                purpose: LinkPurpose::Reset,
                runs_out: now.at + RESET_LASTS,
            };
            unit.people().make_password_link(link, now.at).await?;
            unit.letters().insert_letters(vec![letter]).await?;
            unit.people()
                .note_desk_act(by_themselves(DeskAct::ResetSent, None, person.id), now.at)
                .await?;
        }
        unit.commit().await?;
        self.outbox_bell.notify_one();
        Ok(())
    }

    /// Whose password a link chooses, while it works.
    ///
    /// # Errors
    /// What the database says.
    pub async fn password_link(
        &self,
        token: &str,
        now: Moment,
    ) -> Result<Option<PasswordLink>, CaseworkFault> {
        let found = self
            .store
            .people()
            .password_link(&hash_of(token), now.at)
            .await?;
        let Some((person, purpose)) = found else {
            return Ok(None);
        };
        let person = self.store.people().person(person).await?;
        Ok(person.map(|person| PasswordLink {
            name: person.name,
            first: purpose == LinkPurpose::Invitation,
        }))
    }

    /// Chooses a password by a link, which works once; every session there was ends.
    ///
    /// # Errors
    /// [`CaseworkFault::NotFound`] for a link that does not work; a password that others would
    /// guess, at its field.
    pub async fn choose_password(
        &self,
        token: &str,
        password: &str,
        now: Moment,
    ) -> Result<(), CaseworkFault> {
        let digest = hash_of(token);
        let found = self.store.people().password_link(&digest, now.at).await?;
        let (person, purpose) = found.ok_or(CaseworkFault::NotFound)?;
        let row = self.store.people().person(person).await?;
        let row = row.ok_or(CaseworkFault::NotFound)?;
        let turn = self.passwords.turn_of_the_desk()?;
        let hash = self.chosen(&row, password, &turn).await?;
        let unit = self.store.begin().await?;
        if !unit.people().use_password_link(&digest, now.at).await? {
            unit.leave().await;
            return Err(CaseworkFault::NotFound);
        }
        self.password_chosen(&unit, person, &hash, "").await?;
        let what = match purpose {
            LinkPurpose::Invitation => DeskAct::Joined,
            LinkPurpose::Reset => DeskAct::PasswordReset,
        };
        unit.people()
            .note_desk_act(by_themselves(what, None, person), now.at)
            .await?;
        unit.commit().await?;
        Ok(())
    }

    /// Gives somebody another role, which holds from their next click on.
    ///
    /// # Errors
    /// Refused to anybody but a manager, about oneself, and where no manager would be left.
    pub async fn change_role(
        &self,
        person: i64,
        role: Role,
        by: Actor,
        now: Moment,
    ) -> Result<(), CaseworkFault> {
        if !role.at_the_desk() {
            let message = CHOOSE_A_ROLE;
            return Err(CaseworkFault::Invalid(vec![Invalid::new("role", message)]));
        }
        let unit = self.account_of_another(person, by).await?;
        unit.people().set_role(person, role).await?;
        self.still_managed(&unit).await?;
        let act = NewDeskAct {
            what: DeskAct::RoleChanged,
            by: by.person,
            about: Some(person),
            role: Some(role),
        };
        unit.people().note_desk_act(act, now.at).await?;
        unit.commit().await?;
        Ok(())
    }

    /// Ends somebody's account: their sessions and links work no longer, on any node.
    ///
    /// # Errors
    /// Refused to anybody but a manager, about oneself, and where no manager would be left.
    pub async fn end_account(
        &self,
        person: i64,
        by: Actor,
        now: Moment,
    ) -> Result<(), CaseworkFault> {
        let unit = self.account_of_another(person, by).await?;
        unit.people().set_active(person, false).await?;
        unit.people().end_sessions(person, "").await?;
        unit.people().drop_password_links(person).await?;
        self.still_managed(&unit).await?;
        unit.people()
            .note_desk_act(by_manager(DeskAct::Ended, by, person), now.at)
            .await?;
        unit.commit().await?;
        Ok(())
    }

    /// Lets somebody in again whose account was ended, with the password they had.
    ///
    /// # Errors
    /// Refused to anybody but a manager.
    pub async fn restore_account(
        &self,
        person: i64,
        by: Actor,
        now: Moment,
    ) -> Result<(), CaseworkFault> {
        let unit = self.account_of_another(person, by).await?;
        unit.people().set_active(person, true).await?;
        unit.people()
            .note_desk_act(by_manager(DeskAct::Restored, by, person), now.at)
            .await?;
        unit.commit().await?;
        Ok(())
    }

    /// A unit in which a manager changes the account of somebody else, one manager at a time.
    async fn account_of_another(&self, person: i64, by: Actor) -> Result<Unit, CaseworkFault> {
        by.role.needs(Right::ManagePeople)?;
        if by.person == Some(person) {
            return Err(CaseworkFault::Refused(
                "Somebody else has to change your account, so that nobody shuts themselves out"
                    .into(),
            ));
        }
        let unit = self.store.begin().await?;
        unit.hold(ACCOUNTS).await?;
        // Whoever waited for the lock may have lost the right meanwhile.
        let still = match by.person {
            Some(by) => unit.people().person(by).await?,
            None => None,
        };
        if !still.is_some_and(|p| p.active && p.role.may(Right::ManagePeople)) {
            return Err(CaseworkFault::Refused(
                "Your account was changed meanwhile and may not do this any more".into(),
            ));
        }
        unit.people()
            .person(person)
            .await?
            .ok_or(CaseworkFault::NotFound)?;
        Ok(unit)
    }

    async fn still_managed(&self, unit: &Unit) -> Result<(), CaseworkFault> {
        let who = unit.people().who_can_sign_in().await?;
        if who
            .iter()
            .any(|person| person.role.may(Right::ManagePeople))
        {
            return Ok(());
        }
        Err(CaseworkFault::Refused(
            "Nobody who manages people and can sign in would be left; make somebody else a manager first"
                .into(),
        ))
    }

    /// The hash of a password somebody chooses.
    async fn chosen(
        &self,
        person: &PersonRow,
        password: &str,
        turn: &Turn,
    ) -> Result<String, CaseworkFault> {
        let authority = self.authority();
        let known = [authority.name.as_str(), &person.name, &person.email];
        if let Some(fault) = chosen_password::fault_of(password, &known) {
            return Err(CaseworkFault::Invalid(vec![fault]));
        }
        turn.hash(password).await
    }

    /// A password is another from now on: links and other sessions end.
    async fn password_chosen(
        &self,
        unit: &Unit,
        person: i64,
        hash: &str,
        session: &str,
    ) -> Result<(), CaseworkFault> {
        unit.people().set_password(person, hash).await?;
        unit.people().drop_password_links(person).await?;
        unit.people().end_sessions(person, session).await?;
        Ok(())
    }
}

const fn by_themselves(what: DeskAct, by: Option<i64>, about: i64) -> NewDeskAct {
    NewDeskAct {
        what,
        by,
        about: Some(about),
        role: None,
    }
}

const fn by_manager(what: DeskAct, by: Actor, about: i64) -> NewDeskAct {
    NewDeskAct {
        what,
        by: by.person,
        about: Some(about),
        role: None,
    }
}

/// Nobody, for a letter that is written and not sent.
fn nobody() -> PersonRow {
    PersonRow {
        id: 0,
        name: "Nobody".into(),
        email: "nobody@localhost".into(),
        password_hash: String::new(),
        role: Role::Officer,
        team: None,
        active: false,
    }
}
