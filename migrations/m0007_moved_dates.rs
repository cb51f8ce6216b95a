//! The due dates that moved when the law in use changed are listed without walking the record.

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
CREATE INDEX events_moved_dates ON events (at) WHERE kind = 'due_date_moved';
";
