//! Whether the program wrote a letter by itself though a person may cause its kind: such a letter
//! says so on its way (RFC 3834).

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
ALTER TABLE letters ADD COLUMN by_itself {bool} NOT NULL DEFAULT FALSE;
";
