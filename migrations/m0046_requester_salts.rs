//! The salt of the commitment to a requester's name, addresses and kind, which the log entry or the
//! last correction holds. One from before has none, and nothing commits to it.

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

// Who was corrected before stands in a version with its salt.
const SQL: &str = "
ALTER TABLE requesters ADD COLUMN salt TEXT NOT NULL DEFAULT '';
UPDATE requesters SET salt = (SELECT v.salt FROM requester_versions v WHERE v.case_id = requesters.id ORDER BY v.seq DESC LIMIT 1) WHERE id IN (SELECT case_id FROM requester_versions);
";
