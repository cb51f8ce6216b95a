//! Accounts at the desk: links by which a password is chosen, roles, and accounts that end.

use crate::domain::role::Role;
use crate::store::engine::words;
use crate::store::entities::{password_link, person, session};
use crate::store::subjects::People;
use crate::store::{PersonRow, Store, StoreFault, Unit};
use chrono::{DateTime, Utc};
use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, QueryTrait};

/// What a link to choose a password is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkPurpose {
    /// To come in for the first time.
    Invitation,
    /// To come in again after forgetting a password.
    Reset,
}

impl LinkPurpose {
    /// The word stored in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Invitation => "invitation",
            Self::Reset => "reset",
        }
    }

    /// The purpose of this stored word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Invitation, Self::Reset]
            .into_iter()
            .find(|purpose| purpose.as_str() == word)
    }
}

/// A link to be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewPasswordLink<'a> {
    /// The digest of its token.
    pub digest: &'a str,
    /// Whose password it chooses.
    pub person: i64,
    /// What it is for.
    pub purpose: LinkPurpose,
    /// Until when it works.
    pub runs_out: DateTime<Utc>,
}

/// That a link of this digest works.
fn is_live(digest: &str, now: DateTime<Utc>) -> Condition {
    let active = person::Entity::find()
        .select_only()
        .column(person::Column::Id)
        .filter(person::Column::Active.eq(true));
    Condition::all()
        .add(password_link::Column::Digest.eq(digest))
        .add(password_link::Column::RunsOutAt.gt(now))
        .add(password_link::Column::PersonId.in_subquery(active.into_query()))
}

impl People<'_, Store> {
    /// The person with this number.
    ///
    /// # Errors
    /// What the database says.
    pub async fn person(&self, id: i64) -> Result<Option<PersonRow>, StoreFault> {
        let row = person::Entity::find_by_id(id).one(&self.read).await?;
        row.map(PersonRow::try_from).transpose()
    }

    /// Whose password a link chooses, and what it is for, while it works.
    ///
    /// # Errors
    /// What the database says.
    pub async fn password_link(
        &self,
        digest: &str,
        now: DateTime<Utc>,
    ) -> Result<Option<(i64, LinkPurpose)>, StoreFault> {
        let link = password_link::Entity::find()
            .filter(is_live(digest, now))
            .one(&self.read)
            .await?;
        let Some(link) = link else {
            return Ok(None);
        };
        // Whose password it chooses names the row.
        let purpose = LinkPurpose::parse(&link.purpose).ok_or_else(|| {
            let what = words::no_word("password_links", "purpose", &link.purpose);
            StoreFault::Damaged(format!("{what}, row {}", link.person_id))
        })?;
        Ok(Some((link.person_id, purpose)))
    }
}

impl People<'_, Store> {
    /// The digests of the links that work.
    ///
    /// # Errors
    /// What the database says.
    pub async fn live_password_links(&self, now: DateTime<Utc>) -> Result<Vec<String>, StoreFault> {
        let digests = password_link::Entity::find()
            .select_only()
            .column(password_link::Column::Digest)
            .filter(password_link::Column::RunsOutAt.gt(now));
        Ok(digests.into_tuple().all(&self.read).await?)
    }
}

