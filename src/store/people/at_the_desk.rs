//! People at the desk and their sessions.

use crate::domain::rights::Right;
use crate::domain::role::Role;
use crate::store::engine::{sql, words};
use crate::store::entities::{person, session, submission};
use crate::store::subjects::People;
use crate::store::{Store, StoreFault, Unit};
use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::ActiveValue::{NotSet, Set};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, EntityTrait, FromQueryResult, QueryFilter,
    QueryOrder, QuerySelect,
};
use serde::Deserialize;
use std::collections::HashMap;

/// A person to be added.
#[derive(Debug, Clone)]
pub struct NewPerson {
    /// The name shown to colleagues.
    pub name: String,
    /// The address they sign in with, in lower case.
    pub email: String,
    /// The argon2id hash of the password.
    pub password_hash: String,
    /// What they are at the desk.
    pub role: Role,
    /// The team they belong to.
    pub team: Option<String>,
}

/// A person at the desk.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the columns are those of the person")]
pub struct PersonRow {
    pub id: i64,
    pub name: String,
    pub email: String,
    pub password_hash: String,
    pub role: Role,
    pub team: Option<String>,
    pub active: bool,
}

impl PersonRow {
    /// Whether cases can be given to them: they may sign in, and work on cases.
    #[must_use]
    pub fn works_on_cases(&self) -> bool {
        self.active && self.role.may(Right::WorkOnCases)
    }
}

impl TryFrom<person::Model> for PersonRow {
    type Error = StoreFault;

    fn try_from(row: person::Model) -> Result<Self, StoreFault> {
        let role = Role::parse(&row.role).ok_or_else(|| {
            let what = words::no_word("people", "role", &row.role);
            StoreFault::Damaged(format!("{what}, row {}", row.id))
        })?;
        Ok(Self {
            id: row.id,
            name: row.name,
            email: row.email,
            password_hash: row.password_hash,
            role,
            team: row.team,
            active: row.active,
        })
    }
}

/// A signed-in person, as every page of the desk asks.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[expect(
    missing_docs,
    reason = "the columns are those of the session and the person"
)]
pub struct SessionRow {
    pub person_id: i64,
    pub csrf: String,
    pub expires_at: DateTime<Utc>,
    pub name: String,
    #[serde(deserialize_with = "words::role_of_person")]
    pub role: Role,
}

/// The columns of a [`SessionRow`]. Text: every page of the desk asks for it, and packed it costs half.
const SESSION_COLUMNS: &str = "s.person_id, s.csrf, s.expires_at, p.name, p.role";

/// The session of the token hash `$1`, while its person is active.
const SESSION_OF_TOKEN: &str = "FROM sessions s JOIN people p ON p.id = s.person_id \
     WHERE s.token_hash = $1 AND p.active = TRUE";

impl People<'_, Store> {
    /// The person with this address.
    ///
    /// # Errors
    /// What the database says.
    pub async fn person_by_email(&self, email: &str) -> Result<Option<PersonRow>, StoreFault> {
        let row = person::Entity::find()
            .filter(person::Column::Email.eq(email))
            .one(&self.read)
            .await?;
        row.map(PersonRow::try_from).transpose()
    }

    /// Everybody, in alphabetical order.
    ///
    /// # Errors
    /// What the database says.
    pub async fn all(&self) -> Result<Vec<PersonRow>, StoreFault> {
        let rows = person::Entity::find()
            .order_by_asc(person::Column::Name)
            .all(&self.read)
            .await?;
        rows.into_iter().map(PersonRow::try_from).collect()
    }

    /// The session of this token hash, while its person is active.
    ///
    /// # Errors
    /// What the database says.
    pub async fn session(&self, token_hash: &str) -> Result<Option<SessionRow>, StoreFault> {
        let values = vec![token_hash.into()];
        let found = sql::packed(&self.read, SESSION_COLUMNS, SESSION_OF_TOKEN, values).await?;
        Ok(found.into_iter().next())
    }

    /// How many open cases each person has, by id; nobody with none.
    ///
    /// # Errors
    /// What the database says.
    pub async fn open_by_officer(&self) -> Result<HashMap<i64, i64>, StoreFault> {
        #[derive(FromQueryResult)]
        struct Open {
            officer_id: i64,
            number: i64,
        }
        // Text: an aggregate.
        let rows: Vec<Open> = sql::all(
            &self.read,
            "SELECT officer_id, COUNT(*) AS number FROM cases \
             WHERE open = TRUE AND officer_id IS NOT NULL GROUP BY officer_id",
            vec![],
        )
        .await?;
        Ok(rows.into_iter().map(|r| (r.officer_id, r.number)).collect())
    }
}

