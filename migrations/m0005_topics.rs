//! Topics and what is recorded of them.

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
CREATE TABLE topics (
    id {id},
    label TEXT NOT NULL,
    words TEXT NOT NULL,
    typical TEXT NOT NULL,
    standing TEXT NOT NULL CHECK (standing IN ('suggested', 'confirmed', 'retired')),
    found_at {time} NOT NULL
);
";