impl People<'_, Unit> {
    /// The person with this number, as they stand within this unit.
    ///
    /// # Errors
    /// What the database says.
    pub async fn person(&self, id: i64) -> Result<Option<PersonRow>, StoreFault> {
        let row = person::Entity::find_by_id(id).one(&self.tx).await?;
        row.map(PersonRow::try_from).transpose()
    }

    /// Everybody who can sign in.
    ///
    /// # Errors
    /// What the database says.
    pub async fn who_can_sign_in(&self) -> Result<Vec<PersonRow>, StoreFault> {
        let rows = person::Entity::find()
            .filter(person::Column::Active.eq(true))
            .filter(person::Column::PasswordHash.ne(""))
            .all(&self.tx)
            .await?;
        rows.into_iter().map(PersonRow::try_from).collect()
    }

    /// Makes a link; those the person had before work no longer.
    ///
    /// # Errors
    /// What the database says.
    pub async fn make_password_link(
        &self,
        link: NewPasswordLink<'_>,
        at: DateTime<Utc>,
    ) -> Result<(), StoreFault> {
        self.drop_password_links(link.person).await?;
        password_link::Entity::insert(password_link::ActiveModel {
            digest: Set(link.digest.to_owned()),
            person_id: Set(link.person),
            purpose: Set(link.purpose.as_str().to_owned()),
            made_at: Set(at),
            runs_out_at: Set(link.runs_out),
        })
        .exec_without_returning(&self.tx)
        .await?;
        Ok(())
    }

    /// Uses a link up, if it works; of two who use it at once one finds it used.
    ///
    /// # Errors
    /// What the database says.
    pub async fn use_password_link(
        &self,
        digest: &str,
        now: DateTime<Utc>,
    ) -> Result<bool, StoreFault> {
        let used = password_link::Entity::delete_many()
            .filter(is_live(digest, now))
            .exec(&self.tx)
            .await?;
        Ok(used.rows_affected > 0)
    }

    /// Ends one link, whoever has it.
    ///
    /// # Errors
    /// What the database says.
    pub async fn drop_password_link(&self, digest: &str) -> Result<(), StoreFault> {
        password_link::Entity::delete_by_id(digest)
            .exec(&self.tx)
            .await?;
        Ok(())
    }

    /// Ends every link of a person.
    ///
    /// # Errors
    /// What the database says.
    pub async fn drop_password_links(&self, person: i64) -> Result<(), StoreFault> {
        password_link::Entity::delete_many()
            .filter(password_link::Column::PersonId.eq(person))
            .exec(&self.tx)
            .await?;
        Ok(())
    }

    /// Gives a person another password, by its hash.
    ///
    /// # Errors
    /// What the database says.
    pub async fn set_password(&self, person: i64, hash: &str) -> Result<(), StoreFault> {
        let now = person::ActiveModel {
            password_hash: Set(hash.to_owned()),
            ..Default::default()
        };
        self.set_person(person, now).await
    }

    /// Gives a person another role.
    ///
    /// # Errors
    /// What the database says.
    pub async fn set_role(&self, person: i64, role: Role) -> Result<(), StoreFault> {
        let now = person::ActiveModel {
            role: Set(role.as_str().to_owned()),
            ..Default::default()
        };
        self.set_person(person, now).await
    }

    /// Ends an account, or lets the person in again.
    ///
    /// # Errors
    /// What the database says.
    pub async fn set_active(&self, person: i64, active: bool) -> Result<(), StoreFault> {
        let now = person::ActiveModel {
            active: Set(active),
            ..Default::default()
        };
        self.set_person(person, now).await
    }

    async fn set_person(&self, id: i64, now: person::ActiveModel) -> Result<(), StoreFault> {
        person::Entity::update_many()
            .set(now)
            .filter(person::Column::Id.eq(id))
            .exec(&self.tx)
            .await?;
        Ok(())
    }

    /// Ends every session there is, and every link to choose a password.
    ///
    /// # Errors
    /// What the database says.
    pub async fn end_every_session(&self) -> Result<(), StoreFault> {
        session::Entity::delete_many().exec(&self.tx).await?;
        password_link::Entity::delete_many().exec(&self.tx).await?;
        Ok(())
    }

    /// Ends the sessions of a person, but for the one of this token hash where it is given.
    ///
    /// # Errors
    /// What the database says.
    pub async fn end_sessions(&self, person: i64, except: &str) -> Result<(), StoreFault> {
        session::Entity::delete_many()
            .filter(session::Column::PersonId.eq(person))
            .filter(session::Column::TokenHash.ne(except))
            .exec(&self.tx)
            .await?;
        Ok(())
    }
}
