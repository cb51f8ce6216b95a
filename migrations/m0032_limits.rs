//! Tries of passwords and codes, counted before they are made and for every node together, and
//! the addresses people have signed in from. Names and addresses stand here only as digests under
//! the installation's key, all of one length.
//!
//! Forms wait in the tray as messages do: `form` is what a message has no column for, as JSON.

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
ALTER TABLE messages ADD COLUMN form TEXT;
ALTER TABLE messages ADD COLUMN source_now TEXT NOT NULL DEFAULT 'file' CHECK (source_now IN ('mailbox', 'pipe', 'file', 'form'));
UPDATE messages SET source_now = source;
ALTER TABLE messages DROP COLUMN source;
ALTER TABLE messages RENAME COLUMN source_now TO source;
CREATE INDEX messages_logged ON messages (from_address, stored_at) WHERE state = 'logged';
DROP INDEX letters_by_address;
";
