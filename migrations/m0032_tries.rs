//! Tries of passwords and codes, counted before they are made and for every node together, and
//! the addresses people have signed in from. Names and addresses stand here only as digests under
//! the installation's key, all of one length.

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
CREATE TABLE tries (
    name TEXT NOT NULL PRIMARY KEY,
    made BIGINT NOT NULL,
    counts_until {time} NOT NULL
);
CREATE INDEX tries_by_end ON tries (counts_until);
CREATE TABLE known_addresses (
    person_id BIGINT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    address TEXT NOT NULL,
    used_at {time} NOT NULL,
    PRIMARY KEY (person_id, address)
);
";