impl People<'_, Unit> {
    /// Adds a person; their id.
    ///
    /// # Errors
    /// [`StoreFault::Duplicate`] when the address is taken.
    pub async fn insert_person(
        &self,
        new: NewPerson,
        at: DateTime<Utc>,
    ) -> Result<i64, StoreFault> {
        let row = person::ActiveModel {
            id: NotSet,
            name: Set(new.name),
            email: Set(new.email),
            password_hash: Set(new.password_hash),
            role: Set(new.role.as_str().to_owned()),
            team: Set(new.team),
            active: Set(true),
            created_at: Set(at),
        }
        .insert(&self.tx)
        .await?;
        Ok(row.id)
    }

    /// How many people there are.
    ///
    /// # Errors
    /// What the database says.
    pub async fn count_people(&self) -> Result<i64, StoreFault> {
        // Text: an aggregate.
        let row: Option<sql::Number> =
            sql::one(&self.tx, "SELECT COUNT(*) AS number FROM people", vec![]).await?;
        Ok(row.map_or(0, |row| row.number))
    }

    /// Whether a person is active and has this hash of a password; nobody changes that before this
    /// unit ends.
    ///
    /// # Errors
    /// What the database says.
    pub async fn still_has_password(&self, person: i64, hash: &str) -> Result<bool, StoreFault> {
        // PostgreSQL locks the row; SQLite has one writer.
        let row = person::Entity::find_by_id(person)
            .filter(person::Column::PasswordHash.eq(hash))
            .filter(person::Column::Active.eq(true))
            .lock_exclusive()
            .one(&self.tx)
            .await?;
        Ok(row.is_some())
    }

    /// Begins a session.
    ///
    /// # Errors
    /// What the database says.
    pub async fn insert_session(
        &self,
        token_hash: &str,
        person_id: i64,
        csrf: &str,
        created_at: DateTime<Utc>,
        expires_at: DateTime<Utc>,
    ) -> Result<(), StoreFault> {
        session::Entity::insert(session::ActiveModel {
            token_hash: Set(token_hash.to_owned()),
            person_id: Set(person_id),
            csrf: Set(csrf.to_owned()),
            created_at: Set(created_at),
            expires_at: Set(expires_at),
        })
        .exec_without_returning(&self.tx)
        .await?;
        Ok(())
    }

    /// Has a session last until then, unless it lasts longer.
    ///
    /// # Errors
    /// What the database says.
    pub async fn keep_session_up(
        &self,
        token_hash: &str,
        until: DateTime<Utc>,
    ) -> Result<(), StoreFault> {
        session::Entity::update_many()
            .set(session::ActiveModel {
                expires_at: Set(until),
                ..Default::default()
            })
            .filter(session::Column::TokenHash.eq(token_hash))
            .filter(session::Column::ExpiresAt.lt(until))
            .exec(&self.tx)
            .await?;
        Ok(())
    }

    /// Ends a session.
    ///
    /// # Errors
    /// What the database says.
    pub async fn end_session(&self, token_hash: &str) -> Result<(), StoreFault> {
        session::Entity::delete_by_id(token_hash)
            .exec(&self.tx)
            .await?;
        Ok(())
    }

    /// Forgets the sessions that have run out, those begun by a clock that was far ahead (they
    /// would last until it is right), and the forms taken before `forms_before`.
    ///
    /// # Errors
    /// What the database says.
    pub async fn sweep(
        &self,
        now: DateTime<Utc>,
        forms_before: DateTime<Utc>,
    ) -> Result<(), StoreFault> {
        let over = Condition::any()
            .add(session::Column::ExpiresAt.lt(now))
            .add(session::Column::CreatedAt.gt(now + TimeDelta::days(1)));
        session::Entity::delete_many()
            .filter(over)
            .exec(&self.tx)
            .await?;
        submission::Entity::delete_many()
            .filter(submission::Column::At.lt(forms_before))
            .exec(&self.tx)
            .await?;
        Ok(())
    }
}
