//! Letters nobody got are listed by who waits for them: those that need somebody first, and of
//! these what a law's limit waits for.

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
DROP INDEX letters_nobody_got;
CREATE INDEX letters_nobody_got ON letters ((CASE WHEN state = 'queued' THEN 1 ELSE 0 END), priority, id DESC) WHERE (settled_at IS NULL AND (state = 'failed' OR reported = 'failed')) OR (state = 'queued' AND attempts > 0);
";
