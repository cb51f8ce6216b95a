//! Whether all of a document is there: large ones are put in pieces, each in a short transaction of
//! its own, and belong to their case with the last.

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
ALTER TABLE documents ADD COLUMN whole {bool} NOT NULL DEFAULT TRUE;
CREATE INDEX documents_in_part ON documents (added_at) WHERE whole = FALSE;
";
