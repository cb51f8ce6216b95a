//! People at the desk, their sessions, and what the installation remembers of itself.

use sea_orm::DbErr;
use sea_orm_migration::prelude::{DeriveMigrationName, MigrationTrait, SchemaManager, async_trait};

/// The step.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run(manager, SQL).await
    }
}

const SQL: &str = "
CREATE TABLE meta (
    key TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
);
CREATE TABLE people (
    id {id},
    name TEXT NOT NULL,
    email TEXT NOT NULL UNIQUE,
    password_hash TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('officer', 'manager')),
    team TEXT,
    active {bool} NOT NULL,
    created_at {time} NOT NULL
);
CREATE TABLE sessions (
    token_hash TEXT NOT NULL PRIMARY KEY,
    person_id BIGINT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    csrf TEXT NOT NULL,
    created_at {time} NOT NULL,
    expires_at {time} NOT NULL
);
CREATE INDEX sessions_by_person ON sessions (person_id);
CREATE TABLE submissions (
    token TEXT NOT NULL PRIMARY KEY,
    reference TEXT NOT NULL,
    at {time} NOT NULL
);
";
