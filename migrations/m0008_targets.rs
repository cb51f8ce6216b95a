//! The day from which the internal targets of a case count, so that a list need not replay it.

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

// Nothing for cases from before: receipt then, until something happens to them.
const SQL: &str = "
ALTER TABLE cases ADD COLUMN counts_from {date};
";
