//! How often it was begun to read a message: one that stops the program each time is left alone.

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

// A message is read for the first time as it is kept.
const SQL: &str = "
ALTER TABLE messages ADD COLUMN tries BIGINT NOT NULL DEFAULT 1;
";
