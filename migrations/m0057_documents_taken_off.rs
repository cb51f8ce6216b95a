//! A document that was taken off an answer stays with the record: when it was taken off.

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
ALTER TABLE documents ADD COLUMN taken_off_at {time};
";
