//! What is done about the people at the desk and the authority itself, one row an act, never changed;
//! and the links by which somebody chooses a password: to come in, or after forgetting theirs. A link
//! stands here as a digest, works once and runs out.

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
CREATE TABLE desk_acts (
    id {id},
    at {time} NOT NULL,
    what TEXT NOT NULL,
    by_id BIGINT REFERENCES people (id),
    about_id BIGINT REFERENCES people (id),
    role TEXT
);
CREATE TABLE password_links (
    digest TEXT NOT NULL PRIMARY KEY,
    person_id BIGINT NOT NULL REFERENCES people (id),
    purpose TEXT NOT NULL CHECK (purpose IN ('invitation', 'reset')),
    made_at {time} NOT NULL,
    runs_out_at {time} NOT NULL
);
CREATE INDEX password_links_by_person ON password_links (person_id);
";
